package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const assessLong = `Say what the numbers of a service promise, as they stand today.

No profile is needed: type in what the console, a task definition or somebody
else's Terraform has. What is left out is AWS's default, and of the app it is
unknown. The word unknown stands for what nobody knows. FILE is YAML or JSON, or
- for standard input:

  load_balancer: alb
  deregistration_delay: 300
  stop_timeout: 30
  health_check: { interval: 30, timeout: 5, unhealthy_threshold: 2 }
  app: { delay: 0, drain: unknown }
  assume: { workload: http, propagation: 15 }

Each value is a flag too, which wins over the file: --stop-timeout is
stop_timeout, --app-drain is drain inside app. Without FILE the flags are all.

The answer has for each cause of a stop the longest work that survives, wherever
in its life the stop finds it; whether a deployment can go on, and how long it
takes; how long a dead task is sent requests; and which numbers are AWS's
defaults, unknown or assumed. Where assume has longest_work, each cause has a
verdict. The formats svg and mermaid show a stop second by second; with --cause,
text and markdown do so too.`

// newAssess reads the promise back out of any numbers.
func newAssess() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "assess [FILE]",
		Short: "Say what the numbers that a service has today promise",
		Long:  assessLong,
		Example: "  graceful assess service.yaml\n" +
			"  graceful assess --load-balancer alb --stop-timeout 30 --app-drain 10\n" +
			"  graceful assess service.yaml --stop-timeout 60 --format json\n" +
			"  graceful assess service.yaml --cause stop_task --format svg > stop.svg",
	}
	cmd.ValidArgsFunction = takesFile(&cobra.Command{}).ValidArgsFunction
	cmd.Flags().SortFlags = false
	var f timelineFlags
	f.format = addChoice(cmd, "format", "how to print the answer", "text", "text", "json", "markdown", "svg", "mermaid")
	f.addCause(cmd)
	set := addValueFlags(cmd, shutdown.ValueFields())
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 && len(set) == 0 {
			return fmt.Errorf("%s needs a FILE, - for standard input, or values as flags, such as --stop-timeout 30", title(cmd))
		}
		return atMostOneFile(cmd, args)
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		v, err := readValues(cmd, args, set, f.format.value)
		if err != nil {
			return err
		}
		return assess(cmd, v, f)
	}
	return cmd
}

// readValues reads the file, if there is one, under what the flags have set.
func readValues(cmd *cobra.Command, args []string, set map[string]any, format string) (shutdown.Values, error) {
	if len(args) == 0 {
		v, err := shutdown.ParseValues(set)
		return v, faultsIn("", err, format)
	}
	name, data, err := load(cmd, args[0])
	if err != nil {
		return shutdown.Values{}, err
	}
	v, err := profile.ReadValues(args[0], data, set)
	return v, faultsIn(name, err, format)
}

// assess prints the answer, or what a stop does second by second.
func assess(cmd *cobra.Command, v shutdown.Values, f timelineFlags) error {
	a, err := shutdown.Assess(v)
	if err != nil {
		return err
	}
	format := f.format.value
	picture := slices.Contains([]string{"svg", "mermaid"}, format)
	replayed := picture || f.cause.value != "" || f.reading.value != "" || cmd.Flags().Changed("output")
	if replayed && format == "json" {
		return fmt.Errorf("--format json has the answer for every cause: leave --cause, --reading and --output out, or choose text, markdown, svg or mermaid")
	}
	if picture || cmd.Flags().Changed("output") {
		return f.replay(cmd, v, a)
	}
	var text string
	switch format {
	case "json":
		data, err := report.AssessmentJSON(a)
		if err != nil {
			return err
		}
		text = string(data)
	case "markdown":
		text = report.AssessmentMarkdown(v, a)
	default:
		text = report.TableStyle{Colour: colourOn(cmd, cmd.OutOrStdout())}.Assessment(v, a)
	}
	if !replayed {
		return write(cmd, text)
	}
	list, err := f.stops(v, a)
	if err != nil {
		return err
	}
	drawing, err := drawn(list, format)
	if err != nil {
		return err
	}
	return write(cmd, text+"\n"+drawing)
}

// replay shows the stops alone.
func (f timelineFlags) replay(cmd *cobra.Command, v shutdown.Values, a shutdown.Assessment) error {
	list, err := f.stops(v, a)
	if err != nil {
		return err
	}
	return f.show(cmd, list)
}

// stops is the timelines of the values that the flags leave.
func (f timelineFlags) stops(v shutdown.Values, a shutdown.Assessment) ([]shutdown.Timeline, error) {
	all, err := v.Timelines()
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("a stop can be shown only where its times are known, and unknown are %s", strings.Join(v.MissingTimes(), ", "))
	}
	return f.chosen(all, func() string {
		p, _ := a.Promises.Get(f.cause.value)
		return fmt.Sprintf("--cause %s does not happen here: %s", f.cause.value, p.Because)
	})
}
