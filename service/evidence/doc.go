// Package evidence reads the app's half of a stop out of what a container runs: its
// command, entry point, environment and image, and the Dockerfile that the image is
// made of.
//
// [Of] says which program gets the stop signal and whether it gets it at all, what
// it does with it, how long it then takes at most, and how long it keeps idle
// connections. Each answer has what it rests on and its source. What a configuration
// file in the image may change is unknown, and said to be so.
package evidence
