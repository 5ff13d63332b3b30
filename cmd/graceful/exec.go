package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/pid1"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// newExec runs a command as PID 1. Its exit status is the command's.
func newExec() *cobra.Command {
	var o pid1.Options
	cmd := &cobra.Command{
		Use:   pid1.Usage,
		Short: pid1.Short,
		Long:  pid1.Help,
		Example: "  graceful exec --delay 15 --deadline 30 -- date\n" +
			"  graceful exec --quiet --framework nginx -- env\n" +
			"  graceful exec --quiet --group -- sh -c 'date; date'",
		// A missing command is a fault of its own, told together with the others.
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Command = args
			if status := pid1.Run(o, os.Environ(), cmd.ErrOrStderr()); status != exitOK {
				return exit{status: status}
			}
			return nil
		},
	}
	o.Bind(cmd.Flags())
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return exit{pid1.StatusRefused, fmt.Sprintf("%s\nTry: %s --help", safe.Line(flagError(cmd, err).Error()), cmd.CommandPath())}
	})
	// What follows the command's name belongs to the command, with or without "--".
	cmd.Flags().SetInterspersed(false)
	mustComplete(cmd, "framework", frameworks())
	var signals []string
	for _, s := range shutdown.Signals() {
		signals = append(signals, string(s))
	}
	for _, f := range shutdown.Fields() {
		if f.Name == "workload" {
			mustComplete(cmd, "workload", f.Values)
		}
	}
	mustComplete(cmd, "signal", signals)
	mustComplete(cmd, "stop-signal", signals)
	mustComplete(cmd, "notice-signal", signals)
	for _, free := range []string{"delay", "deadline", "prefix"} {
		mustComplete(cmd, free, nil)
	}
	return cmd
}

// frameworks names every framework whose graceful signal is known.
func frameworks() []string {
	var names []string
	for _, f := range shutdown.Frameworks() {
		names = append(names, string(f.Name))
	}
	return names
}
