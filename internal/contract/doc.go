// Package contract reads the environment for `graceful exec` by the code with
// which package lifecycle/contract reads it for an app. That package belongs to
// another module; a copy, which `make generate` writes and a test compares byte
// by byte, lets `go install …/cmd/graceful` work whatever of lifecycle has been
// released.
package contract
