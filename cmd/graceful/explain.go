package main

import (
	"bytes"
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// newExplain says why each number is what it is.
func newExplain() *cobra.Command {
	cmd := takesFile(&cobra.Command{
		Use:   "explain FILE",
		Short: "Say why each number is what it is, with its source",
		Long: `Say of each setting how it is computed, why, and which page the rule rests on.

FILE may be - for standard input.`,
		Example: "  graceful explain profile.yaml\n  graceful explain profile.yaml --format markdown",
	})
	format := addChoice(cmd, "format", "how to print the explanation", "text", "text", "markdown", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		v, err := readProfile(cmd, args[0], format.value)
		if err != nil {
			return err
		}
		s := v.Explained()
		switch format.value {
		case "json":
			text, err := explanationJSON(s)
			if err != nil {
				return err
			}
			return write(cmd, text)
		case "markdown":
			return write(cmd, report.ExplanationMarkdown(s))
		default:
			return write(cmd, report.ExplanationText(s))
		}
	}
	return cmd
}

// explanationJSON is the part of the settings that explains, under the same key.
func explanationJSON(s shutdown.Settings) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(struct {
		Explanation []shutdown.Explanation `json:"explanation"`
	}{s.Explanation})
	return b.String(), err
}
