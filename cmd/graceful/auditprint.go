package main

import (
	"bufio"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/buildinfo"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// auditFormats are the words of --format.
var auditFormats = []string{"text", "json", "markdown", "svg", "sarif", "junit", "github"}

func (f *auditFlags) print(cmd *cobra.Command, r *audit.Report) error {
	var text []byte
	var err error
	switch f.format.value {
	case "json":
		text, err = report.AuditJSON(buildinfo.Version(version), r)
	case "markdown":
		text = []byte(report.AuditMarkdown(r))
	case "svg":
		text = []byte(report.AuditSVG(r))
	case "sarif":
		text, err = report.AuditSARIF(buildinfo.Version(version), r)
	case "junit":
		failOn := audit.Severity(f.failOn.value)
		if failOn == "never" {
			failOn = ""
		}
		text, err = report.AuditJUnit(r, failOn)
	case "github":
		text = []byte(report.AuditGitHub(r))
	default:
		out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
		if err := (report.TableStyle{Colour: colourOn(cmd, cmd.OutOrStdout())}).Audit(out, r); err != nil {
			return cannotPrint(err)
		}
		if err := out.Flush(); err != nil {
			return cannotPrint(err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("write the audit: %w", err)
	}
	return write(cmd, string(text))
}
