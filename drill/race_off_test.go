//go:build !race

package drill_test

// watched has no race detector in a program that is built for the tests.
var watched []string
