package main

import (
	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

// newSchema prints the JSON Schema of a profile.
func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of a profile, for editors",
		Long: `Print the JSON Schema of a profile file.

An editor with a YAML language server completes and checks profiles that begin
with this line:

  # yaml-language-server: $schema=profile.schema.json`,
		Example: "  graceful schema > profile.schema.json",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return write(cmd, string(profile.Schema()))
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}
