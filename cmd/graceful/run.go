package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/buildinfo"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The exit statuses.
const (
	exitOK     = 0
	exitFaults = 1 // The profile, or whatever a command looks at, is at fault.
	exitUsage  = 2 // The command cannot run.
	exitUnsure = 3 // The machine was too late for a verdict.
)

// faulty is a profile file that has faults.
type faulty struct {
	file   string
	faults shutdown.Faults
	// format is that of the result.
	format string
}

func (f faulty) Error() string { return f.faults.Error() }

// exit is an error whose command has its own status. Without a message nothing
// is printed.
type exit struct {
	status  int
	message string
}

func (e exit) Error() string { return e.message }

// run is the whole program but for the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	out := &sink{to: stdout}
	root.SetOut(out)
	root.SetErr(stderr)
	finish(root)
	cmd, err := root.ExecuteC()
	if out.failed != nil {
		// Cobra's own commands pass over it, or tell it in their own words.
		err = cannotPrint(out.failed)
	}
	return status(cmd, err)
}

// status reports an error and turns it into the exit status.
func status(cmd *cobra.Command, err error) int {
	var f faulty
	var e exit
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &f):
		if err := printFaults(cmd, f); err != nil {
			return status(cmd, err)
		}
		return exitFaults
	case errors.As(err, &e):
		if e.message != "" {
			_, _ = fmt.Fprintln(cmd.ErrOrStderr(), "graceful: "+safe.Text(strings.TrimRight(e.message, "\n")))
		}
		return e.status
	default:
		_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "graceful: %s\nTry: %s --help\n", safe.Line(err.Error()), cmd.CommandPath())
		return exitUsage
	}
}

// printFaults writes faults in the format that was asked for, if it has a form for
// them. Those for containers, Terraform and pictures have none, nor has text, which is
// of the result.
func printFaults(cmd *cobra.Command, f faulty) error {
	if f.format == "json" {
		text, err := report.FaultsJSON(f.faults)
		if err != nil {
			return exit{exitUsage, err.Error()}
		}
		return write(cmd, string(text))
	}
	if slices.Contains(report.FaultFormats(), f.format) {
		return writeNotices(cmd, f.format, f.file, f.faults, nil)
	}
	text := report.Faults(f.file, f.faults)
	if colourOn(cmd, cmd.ErrOrStderr()) {
		text = boldHeads(text)
	}
	_, _ = io.WriteString(cmd.ErrOrStderr(), text)
	return nil
}

// writeNotices writes what is to be said of a profile for a build server or a pull
// request.
func writeNotices(cmd *cobra.Command, format, file string, faults shutdown.Faults, notes []shutdown.Note) error {
	if file == standardInput {
		file = "" // No place that somebody could open.
	}
	text, err := report.FaultsIn(format, buildinfo.Version(version), file, faults, notes)
	if err != nil {
		return exit{exitUsage, err.Error()}
	}
	return write(cmd, string(text))
}
