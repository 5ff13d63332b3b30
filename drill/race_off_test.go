//go:build !race

package drill_test

// fullRate is the rate that a drill keeps on two cores while the app stops.
const fullRate = 2000
