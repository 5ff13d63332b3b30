package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// takesFile makes a command take one profile file, and completes its name.
func takesFile(cmd *cobra.Command) *cobra.Command {
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fmt.Errorf("%s needs a FILE, or - for standard input", title(cmd))
		}
		return atMostOneFile(cmd, args)
	}
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return []string{"yaml", "yml", "json"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return cmd
}

func atMostOneFile(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s takes one FILE, but got %s too", title(cmd), safe.Word(args[1]))
	}
	return nil
}

// readProfile reads and checks the profile that the command was given, once. Its
// faults are for standard output where the format has a form for them, and else for
// standard error.
func readProfile(cmd *cobra.Command, file, format string) (shutdown.Proven, error) {
	name, data, err := load(cmd, file)
	if err != nil {
		return shutdown.Proven{}, err
	}
	v, err := profile.Prove(file, data)
	return v, faultsIn(name, err, format)
}

// faultsIn is the error of a file, ready for [status].
func faultsIn(name string, err error, format string) error {
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		return faulty{file: name, faults: faults, format: format}
	}
	return err
}

// standardInput is what a profile is called that comes from there.
const standardInput = "standard input"

// load reads no more than the reader needs to see that a file is too large.
func load(cmd *cobra.Command, file string) (name string, data []byte, err error) {
	name, from := standardInput, cmd.InOrStdin()
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return "", nil, cannotRead(file, err)
		}
		defer func() { _ = f.Close() }() // It was only read.
		name, from = file, f
	}
	data, err = io.ReadAll(io.LimitReader(from, profile.MaxBytes+1))
	if err != nil {
		return "", nil, cannotRead(name, err)
	}
	return name, data, nil
}

func cannotRead(file string, err error) error { return cannot("read", file, err) }

func cannotWrite(file string, err error) error { return cannot("write", file, err) }

// cannot says why in the user's terms.
func cannot(do, file string, err error) error {
	return exit{exitUsage, "cannot " + do + " " + safe.Name(file) + ": " + safe.Reason(err)}
}
