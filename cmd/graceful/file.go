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
		switch {
		case len(args) == 0:
			return fmt.Errorf("%s needs a FILE, or - for standard input", title(cmd))
		case len(args) > 1:
			return fmt.Errorf("%s takes one FILE, but got %s too", title(cmd), safe.Word(args[1]))
		default:
			return nil
		}
	}
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return []string{"yaml", "yml", "json"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return cmd
}

// readProfile reads the profile that the command was given. Its faults are for
// standard error, or with asJSON for standard output.
func readProfile(cmd *cobra.Command, file string, asJSON bool) (shutdown.Profile, error) {
	name, data, err := load(cmd, file)
	if err != nil {
		return shutdown.Profile{}, err
	}
	p, err := profile.Read(file, data)
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		return shutdown.Profile{}, faulty{file: name, faults: faults, json: asJSON}
	}
	return p, err
}

// load reads no more than the reader needs to see that a file is too large.
func load(cmd *cobra.Command, file string) (name string, data []byte, err error) {
	name, from := "standard input", cmd.InOrStdin()
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
