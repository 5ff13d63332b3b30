//go:build !linux

package main

// maxrssUnit is what the system counts memory in, in bytes: macOS counts single ones.
const maxrssUnit = 1
