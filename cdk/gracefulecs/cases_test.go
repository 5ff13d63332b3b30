package gracefulecs_test

import (
	"encoding/json"
	"errors"
	"maps"
	"strconv"
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
	put(service["DeploymentConfiguration"].(map[string]any), "MinimumHealthyPercent", "MaximumPercent")
	containers := tpl.only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"].([]any)
	for i, c := range containers {
		container := c.(map[string]any)
		if i > 0 {
			out["StopTimeout "+container["Name"].(string)] = show(container["StopTimeout"])
			continue
		}
		put(container, "StopTimeout")
		for _, e := range container["Environment"].([]any) {
			v := e.(map[string]any)
			if name := v["Name"].(string); name != "QUEUE_URL" {
				out["Environment "+name] = show(v["Value"])
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
