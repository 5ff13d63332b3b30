package main

import (
	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/buildinfo"
)

// newVersion prints which build this is.
func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  graceful version",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return write(cmd, buildinfo.Line("graceful", version))
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}

// addVersion gives the program the flag --version, which prints the same.
func addVersion(root *cobra.Command) {
	root.Flags().Bool("version", false, "print the version")
	root.Version = buildinfo.Line("graceful", version)
	root.SetVersionTemplate("{{.Version}}")
}
