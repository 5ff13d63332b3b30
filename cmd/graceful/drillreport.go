package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// verdictFlags say how verdicts are told.
type verdictFlags struct {
	format *choice
	strict bool
}

func (f *verdictFlags) add(cmd *cobra.Command) {
	f.format = addChoice(cmd, "format", "how to print the report", "text", "text", "json", "markdown", "svg", "junit", "github")
	cmd.Flags().BoolVar(&f.strict, "strict", false, "fail on warnings too")
}

// finish prints the results, and is the error of what did not hold. Left says
// what was not played.
func (f *verdictFlags) finish(cmd *cobra.Command, results []verdict.Result, left string) error {
	if err := f.print(cmd, results, left); err != nil {
		return err
	}
	if status := f.status(results); status != exitOK {
		return exit{status: status}
	}
	return nil
}

// status is the worst that came of the drills. A fault that is sure counts more
// than a drill that is not judged, or has not shown anything.
func (f *verdictFlags) status(results []verdict.Result) int {
	status := exitOK
	for _, r := range results {
		switch {
		case r.Verdict == verdict.NotJudged || r.Verdict == verdict.NotShown:
			status = exitUnsure
		case !r.OK || f.strict && len(r.Findings) > 0:
			return exitFaults
		}
	}
	return status
}

// again says why a drill is played once more.
func again(w io.Writer, name string, attempts int, r verdict.Result) {
	fmt.Fprintf(w, "%s NOT JUDGED: %s. Played again, %d of %d.\n", name, r.Findings[0].Message, r.Attempts+1, attempts)
}

func progress(w io.Writer, name string, s drill.Progress) {
	fmt.Fprintf(w, "%s %5.1f s  %-12s %d sent, %d answered, %d cut, %d refused, %d failed\n", name, s.At, s.Phase, s.Sent, s.Answered, s.Cut, s.Refused, s.Failed)
}

func socketProgress(w io.Writer, name string, s drill.Progress) {
	fmt.Fprintf(w, "%s %5.1f s  %-12s %d connections, %d open, %d whole, %d cut, %d refused, %d failed\n", name, s.At, s.Phase, s.Sent, s.Open, s.Answered, s.Cut, s.Refused, s.Failed)
}

// print writes the report in the format that was asked for, and what was not
// played. Where the format is for machines, that goes to standard error.
func (f *verdictFlags) print(cmd *cobra.Command, results []verdict.Result, left string) error {
	if format := f.format.value; left != "" && slices.Contains([]string{"json", "svg", "junit", "github"}, format) {
		fmt.Fprint(cmd.ErrOrStderr(), left)
	}
	switch f.format.value {
	case "json":
		text, err := report.DrillJSON(results)
		if err != nil {
			return err
		}
		return write(cmd, string(text))
	case "markdown":
		text := report.DrillMarkdown(results)
		if left != "" {
			text += "\n" + left
		}
		return write(cmd, text)
	case "junit":
		text, err := report.DrillJUnit(results, f.strict)
		if err != nil {
			return err
		}
		return write(cmd, string(text))
	case "github":
		return write(cmd, report.DrillGitHub(results))
	case "svg":
		return write(cmd, report.DrillSVG(results))
	}
	var b strings.Builder
	for _, r := range results {
		b.WriteString(report.DrillText(r) + "\n")
	}
	if len(results) > 1 {
		b.WriteString(report.DrillSummary(results))
	}
	return write(cmd, b.String()+left)
}
