// Package report writes the results of the stop model as text: settings,
// explanations, timelines, faults, audits and drills, each in the formats that people
// read or that tools take in. Every function is pure and gives the same bytes for the
// same result.
//
// What is wrong with a profile, a service or an app is a notice, and SARIF, JUnit,
// annotations of GitHub and entries of Markdown have one printer of notices each. Text
// and JSON differ by intent: faults are written as compilers do, for editors, findings
// with the values that contradict each other.
package report
