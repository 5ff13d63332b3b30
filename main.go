// The binary that Terraform starts as the provider graceful.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/graceful-ecs/terraform-provider-graceful/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger such as delve before serving")
	flag.Parse()

	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/graceful-ecs/graceful",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
