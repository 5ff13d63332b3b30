// Command graceful computes how an ECS service on Fargate stops: the settings
// of a profile, why each is what it is, and what happens second by second.
package main

import (
	"os"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/stdio"
)

// version is set at link time for a release.
var version string

func main() { os.Exit(run(os.Args[1:], stdio.Input(), stdio.Output(), os.Stderr)) }
