//go:build !race

package lifecycle_test

const manyConnections = 10_000
