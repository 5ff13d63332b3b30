// Package stores looks at what is behind an app in a drill: at the connections that
// a task has to its stores, what is left of them when it has gone, and the rows of
// the work that it said was done.
//
// A task gets the address of a [Proxy] of its own instead of the store's. So it is
// known whose a connection is, however it ends, also when the store has forgotten it
// before anybody can ask.
package stores
