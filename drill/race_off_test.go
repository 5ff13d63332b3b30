//go:build !race

package drill_test

// fullRate is the rate that a drill keeps on two cores while the app stops.
const fullRate = 2000

// watched has no race detector in a program that is built for the tests.
var watched []string
