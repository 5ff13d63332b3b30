package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

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
	json   bool
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
	root.SetOut(stdout)
	root.SetErr(stderr)
	finish(root)
	cmd, err := root.ExecuteC()
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
			_, _ = fmt.Fprintln(cmd.ErrOrStderr(), "graceful: "+e.message)
		}
		return e.status
	default:
		_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "graceful: %v\nTry: %s --help\n", err, cmd.CommandPath())
		return exitUsage
	}
}

func printFaults(cmd *cobra.Command, f faulty) error {
	if !f.json {
		text := report.Faults(f.file, f.faults)
		if colourOn(cmd, cmd.ErrOrStderr()) {
			text = boldHeads(text)
		}
		_, _ = io.WriteString(cmd.ErrOrStderr(), text)
		return nil
	}
	text, err := report.FaultsJSON(f.faults)
	if err != nil {
		return exit{exitUsage, err.Error()}
	}
	return write(cmd, string(text))
}

// write puts a result on standard output. A result that did not arrive must not
// look like success.
func write(cmd *cobra.Command, text string) error {
	if _, err := io.WriteString(cmd.OutOrStdout(), text); err != nil {
		return exit{exitUsage, fmt.Sprintf("cannot write the result: %v", err)}
	}
	return nil
}
