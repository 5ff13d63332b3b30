package gracefulecs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Every profile that the stop model accepts makes a service whose template has
// exactly its settings, and the CDK accepts all of them. The same holds for a
// plain service after Apply, of which a check then has nothing to say.
func TestProfiles_reachTheTemplate(t *testing.T) {
	if testing.Short() {
		t.Skip("synthesises some hundred apps")
	}
	rapid.Check(t, func(r *rapid.T) {
		profile := profiles(r)
		settings, err := shutdown.Compute(profile)
		if err != nil {
			r.Skip("not a profile that can be kept")
		}
		w := newWorld()
		if err := caught(func() { gracefulecs.NewService(w.stack, jsii.String("Api"), w.props(profile)) }); err != nil {
			r.Fatalf("NewService: %v", err)
		}
		gracefulecs.CheckServices(w.app, gracefulecs.EveryService(profile), nil)
		if diff := cmp.Diff(expected(settings, profile), observed(t, w.template(t))); diff != "" {
			r.Fatalf("template of NewService (-want +got):\n%s", diff)
		}
		if reports := w.reports(t); len(reports) > 0 {
			r.Fatalf("reports of NewService: %q", reports)
		}

		p := newPlain(newWorld(), profile)
		if err := caught(func() { gracefulecs.Apply(p.service, profile, nil) }); err != nil {
			r.Fatalf("Apply: %v", err)
		}
		gracefulecs.CheckServices(p.app, gracefulecs.EveryService(profile), nil)
		p.template(t)
		if reports := slices.DeleteFunc(p.reports(t), func(r string) bool { return strings.Contains(r, "is not set: ") }); len(reports) > 0 {
			r.Fatalf("reports after Apply: %q", reports)
		}
	})
}

// profiles draws profiles of all kinds, most of which can be kept.
func profiles(r *rapid.T) shutdown.Profile {
	maybe := func(name string, low, high int) *int {
		if rapid.Bool().Draw(r, name+" set") {
			return new(rapid.IntRange(low, high).Draw(r, name))
		}
		return nil
	}
	p := shutdown.Profile{
		Workload:        rapid.SampledFrom([]shutdown.Workload{shutdown.HTTP, shutdown.WebSocket, shutdown.Queue, shutdown.Stream, shutdown.Batch}).Draw(r, "workload"),
		LongestWork:     new(rapid.OneOf(rapid.IntRange(1, 120), rapid.IntRange(1, 3600)).Draw(r, "longest_work")),
		InterruptTime:   maybe("interrupt_time", 0, 40),
		Cleanup:         maybe("cleanup", 0, 20),
		Startup:         maybe("startup", 0, 3600),
		LongestPause:    maybe("longest_pause", 1, 600),
		Margin:          maybe("margin", 1, 20),
		Capacity:        rapid.SampledFrom([]shutdown.Capacity{"", shutdown.OnDemand, shutdown.Spot, shutdown.Mixed}).Draw(r, "capacity"),
		DesiredCount:    maybe("desired_count", 0, 5000),
		MaxSurgePercent: maybe("max_surge_percent", 1, 100),
		Require:         []shutdown.Cause{},
	}
	p.LoadBalancer = oneOf[shutdown.LoadBalancer](r, p, "load_balancer")
	p.OnInterrupt = oneOf[shutdown.Interrupt](r, p, "on_interrupt")
	p.Strategy = oneOf[shutdown.Strategy](r, p, "strategy")
	if rapid.Bool().Draw(r, "singleton") {
		p.Singleton = new(true)
	}
	names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z][a-z0-9-]{0,8}`), 0, 3, rapid.ID[string]).Draw(r, "sidecars")
	names = slices.DeleteFunc(names, func(s string) bool { return s == "app" || s == "web" || s == "front" })
	for i, name := range names {
		s := shutdown.Sidecar{Name: name, Flush: new(rapid.IntRange(0, 60).Draw(r, "flush"))}
		if i > 0 && rapid.Bool().Draw(r, "after") {
			s.After = []string{names[i-1]}
		}
		p.Sidecars = append(p.Sidecars, s)
	}
	if p.Workload == shutdown.HTTP && rapid.Bool().Draw(r, "front") {
		p.Front = &shutdown.Front{Name: "front"}
	}
	return p
}

// oneOf draws a word that the field takes in this profile.
func oneOf[W ~string](r *rapid.T, p shutdown.Profile, name string) W {
	fields := shutdown.FieldsFor(p)
	i := slices.IndexFunc(fields, func(f shutdown.Field) bool { return f.Name == name })
	return W(rapid.SampledFrom(fields[i].Values).Draw(r, name))
}
