//go:build race

package drill_test

// fullRate is lower under the race detector, which slows everything down
// several times; the promise of 2,000 is for the program as it is shipped.
const fullRate = 300

// watched has the race detector in a program that is built for the tests.
var watched = []string{"-race"}
