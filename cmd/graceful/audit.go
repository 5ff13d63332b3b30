package main

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/buildinfo"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

const auditLong = `Say what services promise as they are configured, and what in them loses work,
gets stuck or is slow.

No profile is needed. PATH is what "terraform show -json" prints of a plan or a
state, a CloudFormation template, or the folder that the CDK writes:

  terraform plan -out plan.bin && terraform show -json plan.bin > plan.json
  graceful audit plan.json

  cdk synth && graceful audit cdk.out

or what the AWS command line prints of a service, its task definition and its
target groups, each a PATH of its own.

The services come worst first: for each cause of a stop the longest work that
survives, then the findings, each with the values that contradict each other,
where they stand, and the values with which it is gone. A value that is not
known gives no finding; it is named at the end.`

// newAudit reads promises out of what people have.
func newAudit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit PATH...",
		Short: "Say what services promise as they are configured",
		Long:  auditLong,
		Example: "  graceful audit plan.json\n" +
			"  graceful audit cdk.out --fail-on warning\n" +
			"  graceful audit plan.json --format json",
		Args: cobra.MinimumNArgs(1),
	}
	cmd.Flags().SortFlags = false
	format := addChoice(cmd, "format", "how to print the answer", "text", "text", "json", "github")
	failOn := addChoice(cmd, "fail-on", "the least severity with which the exit status is 1", "error", "error", "warning", "info", "never")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		// The picture stays to the end, so that garbage of its size would double it.
		defer debug.SetGCPercent(debug.SetGCPercent(40))
		var in read.Reader
		var unread []error
		for _, path := range args {
			if err := in.Add(path); err != nil {
				unread = append(unread, errors.New(safe.Line(err.Error())))
			}
		}
		list := audit.Services(service.Link(in.Resources()))
		if len(unread) < len(args) {
			if err := printAudit(cmd, list, format.value); err != nil {
				return err
			}
		}
		if len(unread) > 0 {
			return exit{exitUnsure, errors.Join(unread...).Error()}
		}
		if failOn.value == "never" {
			return nil
		}
		for _, s := range list {
			for _, f := range s.Findings {
				if f.Severity.AtLeast(audit.Severity(failOn.value)) {
					return exit{status: exitFaults}
				}
			}
		}
		return nil
	}
	return cmd
}

func printAudit(cmd *cobra.Command, list []audit.Service, format string) error {
	switch format {
	case "json":
		text, err := report.AuditJSON(buildinfo.Version(version), list)
		if err != nil {
			return fmt.Errorf("write the audit: %w", err)
		}
		return write(cmd, string(text))
	case "github":
		return write(cmd, report.AuditGitHub(list))
	}
	return write(cmd, report.TableStyle{Colour: colourOn(cmd, cmd.OutOrStdout())}.Audit(list))
}
