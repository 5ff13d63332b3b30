// The binary that Terraform starts as the provider graceful.
package main

import (
	"flag"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/graceful-ecs/terraform-provider-graceful/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	wait := flag.Bool("debug", false, "wait for a debugger such as delve before serving")
	flag.Parse()

	// A plan makes much garbage and keeps little of it. Collecting it less often
	// saves a fifth of the plan's processor time and costs some 25 MB.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}

	var options []tf6server.ServeOpt
	if *wait {
		options = append(options, tf6server.WithManagedDebug())
	}
	err := tf6server.Serve("registry.terraform.io/graceful-ecs/graceful", provider.New, options...)
	if err != nil {
		log.Fatal(err)
	}
}
