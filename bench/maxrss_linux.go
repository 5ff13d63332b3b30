package main

// maxrssUnit is what the system counts memory in, in bytes.
const maxrssUnit = 1024
