package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// settingsFormats are the words of --format.
var settingsFormats = []string{"table", "json", "markdown", "env", "hcl", "sarif", "junit", "github"}

// newSettings prints the settings of a profile.
func newSettings() *cobra.Command {
	cmd := takesFile(&cobra.Command{
		Use:   "settings FILE",
		Short: "Print every setting of a profile, and what each stop keeps",
		Long: `Print every setting of a profile and what survives each cause of a stop.

The formats are a table for people, JSON for tools, Markdown for a pull request,
NAME=value lines for a container's environment, and HCL for copying into
Terraform. For a check of the profile in CI there are SARIF, JUnit and
annotations of GitHub: they have its faults, or else its notes, and no settings.

FILE may be - for standard input.`,
		Example: "  graceful settings profile.yaml\n" +
			"  graceful settings profile.yaml --format json\n" +
			"  graceful settings - --format env < profile.yaml\n" +
			"  graceful settings profile.yaml --format github",
	})
	format := addChoice(cmd, "format", "how to print: "+strings.Join(settingsFormats, ", "), "table", settingsFormats...)
	format.name = "FORMAT"
	container := addChoice(cmd, "container", "whose environment to print with --format env", "app", "app", "front")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed("container") && format.value != "env" {
			return errors.New("--container chooses an environment: add --format env")
		}
		v, err := readProfile(cmd, args[0], format.value)
		if err != nil {
			return err
		}
		s := v.Explained()
		if container.value == "front" && s.FrontSettings == nil {
			return errors.New("--container front: this profile has no front")
		}
		switch format.value {
		case "json":
			text, err := report.JSON(s)
			if err != nil {
				return err
			}
			return write(cmd, string(text))
		case "markdown":
			return write(cmd, report.Markdown(s))
		case "env":
			if container.value == "front" {
				return write(cmd, report.FrontEnv(s))
			}
			return write(cmd, report.Env(s))
		case "hcl":
			return write(cmd, report.HCL(s))
		case "sarif", "junit", "github":
			name := args[0]
			if name == "-" {
				name = standardInput
			}
			return writeNotices(cmd, format.value, name, nil, s.Notes)
		default:
			return write(cmd, report.TableStyle{Colour: colourOn(cmd, cmd.OutOrStdout())}.Table(s))
		}
	}
	return cmd
}
