// Command graceful computes how an ECS service on Fargate stops: the settings
// of a profile, why each is what it is, and what happens second by second.
package main

import "os"

// version is set at link time for a release.
var version string

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
