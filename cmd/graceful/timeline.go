package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// newTimeline shows the stop second by second.
func newTimeline() *cobra.Command {
	cmd := takesFile(&cobra.Command{
		Use:   "timeline FILE",
		Short: "Show a stop second by second, as text or as a picture",
		Long: `Show what happens in each kind of stop, second by second.

Causes that stop a task in the same way share one timeline, except in JSON and
in files. An SVG shows one stop: choose it with --cause, or write a file for
each with --output. The sources disagree on the order of a Spot interruption
behind a load balancer, so that it has two timelines; --reading chooses one.

The causes are ` + wrapped(causeNames()) + `.

FILE may be - for standard input.`,
		Example: "  graceful timeline profile.yaml\n" +
			"  graceful timeline profile.yaml --cause deployment --format svg > deployment.svg\n" +
			"  graceful timeline profile.yaml --format svg --output pictures",
	})
	var f timelineFlags
	f.format = addChoice(cmd, "format", "how to show the stop", "text", "text", "mermaid", "svg", "markdown", "json")
	f.addCause(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return timeline(cmd, args[0], f) }
	return cmd
}

type timelineFlags struct {
	format, cause, reading *choice
	output                 string
}

// addCause gives a command the flags that choose among stops.
func (f *timelineFlags) addCause(cmd *cobra.Command) {
	f.cause = addChoice(cmd, "cause", "only the stop with this cause", "", causeNames()...)
	f.cause.name = "CAUSE"
	f.reading = addChoice(cmd, "reading", "only this order of a Spot interruption", "", readingNames()...)
	cmd.Flags().StringVar(&f.output, "output", "", "write one file for each stop into this `DIR`")
	if err := cmd.MarkFlagDirname("output"); err != nil {
		panic(err) // Only for a flag that the command does not have.
	}
}

func timeline(cmd *cobra.Command, file string, f timelineFlags) error {
	v, err := readProfile(cmd, file, f.format.value)
	if err != nil {
		return err
	}
	list, err := f.chosen(v.Timelines(), func() string {
		g, _ := v.Settings().Guarantees.Get(f.cause.value)
		return fmt.Sprintf("--cause %s does not happen to this profile: %s", f.cause.value, g.Because)
	})
	if err != nil {
		return err
	}
	return f.show(cmd, list)
}

// show writes the timelines.
func (f timelineFlags) show(cmd *cobra.Command, list []shutdown.Timeline) error {
	if cmd.Flags().Changed("output") {
		return writeTimelines(cmd, f.output, f.format.value, list)
	}
	if f.format.value == "svg" && len(list) > 1 {
		return severalPictures(list)
	}
	text, err := drawn(list, f.format.value)
	if err != nil {
		return err
	}
	return write(cmd, text)
}

// chosen is the timelines that the flags leave. Why says, in the model's words,
// that the cause of the flags has none.
func (f timelineFlags) chosen(all []shutdown.Timeline, why func() string) ([]shutdown.Timeline, error) {
	var list []shutdown.Timeline
	for _, t := range all {
		if (f.cause.value == "" || string(t.Cause) == f.cause.value) && (f.reading.value == "" || slug(t.Reading) == f.reading.value) {
			list = append(list, t)
		}
	}
	switch {
	case len(list) > 0:
		return list, nil
	case f.reading.value != "":
		return nil, fmt.Errorf("--reading %s: the stop has one order only; leave --reading out", f.reading.value)
	default:
		return nil, errors.New(why())
	}
}

// severalPictures says how to choose one, with a choice that works.
func severalPictures(list []shutdown.Timeline) error {
	one := list[0]
	if one.Reading != "" && one.Cause == list[len(list)-1].Cause {
		return fmt.Errorf("an SVG shows one stop, and %s has %d orders: choose one with --reading %s or --reading %s, or write them all with --output DIR",
			one.Cause, len(list), slug(one.Reading), slug(list[1].Reading))
	}
	return fmt.Errorf("an SVG shows one stop, and there are %d here: choose one with --cause, such as --cause %s, or write them all with --output DIR",
		len(list), one.Cause)
}

// drawn shows timelines in a format.
func drawn(list []shutdown.Timeline, format string) (string, error) {
	switch format {
	case "json":
		text, err := report.TimelinesJSON(list)
		return string(text), err
	case "markdown":
		return report.TimelinesMarkdown(list), nil
	case "mermaid":
		return joined(alike(list), report.TimelineMermaid), nil
	case "svg":
		return joined(list, report.TimelineSVG), nil
	default:
		return joined(alike(list), report.TimelineText), nil
	}
}
