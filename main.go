// The binary that Terraform starts as the provider graceful.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

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

	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/graceful-ecs/graceful",
		Debug:   *wait,
	})
	if err != nil {
		log.Fatal(err)
	}
}
