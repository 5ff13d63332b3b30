package shutdown_test

import (
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// What a field's documentation says of ranges and defaults is made from the
// table, so its own words hold no number that could drift from it.
func TestFields_docsHoldNoNumbers(t *testing.T) {
	t.Parallel()
	digits := regexp.MustCompile(`\d`)
	var check func(prefix string, list []shutdown.Field)
	check = func(prefix string, list []shutdown.Field) {
		for _, f := range list {
			if f.Doc == "" || digits.MatchString(f.Doc) {
				t.Errorf("%s%s: the words %q are missing or hold a number: it belongs in the row", prefix, f.Name, f.Doc)
			}
			check(prefix+f.Name+".", f.Fields)
		}
	}
	check("", shutdown.Fields())
	for _, o := range shutdown.Outputs() {
		if o.Doc == "" || digits.MatchString(strings.ReplaceAll(o.Doc, "are 0", "")) {
			t.Errorf("output %s: the words %q are missing or hold a number: it belongs in the row", o.Name, o.Doc)
		}
	}
}

// The defaults as the documentation says them.
func TestFields_defaults(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"workload": "", "longest_work": "", "on_interrupt": "`close` for `websocket`, `checkpoint` for `stream`, else `finish`", "interrupt_time": "5",
		"drain_notice": "`false`", "notice_spread": "30 with `drain_notice`", "cleanup": "5",
		"startup": "30", "provisioning": "25", "health_time": "3", "longest_pause": "8", "margin": "5", "load_balancer": "`alb` for `http` and `websocket`, else `none`",
		"propagation": "15 with an ALB, 120 with an NLB, 60 for `http` and `websocket` without a load balancer, 0 for `queue` and `stream`", "capacity": "`on_demand`", "desired_count": "2",
		"min_count": "`desired_count`", "max_surge_percent": "100", "singleton": "`false`", "strategy": "`rolling`",
		"bake_minutes": "5 with strategy `blue_green`, `linear` or `canary`", "step_percent": "10 with strategy `linear`, 5 with strategy `canary`",
		"step_minutes": "6 with strategy `linear`, 10 with strategy `canary`", "sidecars": "", "front": "", "broker": "`sqs` for `queue`", "heartbeat": "", "stop_signal": "`SIGTERM`",
		"framework": "", "environment_prefix": "`SHUTDOWN_`", "acknowledge": "",
		"require": "`deployment`, `scale_in` and `spot_interruption` with capacity `spot` or `mixed`, else `deployment` and `scale_in`",
	}
	got := map[string]string{}
	for _, f := range shutdown.Fields() {
		got[f.Name] = f.Default
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults mismatch (-want +got):\n%s", diff)
	}
}

// AWS's own limits, written down a second time from its reference.
func TestOutputs_bounds(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"stop_timeout": "2 to 120", "front_settings.stop_timeout": "2 to 120", "sidecar_stop_timeouts": "2 to 120", "deregistration_delay": "0 to 3600",
		"health_check.interval": "5 to 300", "health_check.timeout": "2 to 120", "health_check.healthy_threshold": "2 to 10", "health_check.unhealthy_threshold": "2 to 10",
		"container_start_period": "0 to 300", "desired_count": "0 to 5000", "deployment.minimum_healthy_percent": "0 to 100", "deployment.maximum_percent": "100 to 200",
		"deployment.bake_time_in_minutes": "0 to 1440", "deployment.linear.step_percent": "3 to 100", "deployment.linear.step_bake_time_in_minutes": "0 to 1440",
		"deployment.canary.percent": "1 to 99", "deployment.canary.bake_time_in_minutes": "0 to 1440", "scale_in_cooldown": "at least 60",
		"task_protection_minutes": "1 to 2880", "visibility_timeout": "0 to 43200", "estimates.deployment_timeout": "at least 600",
	}
	got := map[string]string{}
	for _, o := range shutdown.Outputs() {
		if b := o.Bounds(); b != "" {
			got[o.Name] = b
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bounds mismatch (-want +got):\n%s", diff)
	}
}

// AWS's own defaults, written down a second time from its reference.
func TestAWSDefaults_values(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string][3]int{ // ALB, NLB, none; −1 for no default.
		"stop_timeout": {30, 30, 30}, "deregistration_delay": {300, 300, -1}, "health_check.interval": {30, 30, -1}, "health_check.timeout": {5, 10, -1},
		"health_check.healthy_threshold": {5, 5, -1}, "health_check.unhealthy_threshold": {2, 2, -1}, "health_check.grace_period": {0, 0, -1},
		"idle_timeout": {60, 350, -1}, "minimum_healthy_percent": {100, 100, 100}, "maximum_percent": {200, 200, 200}, "visibility_timeout": {30, 30, 30}, "margin": {-1, -1, -1},
	} {
		for i, b := range []shutdown.LoadBalancer{"alb", "nlb", "none"} {
			got, ok := shutdown.AWSDefaultOf(setting, b)
			if !ok {
				got = -1
			}
			if got != want[i] {
				t.Errorf("%s with %s is %d by default, want %d", setting, b, got, want[i])
			}
		}
	}
}

var rangeInComment = regexp.MustCompile(`\((\d+) to (\d+)\)`)

// The comments of the Go structs say the ranges of the table.
func TestProfile_commentsSayTheRanges(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("profile.go")
	if err != nil {
		t.Fatal(err)
	}
	ranges := map[string]string{}
	kind, comment := "", ""
	for line := range strings.Lines(string(source)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case len(words) == 4 && words[0] == "type" && words[2] == "struct":
			kind, comment = words[1], ""
		case words[0] == "//":
			comment += " " + strings.Join(words[1:], " ")
		default:
			if m := rangeInComment.FindStringSubmatch(comment); m != nil && kind != "" {
				ranges[kind+"."+words[0]] = m[1] + " to " + m[2]
			}
			comment = ""
		}
	}
	want := map[string]string{}
	add := func(kind reflect.Type, list []shutdown.Field) {
		for i, f := range list { // The rows stand in the order of the struct.
			if f.Type == shutdown.Number {
				want[kind.Name()+"."+kind.Field(i).Name] = strconv.Itoa(f.Min) + " to " + strconv.Itoa(f.Max)
			}
		}
	}
	add(reflect.TypeFor[shutdown.Profile](), shutdown.Fields())
	for _, f := range shutdown.Fields() {
		if f.Name == "sidecars" {
			add(reflect.TypeFor[shutdown.Sidecar](), f.Fields)
		}
	}
	if diff := cmp.Diff(want, ranges); diff != "" {
		t.Errorf("comments mismatch (-table +comment):\n%s", diff)
	}
}
