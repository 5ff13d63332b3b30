// Command graceful-exec is graceful exec alone, as a binary small enough to be
// PID 1 of every container.
//
// It waits all its life, so the Go runtime need not learn how many processors
// the container may use.
//
//go:debug containermaxprocs=0
//go:debug updatemaxprocs=0
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/buildinfo"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/pid1"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/stdio"
)

// version is set at link time for a release.
var version string

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	var o pid1.Options
	var showVersion bool
	flags := flag.NewFlagSet("graceful-exec", flag.ContinueOnError)
	o.Bind(flags)
	flags.BoolVar(&showVersion, "version", false, "print the version")
	flags.SetOutput(io.Discard) // The package would print what was typed as it is.
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return show(func(w io.Writer) error {
			flags.SetOutput(w)
			_, err := fmt.Fprint(w, pid1.Help+"\nFlags:\n")
			flags.PrintDefaults()
			return err
		})
	case err != nil:
		fmt.Fprintf(os.Stderr, "graceful-exec: %s\nTry: graceful-exec --help\n", safe.Line(safe.Cut(err.Error(), 200)))
		return pid1.StatusRefused
	case showVersion:
		return show(func(w io.Writer) error {
			_, err := io.WriteString(w, buildinfo.Line("graceful-exec", version))
			return err
		})
	}
	o.Command = flags.Args()
	return pid1.Run(o, os.Environ(), os.Stderr)
}

// show prints what was asked for. What did not arrive is no success.
func show(what func(io.Writer) error) int {
	if err := what(stdio.Output()); err != nil {
		fmt.Fprintln(os.Stderr, "graceful-exec: cannot write to standard output: "+safe.Reason(err))
		return pid1.StatusRefused
	}
	return 0
}
