// Package pid1 is what graceful exec runs: the first process of a container,
// which starts one command, forwards signals to it and reaps what it orphans.
//
// Unlike other small inits it knows the shutdown contract. A stop signal is
// held back for the delay, while the command goes on serving; then the command
// gets the signal on which its framework drains, and at the deadline it is
// killed. A framework that closes its listeners the moment it is signalled so
// keeps the delay without a change to its code.
package pid1
