package main

import (
	"strings"
	"testing"
)

// One service is chosen, and who is not sure which is told the names.
func TestSuggest(t *testing.T) {
	t.Parallel()
	service := func(name, kind string) string {
		return `{"address": "aws_ecs_service.` + name + `", "mode": "managed", "type": "aws_ecs_service", "name": "` + name + `", "values": {"name": "` + name + `", "launch_type": "` + kind + `"}}`
	}
	plan := func(services ...string) string {
		return file(t, "plan.json", `{"format_version": "1.2", "values": {"root_module": {"resources": [`+strings.Join(services, ",")+`]}}}`)
	}
	two := plan(service("api", "FARGATE"), service("web", "FARGATE"))
	for name, tt := range map[string]struct {
		args   []string
		status int
		says   string // on its output, or else with its errors
	}{
		"the only one":         {[]string{plan(service("api", "FARGATE"))}, exitOK, "\nworkload: queue\n"},
		"beside one on EC2":    {[]string{plan(service("api", "FARGATE"), service("old", "EC2"))}, exitOK, "# api, "},
		"by name":              {[]string{two, "--service", "web"}, exitOK, "# web, "},
		"by address":           {[]string{two, "--service", "aws_ecs_service.web"}, exitOK, "# web, "},
		"terraform":            {[]string{two, "--service", "web", "--format", "terraform"}, exitOK, `data "graceful_settings" "web" {`},
		"cdk":                  {[]string{two, "--service", "web", "--format", "cdk"}, exitOK, "gracefulecs.Apply(service, declared, nil)"},
		"not said which":       {[]string{two}, exitUsage, "choose one with --service NAME: api, web"},
		"no such":              {[]string{two, "--service", "wbe"}, exitUsage, `--service "wbe": there is none of that name or address; there are api, web`},
		"one name twice":       {[]string{two, plan(service("api", "FARGATE")), "--service", "api"}, exitUsage, "there are several of that name"},
		"on EC2 alone":         {[]string{plan(service("old", "EC2"))}, exitUnsure, "no service on Fargate"},
		"nothing that is read": {[]string{file(t, "notes.txt", "hello")}, exitUnsure, "neither JSON nor"},
		"no path":              {nil, exitUsage, "requires at least 1 arg"},
	} {
		got := cli(t, "", append([]string{"suggest"}, tt.args...)...)
		if got.status != tt.status || !strings.Contains(got.stdout+got.stderr, tt.says) {
			t.Errorf("%s: status %d, want %d with %q\n%s%s", name, got.status, tt.status, tt.says, got.stdout, got.stderr)
		}
	}
}
