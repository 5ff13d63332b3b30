package suggest_test

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
	"github.com/graceful-ecs/terraform-provider-graceful/suggest"
)

// What is told is so: no more than is known, and nothing that does not fit the service.
func TestSuggestion_told(t *testing.T) {
	group := object{"Protocol": "HTTP"}
	router := object{"Name": "log", "FirelensConfiguration": object{"Type": "fluentbit"}}
	scaled := func(least, count any) configured {
		c := configured{containers: app(nil), group: group, scaling: object{"MinCapacity": least, "MaxCapacity": 9.0}, service: object{}}
		if count != nil {
			c.service["DesiredCount"] = count
		}
		return c
	}
	const nothing, unseen = "With this profile nothing would change", "What would change was not looked for"
	for name, tt := range map[string]struct {
		of        configured
		says, not []string
	}{
		"containers that are not known": {configured{task: service.Missing{Why: "they come with a release"}, group: group}, []string{unseen}, []string{nothing}},
		"containers that are":           {configured{containers: app(nil), group: group}, []string{"would change:"}, []string{nothing, unseen}},
		"a sidecar":                     {configured{containers: append(app(nil), router), group: group}, []string{"  - name: \"log\"\n    flush: 5\n", "would change:"}, []string{"no settings"}},
		"no sidecar":                    {configured{containers: app(nil), group: group}, nil, []string{"flush: 5"}},
		"a stop by hand, at most":       {configured{containers: app(object{"StopTimeout": 100.0})}, []string{"leaves at most so much today; this is a guess"}, []string{"keeps so much today"}},
		"a stop by hand, for sure": {configured{containers: app(object{"StopTimeout": 100.0, "Environment": variables("SHUTDOWN_DEADLINE_SECONDS", "60", "SHUTDOWN_DRAIN_SECONDS", "40", "SHUTDOWN_DELAY_SECONDS", "0")["Environment"]})},
			[]string{"the app gives what is in hand so long (SHUTDOWN_DRAIN_SECONDS)"}, []string{"guess"}},
		"autoscaling above the count":    {scaled(4.0, 2.0), []string{"desired_count: 4\n", "min_count: 4\n", "the service begins with fewer"}, []string{"\ndesired_count: 2"}},
		"autoscaling at the count":       {scaled(2.0, 2.0), []string{"desired_count: 2\n", "min_count: 2\n"}, []string{"begins with fewer"}},
		"autoscaling below the count":    {scaled(1.0, 2.0), []string{"desired_count: 2\n", "min_count: 1\n"}, []string{"begins with fewer"}},
		"autoscaling, no count":          {scaled(2.0, nil), []string{"desired_count: 2\n", "min_count: 2\n", "begins with fewer"}, nil},
		"asked of a load balancer":       {configured{containers: app(nil), group: group}, []string{"TargetResponseTime", "Do clients keep connections open", "For how long may a healthy task not answer"}, []string{"on_interrupt"}},
		"asked of a network's":           {configured{containers: app(nil), group: object{"Protocol": "TCP"}}, []string{"How long does the longest request take?", "Do clients keep connections open"}, []string{"TargetResponseTime", "on_interrupt"}},
		"asked of a queue":               {configured{containers: app(nil), queue: object{}}, []string{"How long does the longest message take?", "on_interrupt"}, []string{"TargetResponseTime", "connections open", "healthy task not answer"}},
		"asked of one called by name":    {configured{containers: app(nil), service: object{"ServiceRegistries": []any{object{"RegistryArn": "arn:x"}}}}, []string{"How long does the longest request take?"}, []string{"TargetResponseTime", "on_interrupt", "longest message"}},
		"asked where the server is seen": {configured{containers: app(object{"Command": []any{"gunicorn", "app:app"}}), group: group}, nil, []string{"Which server takes the signal"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := report.Suggestion(suggest.For(tt.of.linked()))
			flat := strings.ReplaceAll(strings.ReplaceAll(text, "\n#   ", " "), "\n# ", " ")
			for _, want := range tt.says {
				if !strings.Contains(text, want) && !strings.Contains(flat, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(text, not) || strings.Contains(flat, not) {
					t.Errorf("%q in\n%s", not, text)
				}
			}
		})
	}
}

// Whatever stands in a name or a refusal, each line is a comment or a field, and none
// moves a terminal's cursor.
func TestSuggestion_hostile(t *testing.T) {
	const evil = "a\nworkload: queue\r\x1b[2J\u202eb"
	refused := suggest.Suggestion{Name: evil, Address: evil, File: evil, Refused: shutdown.Faults{{Path: "longest_work", Rule: "range", Given: evil, Allowed: evil, Message: "one line\nworkload: queue", WaysOut: []string{evil}}}}
	taken := suggest.Suggestion{Name: evil, Address: evil, File: evil, NotCompared: evil, Entries: []suggest.Entry{{Field: "sidecars", Value: []string{evil}, Because: evil, Where: evil, Ask: evil}, {Field: "environment_prefix", Value: evil, Because: evil}},
		Asked: []suggest.Entry{{Field: "startup", Because: evil, Ask: evil}}, TodayRefused: shutdown.Faults{}, Changes: []suggest.Change{{Setting: "sidecar_stop_timeouts." + evil, Today: evil, Then: evil, Where: evil}}}
	compared := taken
	compared.NotCompared = ""
	for kind, s := range map[string]suggest.Suggestion{"refused": refused, "taken": taken, "compared": compared} {
		for format, text := range map[string]string{"profile": report.Suggestion(s), "terraform": report.SuggestionTerraform(s), "cdk": report.SuggestionCDK(s)} {
			if strings.ContainsAny(text, "\r\x1b\u202e") {
				t.Errorf("%s, %s: what cannot be seen in\n%q", kind, format, text)
			}
			for line := range strings.Lines(text) {
				if strings.HasPrefix(strings.TrimSpace(line), "workload") {
					t.Errorf("%s, %s: a forged line in\n%s", kind, format, text)
				}
			}
		}
	}
}
