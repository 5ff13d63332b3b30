// Package prose holds what is written by hand to the tables of the model: its
// tests read the numbers out of guides and the README, and fail when a number
// that a table has stands there otherwise, or stands there unchecked.
package prose
