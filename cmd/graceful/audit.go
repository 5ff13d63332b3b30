package main

import (
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

const auditLong = `Say what services promise as they are configured, and what in them loses work,
gets stuck or is slow.

No profile is needed. PATH is what "terraform show -json" prints of a plan or a
state, the folder with the code of Terraform or OpenTofu, both together, a
CloudFormation template, or the folder that the CDK writes:

  terraform plan -out plan.bin && terraform show -json plan.bin > plan.json
  graceful audit plan.json .

  graceful audit ./infra

  cdk synth && graceful audit cdk.out

or what the AWS command line prints of a service, its task definition and its
target groups, each a PATH of its own. The PATH - is standard input.

The services come worst first: for each cause of a stop the longest work that
survives, then the findings, each with the values that contradict each other,
where they stand, and the values with which it is gone. A value that is not
known gives no finding; it is named at the end.

What a container runs is read from its command, its environment and its image,
and where there is one from the Dockerfile of that: below a PATH that is a
folder, in a folder with the image's name, or named with --dockerfile. --signals
lists for every container the stop signal that it gets and what that does there.

What becomes of the promises is said beside what they were with --base PATH, or
with --changes for a plan, which has what is there now; --format markdown, which
is for pull requests, does the latter by itself.

What is to be passed over is written RULE until=DATE reason, the date only where
it ends: behind graceful:ignore in a comment of a template, as a key of a
resource's metadata or of a service's tag, or in .graceful.yaml:

  ignore:
    "*":
      - drain-by-default deployments are rare here
      - cannot-roll if=DesiredCount=1 that is for tests

With if=INPUT=VALUE it is what is found under that choice alone.

The exit status is 0, or 1 from --fail-on up, 2 for a wrong call, and 3 where
something could not be read.`

// auditFlags are what an audit is asked for.
type auditFlags struct {
	format, failOn                  *choice
	config, baseline, writeBaseline string
	apps                            appsHalf
	base                            []string
	changes                         bool
	profile                         string
}

// newAudit reads promises out of what people have.
func newAudit() *cobra.Command {
	var f auditFlags
	cmd := &cobra.Command{
		Use:   "audit PATH...",
		Short: "Say what services promise as they are configured",
		Long:  auditLong,
		Example: "  graceful audit plan.json\n" +
			"  graceful audit cdk.out --fail-on warning\n" +
			"  graceful audit plan.json --format sarif > graceful.sarif\n" +
			"  graceful audit plan.json --format markdown\n" +
			"  graceful audit plan.json --signals",
		Args: func(cmd *cobra.Command, args []string) error {
			if f.apps.signals && len(f.apps.dockerfiles) > 0 {
				return nil // They are enough to say what a signal does.
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	f.format = addChoice(cmd, "format", "how to print: "+strings.Join(auditFormats, ", "), "text", auditFormats...)
	f.format.name = "FORMAT"
	f.failOn = addChoice(cmd, "fail-on", "the least severity with which the exit status is 1", "error", "error", "warning", "info", "never")
	flags.StringVar(&f.config, "config", "", "`FILE` that says what to ignore (default: the nearest .graceful.yaml)")
	flags.StringVar(&f.baseline, "baseline", "", "do not count the findings that `FILE` has")
	flags.StringVar(&f.writeBaseline, "write-baseline", "", "write what is found now into `FILE`, as a baseline")
	flags.StringVar(&f.profile, "profile", "", "compare with what the profile in `FILE` wants, where no tag names another")
	flags.StringArrayVar(&f.base, "base", nil, "say what changes against `PATH`, as it was before; may be given again")
	flags.BoolVar(&f.changes, "changes", false, "say what changes against what a plan has as it is now")
	cmd.MarkFlagsMutuallyExclusive("baseline", "write-baseline")
	addAppsHalf(cmd, &f.apps)
	cmd.MarkFlagsMutuallyExclusive("base", "changes")
	return cmd
}

// softLimit is from where on garbage is looked for more often, and what is free given
// back: ten thousand services stay below 400 MB.
const softLimit = 340 << 20

func (f *auditFlags) run(cmd *cobra.Command, args []string) error {
	// The picture stays to the end, so that garbage of its size would double it.
	defer debug.SetGCPercent(debug.SetGCPercent(40))
	if was := debug.SetMemoryLimit(-1); was == math.MaxInt64 { // Nobody has set another one.
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(softLimit))
	}
	in := auditInput{today: time.Now().UTC().Format(time.DateOnly), changes: f.wantsChanges(), progress: newAuditProgress(cmd.ErrOrStderr()), standard: cmd.InOrStdin()}
	defer in.progress.end()
	services, variants := in.services(args)
	images := f.apps.images(&in, args)
	in.progress.wipe()
	for _, note := range in.notes {
		fmt.Fprintln(cmd.ErrOrStderr(), "graceful: "+safe.Line(note))
	}
	if f.apps.signals {
		return f.apps.print(cmd, audit.Signals(services, images...), f.format.value, in.unread)
	}
	f.apps.unused(cmd, services, images)
	in.progress.is("auditing " + print.Count(len(services), "service"))
	report := audit.NewVaried(services, variants, images...)
	wants := profiles{in: &in, file: f.profile}
	report.Compare(wants.of)
	report.Forget()
	if err := f.compare(&in, report, images, wants.of); err != nil {
		return err
	}
	f.settle(cmd, &in, report)
	in.progress.end()
	if in.read > 0 {
		if err := f.print(cmd, report); err != nil {
			return err
		}
	}
	switch {
	case len(in.unread) > 0:
		return exit{exitUnsure, errors.Join(in.unread...).Error()}
	case f.failOn.value != "never" && report.Fails(audit.Severity(f.failOn.value)):
		return exit{status: exitFaults}
	}
	return nil
}
