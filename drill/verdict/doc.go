// Package verdict judges the recording of a stop drill: what was lost, which
// promises held, and what the app did wrong. It knows no process, network or
// clock, so a recording is judged the same on any machine and at any later time.
package verdict
