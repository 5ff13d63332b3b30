package suggest_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/suggest"
)

// random is a service of whatever AWS or a template could say of one.
func random(t *rapid.T) configured {
	some := func(name string) bool { return rapid.Bool().Draw(t, name+" is set") }
	number := func(name string, low, high int) any {
		if some(name) {
			return float64(rapid.OneOf(rapid.IntRange(low, high), rapid.SampledFrom([]int{low, high})).Draw(t, name))
		}
		return nil
	}
	prefix := rapid.SampledFrom([]string{"SHUTDOWN_", "API_", "A\"B_", ""}).Draw(t, "prefix")
	pairs := []string{prefix + "DELAY_SECONDS", "15", prefix + "DRAIN_SECONDS", fmt.Sprint(rapid.IntRange(0, 200_000).Draw(t, "drain")), prefix + "DEADLINE_SECONDS", "40"}
	if !some("contract") {
		pairs = nil
	}
	if name := rapid.SampledFrom([]string{"", "KAFKA_BROKERS", "QUEUE_URL"}).Draw(t, "variable"); name != "" {
		pairs = append(pairs, name, "x")
	}
	one := app(variables(pairs...))
	container := one[0].(object)
	container["StopTimeout"] = number("stop timeout", 0, 200)
	container["Command"] = rapid.SampledFrom([]any{nil, []any{"gunicorn", "app:app"}, []any{"celery", "worker"}, []any{"nginx"}, []any{"php-fpm"}, []any{"caddy", "run"}}).Draw(t, "command")
	if some("health check") {
		container["HealthCheck"] = object{"StartPeriod": number("start period", 0, 9000)}
	}
	c := configured{containers: one, idle: nil, service: object{"DesiredCount": number("count", 0, 9000), "HealthCheckGracePeriodSeconds": number("grace", 0, 900_000)}}
	rolling := object{"MinimumHealthyPercent": number("least", 0, 200), "MaximumPercent": number("most", 50, 300)}
	if some("strategy") {
		rolling["Strategy"] = rapid.SampledFrom([]string{"ROLLING", "BLUE_GREEN", "LINEAR", "CANARY", "new\x1b"}).Draw(t, "strategy")
		rolling["BakeTimeInMinutes"] = number("bake", 0, 2000)
		rolling["LinearConfiguration"] = object{"StepPercent": number("step", 0, 100), "StepBakeTimeInMinutes": number("wait", 0, 2000)}
		rolling["CanaryConfiguration"] = object{"CanaryPercent": number("canary", 0, 100), "CanaryBakeTimeInMinutes": number("canary wait", 0, 2000)}
	}
	c.service["DeploymentConfiguration"] = rolling
	if some("spot") {
		c.service["LaunchType"] = nil
		c.service["CapacityProviderStrategy"] = []any{object{"CapacityProvider": "FARGATE_SPOT", "Weight": 1.0}, object{"CapacityProvider": "FARGATE", "Base": number("base", 0, 2)}}
	}
	if some("name") {
		c.service["ServiceRegistries"] = []any{object{"RegistryArn": "arn:x"}}
	}
	for _, name := range []string{"router", "beside"} {
		if some(name) {
			other := object{"Name": rapid.StringMatching(`[a-zA-Z0-9_-]{1,9}|"x|#|: |é`).Draw(t, "name of "+name), "StopTimeout": number("stop timeout of "+name, 0, 120)}
			if name == "router" {
				other["FirelensConfiguration"] = object{"Type": "fluentbit"}
			} else {
				container["DependsOn"] = []any{object{"ContainerName": other["Name"], "Condition": "START"}}
			}
			c.containers = append(c.containers, other)
		}
	}
	switch rapid.SampledFrom([]string{"", "HTTP", "TCP", "queue"}).Draw(t, "work") {
	case "HTTP":
		c.group, c.idle = object{"Protocol": "HTTP"}, number("idle timeout", 1, 4000)
	case "TCP":
		c.group = object{"Protocol": "TCP"}
	case "queue":
		c.queue = object{"VisibilityTimeout": number("visibility", 0, 43_200)}
	}
	if c.group != nil && some("drain of the group") {
		c.group["TargetGroupAttributes"] = []any{object{"Key": "deregistration_delay.timeout_seconds", "Value": number("drain of the group", 0, 3600)}}
	}
	if some("scaling") {
		c.scaling = object{"MinCapacity": number("minimum", 0, 9000), "MaxCapacity": 9000.0}
	}
	return c
}

// Whatever a service is, what is suggested checks: it has settings, is read as the profile
// that was proven, and stands in Terraform's code.
func TestFor_checks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := suggest.For(random(t).linked())
		text := report.Suggestion(s)
		read, err := profile.Prove("profile.yaml", []byte(text))
		if err != nil || len(s.Refused) > 0 {
			t.Fatalf("refused: %v, and read: %v\n%s", s.Refused, err, text)
		}
		if diff := cmp.Diff(s.Proven.Profile(), read.Profile()); diff != "" {
			t.Errorf("(-suggested +read):\n%s\n%s", diff, text)
		}
		terraform := report.SuggestionTerraform(s)
		if f, faults := hclsyntax.ParseConfig([]byte(terraform), "main.tf", hcl.InitialPos); faults.HasErrors() || len(f.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes) != len(s.Entries) {
			t.Errorf("%v\n%s", faults, terraform)
		}
	})
}

// What no profile takes gives way to what one takes, and leaves a question.
func TestFor_givesWay(t *testing.T) {
	group := object{"Protocol": "HTTP"}
	for name, tt := range map[string]struct {
		of    configured
		field string
		want  any // nil is absent
		asks  string
	}{
		"visibility of 12 h":            {configured{containers: app(nil), queue: object{"VisibilityTimeout": 43200.0}}, "longest_work", 43080, ""},
		"visibility that a profile has": {configured{containers: app(nil), queue: object{"VisibilityTimeout": 900.0}}, "longest_work", 900, ""},
		"the longest idle timeout":      {configured{containers: app(nil), group: group, idle: "4000"}, "longest_work", 3585, ""},
		"one above":                     {configured{containers: app(nil), group: group, idle: "3586"}, "longest_work", 3585, ""},
		"as long as a drain may be":     {configured{containers: app(nil), group: group, idle: "3585"}, "longest_work", 3585, ""},
		"no prefix of a profile's":      {configured{containers: app(variables("a_DELAY_SECONDS", "15", "a_DRAIN_SECONDS", "20", "a_DEADLINE_SECONDS", "40")), group: group}, "environment_prefix", nil, "environment_prefix"},
		"more tasks than a profile":     {configured{containers: app(nil), group: group, service: object{"DesiredCount": 5001.0}}, "desired_count", nil, "desired_count"},
		"as many tasks as a profile":    {configured{containers: app(nil), group: group, service: object{"DesiredCount": 5000.0}}, "desired_count", 5000, ""},
		"more than twice the tasks":     {rolled(100, 201, 4, group), "max_surge_percent", nil, "max_surge_percent"},
		"twice the tasks":               {rolled(100, 200, 4, group), "max_surge_percent", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := suggest.For(tt.of.linked())
			if len(s.Refused) > 0 {
				t.Errorf("refused: %v", s.Refused)
			}
			var got any
			for _, e := range s.Entries {
				if e.Field == tt.field {
					got = e.Value
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			asked := ""
			for _, e := range s.Asked {
				if e.Field == tt.field && e.Ask != "" {
					asked = e.Field
				}
			}
			if asked != tt.asks {
				t.Errorf("asked: %q, want %q", asked, tt.asks)
			}
		})
	}
}
