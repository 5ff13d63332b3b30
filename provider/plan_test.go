package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// planned is the body of the only resource in a plan that terraform prints: what
// stands between its braces.
func planned(t *testing.T, out string) []string {
	t.Helper()
	_, rest, ok := strings.Cut(out, "resource \"graceful_service\" \"api\" {\n")
	body, _, ended := strings.Cut(rest, "\n    }\n")
	if !ok || !ended {
		t.Fatalf("the plan has no graceful_service.api:\n%s", out)
	}
	return strings.Split(body, "\n")
}

// TestPlan_lines holds a plan to what a reviewer can read: every number that
// changes, and nothing that does not.
func TestPlan_lines(t *testing.T) {
	t.Parallel()
	const most = 20
	w := newWorkspace(t, strings.TrimPrefix(apiTen, header))
	if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
		t.Fatal(out)
	}
	w.write("main.tf", strings.Replace(apiTen, "= 10", "= 12", 1))
	out, _ := w.run("plan", "-no-color")
	lines := planned(t, out)
	if len(lines) > most {
		t.Errorf("the plan has %d lines, want at most %d:\n%s", len(lines), most, strings.Join(lines, "\n"))
	}
	if strings.Contains(out, "known after apply") {
		t.Errorf("the plan holds back what is known:\n%s", out)
	}
	changed := regexp.MustCompile(`~ "?(\w+)"? += (\S+ -> \S+)`)
	got := map[string]string{}
	for _, m := range changed.FindAllStringSubmatch(strings.Join(lines, "\n"), -1) {
		got[m[1]] = m[2]
	}
	want := map[string]string{
		"longest_work":              "10 -> 12",
		"deregistration_delay":      "25 -> 27",
		"drain_timeout":             "10 -> 12",
		"shutdown_deadline":         "30 -> 32",
		"stop_timeout":              "35 -> 37",
		"SHUTDOWN_DEADLINE_SECONDS": `"30" -> "32"`,
		"SHUTDOWN_DRAIN_SECONDS":    `"10" -> "12"`,
		"deployment_seconds":        "110 -> 112",
		"stop_seconds":              "60 -> 64",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes mismatch (-want +got):\n%s\n%s", diff, out)
	}
}

// A name says nothing of the numbers, so one that is not known yet holds none back.
func TestPlan_unknownName(t *testing.T) {
	t.Parallel()
	const config = `
resource "terraform_data" "name" { input = "api" }
resource "graceful_service" "api" {
  name         = terraform_data.name.output
  workload     = "http"
  longest_work = 10
}
`
	out, _ := newWorkspace(t, config).run("plan", "-no-color")
	lines := planned(t, out)
	if n := strings.Count(strings.Join(lines, "\n"), "known after apply"); n != 1 {
		t.Errorf("%d values are held back, want the name alone:\n%s", n, out)
	}
}

// A change that a lifecycle block ignores changes no number, neither alone nor
// when something else is applied.
func TestPlan_ignoredChange(t *testing.T) {
	t.Parallel()
	const config = header + `
resource "graceful_service" "api" {
  name          = "api"
  workload      = "http"
  longest_work  = 10
  desired_count = 4
  margin        = 5
  lifecycle { ignore_changes = [longest_work, desired_count] }
}
`
	w := newWorkspace(t, strings.TrimPrefix(config, header))
	if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
		t.Fatal(out)
	}
	ignored := strings.NewReplacer("= 10", "= 12", "= 4", "= 8").Replace(config)
	w.write("main.tf", ignored)
	if out, code := w.run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
		t.Errorf("plan exits with %d:\n%s", code, out)
	}
	w.write("main.tf", strings.Replace(ignored, "= 5", "= 6", 1))
	if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
		t.Fatal(out)
	}
	if out, code := w.run("state", "show", "-no-color", service); code != 0 || !regexp.MustCompile(`stop_timeout +=? 36\n`).MatchString(out) {
		t.Errorf("the state is not that of 10 s with a margin of 6 s:\n%s", out)
	}
}

// What is passed on and no longer declared goes back to its default.
func TestPlan_undeclared(t *testing.T) {
	t.Parallel()
	declared := strings.Replace(apiTen, "= 10", "= 10\n  desired_count = 6\n  load_balancer = \"nlb\"\n  stop_signal = \"SIGINT\"", 1)
	w := newWorkspace(t, strings.TrimPrefix(declared, header))
	if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
		t.Fatal(out)
	}
	w.write("main.tf", apiTen)
	out, _ := w.run("plan", "-no-color")
	for _, want := range []string{`~ desired_count +=? 6 -> 2`, `~ load_balancer +=? "nlb" -> "alb"`, `~ stop_signal +=? "SIGINT" -> "SIGTERM"`} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("the plan has no %s:\n%s", want, out)
		}
	}
}
