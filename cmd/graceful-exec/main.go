// Command graceful-exec is graceful exec alone, as a binary small enough to be
// PID 1 of every container.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/pid1"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	var o pid1.Options
	flags := flag.NewFlagSet("graceful-exec", flag.ContinueOnError)
	o.Bind(flags)
	flags.Usage = func() {
		_, _ = fmt.Fprint(flags.Output(), pid1.Help+"\nFlags:\n")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return pid1.StatusRefused
	}
	o.Command = flags.Args()
	return pid1.Run(o, os.Environ(), os.Stderr)
}
