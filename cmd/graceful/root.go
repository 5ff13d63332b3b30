package main

import "github.com/spf13/cobra"

const rootLong = `Compute how an ECS service on Fargate stops.

You declare what the service does in a profile; graceful gives the stop timeout,
the deregistration delay, the health check, the deployment percentages and the
app's own deadline, all from one model, and says what survives each stop.

A profile is a YAML or JSON file:

  workload: http
  longest_work: 10

FILE may be - for standard input. Exit status: 0 when all is well, 1 when the
profile has faults, 2 when the command cannot run or its result cannot be
written.`

// newRoot is the contents page: one constructor for each command.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "graceful",
		Short:         "Compute how an ECS service on Fargate stops",
		Long:          rootLong,
		Example:       "  graceful settings profile.yaml\n  graceful explain profile.yaml\n  graceful timeline profile.yaml --cause deployment",
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(
		newAssess(),
		newAudit(),
		newDrill(),
		newJudge(),
		newSuggest(),
		newSettings(),
		newExec(),
		newExplain(),
		newTimeline(),
		newFrameworks(),
		newSchema(),
		newVersion(),
	)
	addColour(root)
	addVersion(root)
	return root
}
