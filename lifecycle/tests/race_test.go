//go:build race

package lifecycle_test

// The race detector follows 8,128 goroutines at most, and net/http has two for
// a connection.
const manyConnections = 3_000
