package service_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// usual is what AWS takes for a value that is wanted and not written; of others it is
// said that they are not set.
func usual(w service.Want, s shutdown.Settings) string {
	switch w.Setting {
	case "deployment.strategy":
		return "ROLLING"
	case "connection_termination":
		return "false"
	case "idle_timeout", "visibility_timeout":
		n, _ := shutdown.AWSDefaultOf(w.Setting, s.LoadBalancer)
		return strconv.Itoa(n)
	}
	return service.NotSet
}

// A service that has every value where the list says that it stands is what the profile
// wants. Each value that is another one, is not written or is not known is told by its
// name, and nothing else is.
func TestCompare_wants(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range cases.Worked() {
		if c.Rule != "" {
			continue
		}
		proven, err := shutdown.Prove(c.Profile)
		if err != nil {
			t.Fatal(err)
		}
		// With its defaults, so that nothing is taken from the service.
		profile, settings, none := proven.Profile(), proven.Settings(), service.Want{}
		if diff := cmp.Diff([]string(nil), different(t, profile, asked(settings, none, nil))); diff != "" {
			t.Errorf("%s: as wanted (-want +got):\n%s", c.Name, diff)
		}
		for _, w := range service.Wants() {
			v, applies := w.Value(settings)
			if !applies {
				continue
			}
			seen[w.Setting+" "+w.Property] = true
			want := fmt.Sprint(v)
			for name, tt := range map[string]struct {
				given any
				got   string
			}{
				"one below": {off(v, -1), fmt.Sprint(off(v, -1))}, "one above": {off(v, 1), fmt.Sprint(off(v, 1))},
				"as wanted": {v, want}, "as a text": {want, want}, "not written": {nil, usual(w, settings)}, "not known": {service.Missing{Why: "a secret"}, "a secret"},
			} {
				var told []string
				if tt.got != want {
					told = []string{w.Setting + " " + tt.got}
				}
				if diff := cmp.Diff(told, different(t, profile, asked(settings, w, tt.given))); diff != "" {
					t.Errorf("%s: %s %s (-want +got):\n%s", c.Name, w.Setting, name, diff)
				}
			}
		}
	}
	for _, w := range service.Wants() {
		if !seen[w.Setting+" "+w.Property] {
			t.Errorf("no case wants %s, %s", w.Setting, w.Property)
		}
	}
}

// off is another value: a number that is off by so much, the other flag, another word.
func off(v any, by int) any {
	switch v := v.(type) {
	case int:
		return v + by
	case bool:
		return !v
	default:
		return fmt.Sprint(v, "_")
	}
}

// different are the values of the one service that are not wanted.
func different(t *testing.T, profile shutdown.Profile, resources []*service.Resource) []string {
	t.Helper()
	differences, err := service.Compare(service.Link(resources)[0], profile)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, d := range differences {
		out = append(out, d.Setting+" "+d.Got)
	}
	return slices.Compact(out) // Two target groups may lead to it.
}

// asked are the resources of a service that is what settings want, but for one value
// that is given instead; nil leaves it out.
func asked(s shutdown.Settings, but service.Want, given any) []*service.Resource {
	kinds := map[service.Part]string{service.OfService: service.TypeService, service.OfTargetGroup: service.TypeTargetGroup, service.OfLoadBalancer: service.TypeBalancer,
		service.OfListener: service.TypeListener, service.OfQueue: service.TypeQueue}
	made := map[string]*service.Resource{}
	for _, kind := range []string{service.TypeService, service.TypeTask, service.TypeTargetGroup, service.TypeBalancer, service.TypeListener, service.TypeQueue, service.TypeScalingTarget} {
		made[kind] = &service.Resource{Type: kind, Properties: map[string]any{}}
	}
	policies := map[string]*service.Resource{}
	for _, kind := range []string{service.TargetTracking, service.StepScaling} {
		policies[kind] = &service.Resource{Type: service.TypeScalingPolicy, Properties: map[string]any{"ScalingTargetId": service.Reference{To: made[service.TypeScalingTarget]},
			kind: map[string]any{"StepAdjustments": []any{map[string]any{"ScalingAdjustment": -1}}}}}
	}
	for _, w := range service.Wants() {
		v, applies := w.Value(s)
		if w.Setting == but.Setting && w.Property == but.Property {
			v, applies = given, given != nil
		}
		if !applies {
			continue
		}
		path, into := w.Path(), map[string]any(nil)
		switch w.Part {
		case service.OfPolicy:
			into = policies[path[0]].Properties
		case service.OfDeployment:
			into, path = made[service.TypeService].Properties, append([]string{"DeploymentConfiguration"}, path...)
		default:
			into = made[kinds[w.Part]].Properties
		}
		put(into, path, w.Attribute, v)
	}
	var app = "app"
	of := made[service.TypeService].Properties
	if s.LoadBalancer != shutdown.NoLoadBalancer {
		protocol := map[shutdown.LoadBalancer]string{shutdown.ALB: "HTTP", shutdown.NLB: "TCP"}[s.LoadBalancer]
		reached := app
		if s.FrontSettings != nil {
			reached = s.FrontSettings.Name
		}
		of["LoadBalancers"] = []any{map[string]any{"TargetGroupArn": service.Reference{To: made[service.TypeTargetGroup]}, "ContainerName": reached}}
		made[service.TypeTargetGroup].Properties["Protocol"] = protocol
		listener := made[service.TypeListener].Properties
		listener["Protocol"], listener["LoadBalancerArn"] = protocol, service.Reference{To: made[service.TypeBalancer]}
		listener["DefaultActions"] = []any{map[string]any{"TargetGroupArn": service.Reference{To: made[service.TypeTargetGroup]}}}
	}
	of["DesiredCount"], of["TaskDefinition"] = s.DesiredCount, service.Reference{To: made[service.TypeTask]}
	var providers []any
	for _, p := range s.CapacityProviders {
		providers = append(providers, map[string]any{"CapacityProvider": p.Name, "Weight": p.Weight, "Base": p.Base})
	}
	of["CapacityProviderStrategy"] = providers
	made[service.TypeScalingTarget].Properties["ResourceId"] = service.Reference{To: made[service.TypeService]}
	made[service.TypeTask].Properties["ContainerDefinitions"] = containers(s, app, made)
	out := []*service.Resource{policies[service.TargetTracking], policies[service.StepScaling]}
	for _, r := range made {
		out = append(out, r)
	}
	return out
}

// containers are those that settings want, the app first.
func containers(s shutdown.Settings, app string, made map[string]*service.Resource) []any {
	var out []any
	for _, w := range service.WantedContainers(s, app) {
		var environment, after []any
		for _, e := range w.Environment {
			environment = append(environment, map[string]any{"Name": e.Key, "Value": e.Value})
		}
		if w.Name == app {
			environment = append(environment, map[string]any{"Name": "QUEUE_URL", "Value": service.Reference{To: made[service.TypeQueue]}},
				map[string]any{"Name": "SHUTDOWN_TARGET_GROUPS", "Value": "arn"})
		}
		for _, name := range w.DependsOn {
			after = append(after, map[string]any{"ContainerName": name, "Condition": "START"})
		}
		out = append(out, map[string]any{"Name": w.Name, "StopTimeout": w.StopTimeout, "Environment": environment, "DependsOn": after})
	}
	return out
}

// put writes a value where a row of the list says that it stands.
func put(into map[string]any, path []string, attribute string, v any) {
	for _, name := range path[:len(path)-1] {
		inner, is := into[name].(map[string]any)
		if !is {
			inner = map[string]any{}
			into[name] = inner
		}
		into = inner
	}
	last := path[len(path)-1]
	if attribute == "" {
		into[last] = v
		return
	}
	list, _ := into[last].([]any)
	if text, is := v.(bool); is {
		v = strconv.FormatBool(text)
	}
	into[last] = append(list, map[string]any{"Key": attribute, "Value": v})
}

// Of several queues one may be for what the service sends: none is asked when one is as
// wanted, and what is told is in doubt. A dead-letter queue is never asked.
func TestCompare_queues(t *testing.T) {
	profile := shutdown.Profile{Workload: shutdown.Queue, Broker: shutdown.SQS, LongestWork: new(60)}
	settings, err := shutdown.Compute(profile)
	if err != nil {
		t.Fatal(err)
	}
	good := *settings.VisibilityTimeout
	for name, tt := range map[string]struct {
		visibility []any
		dead       bool
		want       string
	}{
		"as wanted":                 {[]any{good}, false, ""},
		"one below":                 {[]any{good - 1}, false, strconv.Itoa(good-1) + " false"},
		"not written":               {[]any{nil}, false, "30 false"},
		"not known":                 {[]any{service.Missing{Why: "x"}}, false, "x true"},
		"one of two is":             {[]any{good, 30}, false, ""},
		"neither":                   {[]any{good + 1, 30}, false, strconv.Itoa(good+1) + " true 30 true"},
		"a dead-letter queue of it": {[]any{good, 30}, true, ""},
		"the first is wrong, the other its dead-letter queue": {[]any{good - 1, good}, true, strconv.Itoa(good-1) + " false"},
		"none": {nil, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var environment []any
			var all []*service.Resource
			for i, v := range tt.visibility {
				q := &service.Resource{Type: service.TypeQueue, Properties: map[string]any{"VisibilityTimeout": v}}
				all = append(all, q)
				environment = append(environment, map[string]any{"Name": "QUEUE_" + strconv.Itoa(i), "Value": service.Reference{To: q}})
			}
			if tt.dead {
				all[0].Properties["RedrivePolicy"] = map[string]any{"deadLetterTargetArn": service.Reference{To: all[1]}, "maxReceiveCount": 3}
			}
			task := &service.Resource{Type: service.TypeTask, Properties: map[string]any{"ContainerDefinitions": []any{map[string]any{"Name": "app", "Environment": environment}}}}
			all = append(all, task, &service.Resource{Type: service.TypeService, Properties: map[string]any{"TaskDefinition": service.Reference{To: task}}})
			differences, err := service.Compare(service.Link(all)[0], profile)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range differences {
				if d.Setting == "visibility_timeout" {
					got = append(got, d.Got, strconv.FormatBool(d.Doubt))
				}
			}
			if text := strings.Join(got, " "); text != tt.want {
				t.Errorf("%q, want %q", text, tt.want)
			}
		})
	}
}

// Behind a Network Load Balancer an Application Load Balancer may lead to the service
// too: its target group has the same numbers, and its idle timeout is not asked. Alone
// it is not what the profile wants, and neither is a Network Load Balancer beside one.
func TestCompare_bothBalancers(t *testing.T) {
	group := func(protocol string, delay any) *service.Resource {
		return &service.Resource{Type: service.TypeTargetGroup, Properties: map[string]any{"Protocol": protocol,
			"TargetGroupAttributes": []any{map[string]any{"Key": service.AttributeDelay, "Value": delay}}}}
	}
	for name, tt := range map[string]struct {
		balancer shutdown.LoadBalancer
		groups   []*service.Resource
		want     string
	}{
		"both":               {shutdown.NLB, []*service.Resource{group("TCP", "130"), group("HTTP", "130")}, ""},
		"the ALB's differs":  {shutdown.NLB, []*service.Resource{group("HTTP", "129"), group("TCP", "130")}, "deregistration_delay 129"},
		"an ALB for an NLB":  {shutdown.NLB, []*service.Resource{group("HTTP", "130")}, "load_balancer alb"},
		"an NLB for an ALB":  {shutdown.ALB, []*service.Resource{group("TCP", "25")}, "load_balancer nlb"},
		"an NLB beside one":  {shutdown.ALB, []*service.Resource{group("HTTP", "25"), group("TCP", "25")}, "load_balancer nlb"},
		"a group of neither": {shutdown.NLB, []*service.Resource{group("GENEVE", "130")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			task := &service.Resource{Type: service.TypeTask, Properties: map[string]any{"ContainerDefinitions": []any{map[string]any{"Name": "app"}}}}
			of := &service.Resource{Type: service.TypeService, Properties: map[string]any{"TaskDefinition": service.Reference{To: task}}}
			all := []*service.Resource{task, of}
			var ways []any
			for _, g := range tt.groups {
				balancer := &service.Resource{Type: service.TypeBalancer, Properties: map[string]any{}}
				ways = append(ways, map[string]any{"TargetGroupArn": service.Reference{To: g}, "ContainerName": "app"})
				all = append(all, g, balancer, &service.Resource{Type: service.TypeListener, Properties: map[string]any{"Protocol": g.Properties["Protocol"],
					"LoadBalancerArn": service.Reference{To: balancer}, "DefaultActions": []any{map[string]any{"TargetGroupArn": service.Reference{To: g}}}}})
			}
			of.Properties["LoadBalancers"] = ways
			var got []string
			for _, told := range different(t, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), LoadBalancer: tt.balancer}, all) {
				if setting, _, _ := strings.Cut(told, " "); setting == "load_balancer" || setting == "deregistration_delay" || setting == "idle_timeout" {
					got = append(got, told)
				}
			}
			if text := strings.Join(got, "; "); text != tt.want {
				t.Errorf("%q, want %q", text, tt.want)
			}
		})
	}
}
