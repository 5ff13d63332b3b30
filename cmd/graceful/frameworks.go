package main

import (
	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// newFrameworks prints what is known of each framework.
func newFrameworks() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "frameworks",
		Short: "List the frameworks, the signals they stop on, and what was tried",
		Long: `List every framework that a profile may name: the signals on which it finishes
its work, those on which it drops it, whether it refuses new connections from
the signal on, and the versions with which drills have shown all of that under
load, with the settings that graceful prints.

A stop signal in neither column does not stop the framework: as PID 1 it goes
on until SIGKILL.`,
		Example:           "  graceful frameworks\n  graceful frameworks --format json",
		Args:              noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	format := addChoice(cmd, "format", "how to print the list", "table", "table", "markdown", "json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		list := shutdown.Frameworks()
		switch format.value {
		case "json":
			text, err := report.FrameworksJSON(list)
			if err != nil {
				return err
			}
			return write(cmd, string(text))
		case "markdown":
			return write(cmd, report.FrameworksMarkdown(list))
		default:
			return write(cmd, report.Frameworks(list))
		}
	}
	return cmd
}
