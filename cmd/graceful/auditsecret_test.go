package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A plan's secrets stand in no format, wherever they are: each text of the plan that
// tells no service from another is one here, before and after.
func TestAudit_secrets(t *testing.T) {
	text, err := os.ReadFile(changingPlan)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	secret := func() string { n++; return "S3cr3t" + strconv.Itoa(n) }
	plan := string(text)
	// Where containers are, and beside what is read of each resource.
	plan = regexp.MustCompile(`\{\\"name\\": \\"app\\"`).ReplaceAllStringFunc(plan, func(found string) string {
		for _, field := range []string{"image", "user", "hostname"} {
			found += `, \"` + field + `\": \"` + secret() + `\"`
		}
		found += `, \"command\": [\"gunicorn\", \"` + secret() + `\", \"--graceful-timeout\", \"` + secret() + `\"], \"entryPoint\": [\"sh\", \"-c\", \"` + secret() + `\"]`
		for _, name := range []string{"SHUTDOWN_DEADLINE_SECONDS", "SHUTDOWN_DELAY_SECONDS", "SHUTDOWN_DRAIN_SECONDS", "GUNICORN_CMD_ARGS", "PASSWORD"} {
			if name == "SHUTDOWN_DEADLINE_SECONDS" {
				found += `, \"environment\": [`
			} else {
				found += `, `
			}
			found += `{\"name\": \"` + name + `\", \"value\": \"` + secret() + `\"}`
		}
		return found + `], \"secrets\": [{\"name\": \"` + secret() + `\", \"valueFrom\": \"` + secret() + `\"}], \"dockerLabels\": {\"a\": \"` + secret() + `\"}`
	})
	plan = regexp.MustCompile(`"(before|after)": \{`).ReplaceAllStringFunc(plan, func(found string) string {
		return found + `"tags": {"password": "` + secret() + `", "graceful:ignored": "` + secret() + `"}, "health_check": [{"path": "` + secret() + `", "matcher": "` + secret() + `"}], "password": "` + secret() + `", "availability_zone_rebalancing": "` + secret() + `",` +
			`"deployment_configuration": [{"strategy": "` + secret() + `", "bake_time_in_minutes": "` + secret() + `"}], "health_check_grace_period_seconds": "` + secret() + `",`
	})
	plan = strings.Replace(plan, `"root_module": {`, `"root_module": {"variables": {"password": {"default": "`+secret()+`"}},`, 1)
	plan = strings.Replace(plan, `"format_version": "1.2",`, `"format_version": "1.2", "variables": {"password": {"value": "`+secret()+`"}}, "output_changes": {"x": {"after": "`+secret()+`"}}, "prior_state": {"values": {"outputs": {"x": {"value": "`+secret()+`"}}}},`, 1)
	file := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(file, []byte(plan), 0o600); err != nil {
		t.Fatal(err)
	}
	if n < 100 {
		t.Fatalf("only %d secrets are planted", n)
	}
	for _, format := range auditFormats {
		for _, args := range [][]string{{}, {"--changes"}, {"--base", changingPlan}} {
			status, stdout, stderr := audited(append([]string{file, "--format", format, "--fail-on", "never"}, args...)...)
			if status != exitOK || len(stdout) < 100 {
				t.Errorf("%s %v: status %d, %d bytes, %s", format, args, status, len(stdout), stderr)
			}
			if at := strings.Index(strings.ToLower(stdout+stderr), "s3cr3t"); at >= 0 {
				t.Errorf("%s %v has %q", format, args, (stdout + stderr)[max(0, at-80):min(len(stdout+stderr), at+20)])
			}
		}
	}
}
