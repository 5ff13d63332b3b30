package audit_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

type object = map[string]any

// sound is a service behind an Application Load Balancer in which nothing is found.
type sound struct {
	service, deployment, container, group, attributes object
	// more are containers beside the app, and idle the load balancer's idle timeout.
	more []object
	idle any
	// usual says that the load balancer's own idle timeout is taken, and beside are
	// further resources.
	usual  bool
	beside []*service.Resource
	// windows makes it a task of Windows.
	windows bool
}

func newSound() sound {
	return sound{
		service:    object{"ServiceName": "api", "DesiredCount": 2.0, "LaunchType": "FARGATE", "HealthCheckGracePeriodSeconds": 50.0},
		deployment: object{"MinimumHealthyPercent": 100.0, "MaximumPercent": 200.0, "DeploymentCircuitBreaker": object{"Enable": true, "Rollback": true}},
		container:  object{"Name": "app", "StopTimeout": 60.0},
		group:      object{"Protocol": "HTTP", "HealthCheckIntervalSeconds": 10.0, "HealthCheckTimeoutSeconds": 5.0, "HealthyThresholdCount": 2.0, "UnhealthyThresholdCount": 3.0},
		attributes: object{"deregistration_delay.timeout_seconds": "60"},
	}
}

// resources are what it is made of.
func (s sound) resources() []*service.Resource {
	at := service.Where{File: "app.json", Address: "Service"}
	definitions := []any{s.container}
	for _, c := range s.more {
		definitions = append(definitions, c)
	}
	task := &service.Resource{Type: service.TypeTask, Where: at, Properties: object{"ContainerDefinitions": definitions}}
	if s.windows {
		task.Properties["RuntimePlatform"] = object{"OperatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}
	}
	all := []*service.Resource{task}
	s.service["TaskDefinition"], s.service["DeploymentConfiguration"] = service.Reference{To: task}, s.deployment
	if s.group != nil {
		var attributes []any
		for key, v := range s.attributes {
			attributes = append(attributes, object{"Key": key, "Value": v})
		}
		s.group["TargetGroupAttributes"] = attributes
		group := &service.Resource{Type: service.TypeTargetGroup, Where: at, Properties: s.group}
		s.service["LoadBalancers"] = []any{object{"ContainerName": "app", "TargetGroupArn": service.Reference{To: group}}}
		all = append(all, group)
		if s.idle != nil {
			if s.usual {
				s.idle = nil
			}
			balancer := &service.Resource{Type: service.TypeBalancer, Where: at, Properties: object{"LoadBalancerAttributes": []any{object{"Key": "idle_timeout.timeout_seconds", "Value": s.idle}}}}
			all = append(all, balancer, &service.Resource{Type: service.TypeListener, Where: at, Properties: object{"Protocol": "HTTPS", "LoadBalancerArn": service.Reference{To: balancer},
				"DefaultActions": []any{object{"TargetGroupArn": service.Reference{To: group}}}}})
		}
	}
	all = append(all, s.beside...)
	return append(all, &service.Resource{Type: service.TypeService, Where: at, Properties: s.service})
}

// audited is what is said of it.
func (s sound) audited(t *testing.T) audit.Service {
	t.Helper()
	return s.report(t).Services[0]
}

func (s sound) report(t *testing.T) *audit.Report {
	t.Helper()
	out := audit.New(service.Link(s.resources()))
	if len(out.Services) != 1 {
		t.Fatalf("%d services", len(out.Services))
	}
	return out
}

// row is a change to the sound service, and what is then found: the rules, with their
// severities and fixes.
type row struct {
	change func(*sound)
	want   string
}

// Each rule finds its defect, and is silent on the nearest values that have none, on
// those that are not known, and on those that are not there.
func TestRules(t *testing.T) {
	spot := []any{object{"CapacityProvider": "FARGATE_SPOT", "Weight": 1.0}}
	contract := func(deadline any) []any {
		return []any{object{"Name": "SHUTDOWN_DEADLINE_SECONDS", "Value": deadline}, object{"Name": "SHUTDOWN_DELAY_SECONDS", "Value": "15"}, object{"Name": "SHUTDOWN_DRAIN_SECONDS", "Value": "10"}}
	}
	network := func(s *sound) {
		s.group["Protocol"] = "TCP"
		s.attributes["deregistration_delay.timeout_seconds"] = "120"
	}
	unknown := service.Missing{Why: "known after apply"}
	delay := func(v any) func(*sound) {
		return func(s *sound) { s.attributes["deregistration_delay.timeout_seconds"] = v }
	}
	covered := map[string]bool{}
	rows := map[string]row{
		"nothing": {func(*sound) {}, ""},

		"a stop timeout of 120":          {func(s *sound) { s.container["StopTimeout"] = 120.0 }, ""},
		"a stop timeout of 121":          {func(s *sound) { s.container["StopTimeout"] = 121.0 }, "error api-limit"},
		"a stop timeout of 2":            {func(s *sound) { s.container["StopTimeout"] = 2.0 }, ""},
		"a stop timeout of 1":            {func(s *sound) { s.container["StopTimeout"] = 1.0 }, "error api-limit"},
		"a stop timeout that is unknown": {func(s *sound) { s.container["StopTimeout"] = unknown }, ""},
		"a delay of 3601":                {delay("3601"), "error api-limit"},

		"a timeout one below the interval": {func(s *sound) { s.group["HealthCheckTimeoutSeconds"] = 9.0 }, ""},
		"a timeout of the interval":        {func(s *sound) { s.group["HealthCheckTimeoutSeconds"] = 10.0 }, "error health-timeout-not-below-interval health_check.interval=11"},
		"an unknown interval":              {func(s *sound) { s.group["HealthCheckIntervalSeconds"] = unknown }, ""},
		"an interval of 5, no timeout": {func(s *sound) {
			s.group["HealthCheckIntervalSeconds"] = 5.0
			delete(s.group, "HealthCheckTimeoutSeconds")
		}, "error health-timeout-not-below-interval health_check.interval=6"},
		"rebalancing, and room of one": {func(s *sound) {
			s.service["AvailabilityZoneRebalancing"] = "ENABLED"
			s.deployment["MaximumPercent"] = 150.0
		}, ""},
		"rebalancing, and no room": {func(s *sound) {
			s.service["AvailabilityZoneRebalancing"] = "ENABLED"
			s.deployment["MaximumPercent"] = 100.0
			s.deployment["MinimumHealthyPercent"] = 50.0
		}, "error full-with-zone-rebalancing maximum_percent=200"},
		"rebalancing not said, and no room": {func(s *sound) { s.deployment["MaximumPercent"] = 100.0; s.deployment["MinimumHealthyPercent"] = 50.0 }, ""},
		"rebalancing off, and no room": {func(s *sound) {
			s.service["AvailabilityZoneRebalancing"] = "DISABLED"
			s.deployment["MaximumPercent"] = 100.0
			s.deployment["MinimumHealthyPercent"] = 50.0
		}, ""},
		"two tasks, room for one more":       {func(s *sound) { s.deployment["MaximumPercent"] = 150.0 }, ""},
		"two tasks, room for none":           {func(s *sound) { s.deployment["MaximumPercent"] = 149.0 }, "error cannot-roll maximum_percent=150"},
		"no task, room for none":             {func(s *sound) { s.service["DesiredCount"] = 0.0; s.deployment["MaximumPercent"] = 199.0 }, "warning cannot-roll maximum_percent=200"},
		"two tasks, room that is unknown":    {func(s *sound) { s.deployment["MaximumPercent"] = unknown }, ""},
		"none must be healthy":               {func(s *sound) { s.deployment["MinimumHealthyPercent"] = 0.0 }, "warning all-go-first minimum_healthy_percent=100"},
		"none must be healthy, none besides": {func(s *sound) { s.deployment["MinimumHealthyPercent"] = 0.0; s.deployment["MaximumPercent"] = 100.0 }, "error all-go-first minimum_healthy_percent=100 maximum_percent=200"},
		"one percent must be healthy":        {func(s *sound) { s.deployment["MinimumHealthyPercent"] = 1.0 }, ""},
		"how many is unknown":                {func(s *sound) { s.deployment["MinimumHealthyPercent"] = unknown }, ""},

		"no breaker":                {func(s *sound) { delete(s.deployment, "DeploymentCircuitBreaker") }, "warning circuit-breaker-off"},
		"a breaker that is off":     {func(s *sound) { s.deployment["DeploymentCircuitBreaker"] = object{"Enable": false, "Rollback": false} }, "warning circuit-breaker-off"},
		"a breaker that stays":      {func(s *sound) { s.deployment["DeploymentCircuitBreaker"] = object{"Enable": true, "Rollback": false} }, "info circuit-breaker-without-rollback"},
		"a breaker that is unknown": {func(s *sound) { s.deployment["DeploymentCircuitBreaker"] = unknown }, ""},
		"no breaker, but blue and green": {func(s *sound) {
			delete(s.deployment, "DeploymentCircuitBreaker")
			s.deployment["Strategy"] = "BLUE_GREEN"
			s.deployment["BakeTimeInMinutes"] = 5.0
		}, ""},

		"a drain of 0":             {delay("0"), "error no-drain"},
		"a drain of 1":             {delay("1"), ""},
		"a drain that is unknown":  {delay(unknown), ""},
		"a drain by default":       {func(s *sound) { delete(s.attributes, "deregistration_delay.timeout_seconds") }, "info drain-by-default"},
		"a drain of 300 by choice": {delay("300"), ""},
		"a network load balancer":  {network, ""},
		"one that drains for 119":  {func(s *sound) { network(s); delay("119")(s) }, "warning short-network-drain deregistration_delay=120"},
		"one that drains for 0":    {func(s *sound) { network(s); delay("0")(s) }, "warning short-network-drain deregistration_delay=120"},
		"one that drains for 0 and cuts": {func(s *sound) {
			network(s)
			delay("0")(s)
			s.attributes["deregistration_delay.connection_termination.enabled"] = "true"
		},
			"error no-drain; warning short-network-drain deregistration_delay=120"},
		"Spot that drains for 119": {func(s *sound) { s.service["CapacityProviderStrategy"] = spot; delay("119")(s) }, "warning spot-drain deregistration_delay=60"},
		"Spot that drains for 120": {func(s *sound) { s.service["CapacityProviderStrategy"] = spot; delay("120")(s) }, "warning spot-drain deregistration_delay=60"},
		"Spot with 20 s of its own after the drain": {func(s *sound) {
			s.service["CapacityProviderStrategy"], s.container["StopTimeout"] = spot, 100.0
			s.container["Environment"] = append(contract("95"), object{"Name": "SHUTDOWN_CLEANUP_SECONDS", "Value": "5"})
			delay("100")(s)
		}, ""},
		"Spot with 21 s of its own after the drain": {func(s *sound) {
			s.service["CapacityProviderStrategy"], s.container["StopTimeout"] = spot, 100.0
			s.container["Environment"] = append(contract("95"), object{"Name": "SHUTDOWN_CLEANUP_SECONDS", "Value": "6"})
			delay("100")(s)
		}, "warning spot-drain deregistration_delay=99"},
		"what may be Spot":                 {func(s *sound) { s.service["CapacityProviderStrategy"] = unknown; delay("120")(s) }, ""},
		"Spot of an unknown drain":         {func(s *sound) { s.service["CapacityProviderStrategy"] = spot; delay(unknown)(s) }, ""},
		"a deadline of 59":                 {func(s *sound) { s.container["Environment"] = contract("59") }, ""},
		"a deadline of 60":                 {func(s *sound) { s.container["Environment"] = contract("60") }, "error deadline-not-below-stop-timeout stop_timeout=65"},
		"a deadline of 118":                {func(s *sound) { s.container["Environment"] = contract("118") }, "error deadline-not-below-stop-timeout app.deadline=55"},
		"an unknown deadline":              {func(s *sound) { s.container["Environment"] = contract(unknown) }, ""},
		"a deadline of 30 for the default": {func(s *sound) { s.container["Environment"] = contract("30"); delete(s.container, "StopTimeout") }, "error deadline-not-below-stop-timeout stop_timeout=35"},
		"a dead task for 130 s": {func(s *sound) {
			s.group["HealthCheckIntervalSeconds"] = 60.0
			s.group["UnhealthyThresholdCount"] = 2.0
			s.group["HealthCheckTimeoutSeconds"] = 10.0
		}, ""},
		"a dead task for 131 s": {func(s *sound) {
			s.group["HealthCheckIntervalSeconds"] = 60.0
			s.group["UnhealthyThresholdCount"] = 2.0
			s.group["HealthCheckTimeoutSeconds"] = 11.0
		}, "warning dead-task-stays"},
		"a dead task by AWS's check": {func(s *sound) {
			for _, key := range []string{"HealthCheckIntervalSeconds", "HealthCheckTimeoutSeconds", "HealthyThresholdCount", "UnhealthyThresholdCount"} {
				delete(s.group, key)
			}
		}, ""},
	}
	maps.Copy(rows, evidenceRows())
	maps.Copy(rows, aroundRows())
	for name, tt := range rows {
		t.Run(name, func(t *testing.T) {
			s := newSound()
			tt.change(&s)
			var got []string
			for _, f := range s.audited(t).Findings {
				covered[f.Rule] = true
				text := string(f.Severity) + " " + f.Rule
				for _, fix := range f.Fix {
					text += " " + fix.Name + "=" + service.Written(float64(*fix.Value))
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
	covered["profile-differs"] = true // It has a test of its own.
	for _, r := range audit.Rules() {
		if !covered[r.ID] {
			t.Errorf("no row finds %s", r.ID)
		}
	}
}

// A rule says what happens in a sentence, and where it is written.
func TestRules_documented(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range audit.Rules() {
		if seen[r.ID] || r.ID != strings.ToLower(r.ID) || !strings.HasSuffix(r.Doc, ".") || !strings.HasPrefix(r.Source, "https://") ||
			!slices.Contains([]audit.Severity{audit.Error, audit.Warning, audit.Info}, r.Severity) {
			t.Errorf("%+v", r)
		}
		seen[r.ID] = true
	}
}

// The guide lists every rule in their order, in the rules' own words.
func TestRules_guide(t *testing.T) {
	text, err := os.ReadFile("../templates/guides/audit.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, r := range audit.Rules() {
		rows = append(rows, "| `"+r.ID+"` | "+string(r.Severity)+" | "+r.Doc+" |")
	}
	if want := "|---|---|---|\n" + strings.Join(rows, "\n") + "\n\n"; !strings.Contains(string(text), want) {
		t.Errorf("the guide has not the rows\n%s", want)
	}
}

// A fingerprint stays while lines and values change, and is of one rule in one service.
func TestFingerprint(t *testing.T) {
	of := func(change func(*sound)) string {
		s := newSound()
		change(&s)
		findings := s.audited(t).Findings
		if len(findings) != 1 {
			t.Fatalf("%+v", findings)
		}
		return findings[0].Fingerprint
	}
	first := of(func(s *sound) { s.container["StopTimeout"] = 121.0 })
	if again := of(func(s *sound) { s.container["StopTimeout"] = 122.0 }); again != first {
		t.Errorf("another value has another fingerprint: %s and %s", first, again)
	}
	if other := of(func(s *sound) { s.deployment["MaximumPercent"] = 149.0 }); other == first {
		t.Errorf("two rules have one fingerprint")
	}
}

// The worst is first, and what is not on Fargate is not looked at.
func TestServices_order(t *testing.T) {
	var all []*service.Resource
	for name, properties := range map[string]object{
		"good": {"MaximumPercent": 200.0}, "stuck": {"MaximumPercent": 100.0},
	} {
		for _, launch := range []string{"FARGATE", "EC2"} {
			all = append(all, &service.Resource{Type: service.TypeService, Where: service.Where{Address: name + launch},
				Properties: object{"ServiceName": name, "LaunchType": launch, "DesiredCount": 1.0, "DeploymentConfiguration": object{
					"MinimumHealthyPercent": 100.0, "MaximumPercent": properties["MaximumPercent"], "DeploymentCircuitBreaker": object{"Enable": true, "Rollback": true}}}})
		}
	}
	var got []string
	for _, s := range audit.Services(service.Link(all)) {
		got = append(got, s.Address)
	}
	if diff := cmp.Diff([]string{"stuckFARGATE", "goodFARGATE"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}
