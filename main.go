// The binary that Terraform starts as the provider graceful.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/buildinfo"
	"github.com/graceful-ecs/terraform-provider-graceful/provider"
)

// version is set by the release build.
var version string

func main() {
	wait := flag.Bool("debug", false, "wait for a debugger such as delve before serving")
	which := flag.Bool("version", false, "print the version")
	flag.Parse()
	if *which {
		fmt.Print(buildinfo.Line("terraform-provider-graceful", version))
		return
	}

	// A plan makes much garbage and keeps little of it. Collecting it less often
	// saves a fifth of the plan's processor time and costs some 25 MB.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}

	quieten()

	var options []tf6server.ServeOpt
	if *wait {
		options = append(options, tf6server.WithManagedDebug())
	}
	err := tf6server.Serve("registry.terraform.io/graceful-ecs/graceful", provider.New, options...)
	if err != nil {
		log.Fatal(err)
	}
}

// quieten keeps the protocol's own log from being written when nobody reads it.
// Terraform asks for it with TF_LOG and throws it away otherwise, after both
// sides have spent a tenth of a plan on it.
func quieten() {
	const own = "TF_LOG_SDK"
	for _, name := range []string{"TF_LOG", "TF_LOG_PROVIDER", own, own + "_PROTO"} {
		if os.Getenv(name) != "" {
			return
		}
	}
	// The name is valid, which is all that Setenv asks.
	_ = os.Setenv(own, "OFF")
	_ = os.Setenv(own+"_PROTO", "OFF")
}
