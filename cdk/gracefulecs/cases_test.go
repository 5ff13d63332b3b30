package gracefulecs_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The worked examples hold in Settings and, number by number, in the template.
func TestNewService_workedExamples(t *testing.T) {
	for _, c := range cases.Worked() {
		t.Run(c.Name, func(t *testing.T) {
			w := newWorld()
			p := w.props(c.Profile)
			if c.Rule != "" {
				refused(t, c, w, p)
				return
			}
			s := newService(t, w, p)
			if diff := cmp.Diff(c.Want, cases.Pinned(s.Settings(), c.Want)); diff != "" {
				t.Errorf("settings mismatch (-want +got):\n%s", diff)
			}
			want, err := shutdown.Compute(c.Profile)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, s.Settings()); diff != "" {
				t.Errorf("Settings() is not what Compute gives (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(expected(want, c.Profile), observed(t, w.template(t))); diff != "" {
				t.Errorf("template mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func refused(t *testing.T, c cases.Case, w world, p *props) {
	t.Helper()
	err := caught(func() { gracefulecs.NewService(w.stack, new("Api"), p) })
	var faults shutdown.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("NewService did not panic with faults: %v", err)
	}
	if f := faults[0]; f.Rule != c.Rule || f.Path != c.Path || f.Allowed != c.Allowed {
		t.Errorf("fault is %s at %s, allowed %s; want %s at %s, allowed %s", f.Rule, f.Path, f.Allowed, c.Rule, c.Path, c.Allowed)
	}
}

// expected are the settings by the names of the template.
func expected(s shutdown.Settings, p shutdown.Profile) map[string]string {
	n := strconv.Itoa
	out := map[string]string{
		"StopTimeout":                 n(s.StopTimeout),
		"MinimumHealthyPercent":       n(s.Deployment.MinimumHealthyPercent),
		"MaximumPercent":              n(s.Deployment.MaximumPercent),
		"AvailabilityZoneRebalancing": s.Deployment.AvailabilityZoneRebalancing,
		"DesiredCount":                n(*p.WithDefaults().DesiredCount),
		"Strategy":                    s.Deployment.Strategy,
		"DependsOn":                   strings.Join(slices.Sorted(maps.Keys(s.SidecarStopTimeouts.Map())), " "),
	}
	for _, c := range s.CapacityProviders {
		out["CapacityProvider "+c.Name] = n(c.Base) + "/" + n(c.Weight)
	}
	if b := s.Deployment.CircuitBreaker; b != nil {
		out["DeploymentCircuitBreaker"] = show(map[string]bool{"Enable": b.Enable, "Rollback": b.Rollback})
	}
	if v := s.Deployment.BakeTimeInMinutes; v != nil {
		out["BakeTimeInMinutes"] = n(*v)
	}
	if v := s.Deployment.Linear; v != nil {
		out["LinearConfiguration"] = show(map[string]int{"StepPercent": v.StepPercent, "StepBakeTimeInMinutes": v.StepBakeTimeInMinutes})
	}
	if v := s.Deployment.Canary; v != nil {
		out["CanaryConfiguration"] = show(map[string]int{"CanaryPercent": v.Percent, "CanaryBakeTimeInMinutes": v.BakeTimeInMinutes})
	}
	if f := s.FrontSettings; f != nil {
		out["StopTimeout "+f.Name], out["DependsOn "+f.Name] = n(f.StopTimeout), "the first"
		for _, e := range f.Environment {
			out["Environment "+f.Name+" "+e.Key] = e.Value
		}
	}
	for _, e := range s.SidecarDependencies {
		out["DependsOn "+e.Key] = strings.Join(slices.Sorted(slices.Values(e.Value)), " ")
	}
	for _, e := range s.SidecarStopTimeouts {
		out["StopTimeout "+e.Key] = n(e.Value)
	}
	for _, e := range s.Environment {
		out["Environment "+e.Key] = e.Value
	}
	if h := s.HealthCheck; h != nil {
		maps.Copy(out, map[string]string{
			"HealthCheckIntervalSeconds": n(h.Interval), "HealthCheckTimeoutSeconds": n(h.Timeout),
			"HealthyThresholdCount": n(h.HealthyThreshold), "UnhealthyThresholdCount": n(h.UnhealthyThreshold),
			"HealthCheckGracePeriodSeconds":        n(h.GracePeriod),
			"deregistration_delay.timeout_seconds": n(*s.DeregistrationDelay),
		})
	}
	if s.ConnectionTermination != nil {
		out["deregistration_delay.connection_termination.enabled"] = strconv.FormatBool(*s.ConnectionTermination)
		out["tcp.idle_timeout.seconds"] = n(*s.IdleTimeout)
	}
	if s.VisibilityTimeout != nil {
		out["VisibilityTimeout"] = n(*s.VisibilityTimeout)
	}
	return out
}

// observed reads the same from a template, from whatever resources it has.
func observed(t *testing.T, tpl template) map[string]string {
	t.Helper()
	out := map[string]string{}
	put := func(from map[string]any, names ...string) {
		for _, name := range names {
			if v, ok := from[name]; ok {
				out[name] = show(v)
			}
		}
	}
	service := tpl.only(t, "AWS::ECS::Service")
	put(service, "DesiredCount", "AvailabilityZoneRebalancing", "HealthCheckGracePeriodSeconds")
	put(service["DeploymentConfiguration"].(map[string]any), "MinimumHealthyPercent", "MaximumPercent", "Strategy", "BakeTimeInMinutes",
		"DeploymentCircuitBreaker", "LinearConfiguration", "CanaryConfiguration")
	providers, _ := service["CapacityProviderStrategy"].([]any)
	for _, item := range providers {
		c := item.(map[string]any)
		base := c["Base"]
		if base == nil {
			base = 0
		}
		out["CapacityProvider "+c["CapacityProvider"].(string)] = show(base) + "/" + show(c["Weight"])
	}
	containers := tpl.only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"].([]any)
	for i, c := range containers {
		container := c.(map[string]any)
		of := ""
		if i > 0 {
			of = " " + container["Name"].(string)
		}
		out["StopTimeout"+of] = show(container["StopTimeout"])
		var others []string
		on, _ := container["DependsOn"].([]any)
		for _, d := range on {
			name := d.(map[string]any)["ContainerName"].(string)
			if name == containers[0].(map[string]any)["Name"] {
				name = "the first"
			}
			others = append(others, name)
		}
		slices.Sort(others)
		out["DependsOn"+of] = strings.Join(others, " ")
		environment, _ := container["Environment"].([]any)
		for _, e := range environment {
			v := e.(map[string]any)
			if name := v["Name"].(string); name != "QUEUE_URL" && name != "SHUTDOWN_TARGET_GROUPS" { // Tokens, which have tests of their own.
				out["Environment"+of+" "+name] = show(v["Value"])
			}
		}
	}
	for _, group := range tpl.all("AWS::ElasticLoadBalancingV2::TargetGroup") {
		put(group.Properties, "HealthCheckIntervalSeconds", "HealthCheckTimeoutSeconds", "HealthyThresholdCount", "UnhealthyThresholdCount")
		attributes(out, group.Properties["TargetGroupAttributes"])
	}
	for _, l := range tpl.all("AWS::ElasticLoadBalancingV2::Listener") {
		attributes(out, l.Properties["ListenerAttributes"])
	}
	for _, q := range tpl.all("AWS::SQS::Queue") {
		put(q.Properties, "VisibilityTimeout")
	}
	return out
}

func attributes(out map[string]string, list any) {
	for _, a := range list.([]any) {
		entry := a.(map[string]any)
		out[entry["Key"].(string)] = show(entry["Value"])
	}
}

func show(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, _ := json.Marshal(v)
	return string(b)
}
