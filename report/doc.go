// Package report writes the results of the stop model as text: settings,
// explanations, timelines and faults, each in the formats that people read or
// that tools take in. Every function is pure and gives the same bytes for the
// same result.
package report
