package shutdown_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestParse_everyField(t *testing.T) {
	t.Parallel()
	documents := []map[string]any{{
		"workload": "http", "longest_work": 20, "on_interrupt": "finish", "interrupt_time": 7, "cleanup": 6, "startup": 31, "provisioning": 26, "health_time": 2,
		"longest_pause": 11, "margin": 4, "load_balancer": "nlb", "propagation": 3, "capacity": "mixed", "desired_count": 9, "min_count": 3, "max_surge_percent": 100,
		"singleton": false, "strategy": "linear", "bake_minutes": 4, "step_percent": 20, "step_minutes": 3,
		"sidecars": []any{map[string]any{"name": "log-router", "flush": 8, "framework": "fluent_bit"}, map[string]any{"name": "agent", "flush": 1, "after": []any{"log-router"}}},
		"front":    map[string]any{"name": "proxy", "framework": "nginx"}, "stop_signal": "SIGINT", "framework": "node", "environment_prefix": "APP_",
		"acknowledge": []any{"ping-interval"}, "require": []any{"deployment"},
	}, {"workload": "queue", "longest_work": 900, "broker": "other"}, {"workload": "queue", "longest_work": 900, "heartbeat": 5}, {"workload": "websocket", "longest_work": 900, "drain_notice": true, "notice_spread": 0}}
	want := []shutdown.Profile{{
		Workload: "http", LongestWork: new(20), OnInterrupt: "finish", InterruptTime: new(7), Cleanup: new(6), Startup: new(31), Provisioning: new(26), HealthTime: new(2),
		LongestPause: new(11), Margin: new(4), LoadBalancer: "nlb", Propagation: new(3), Capacity: "mixed", DesiredCount: new(9), MinCount: new(3), MaxSurgePercent: new(100),
		Singleton: new(false), Strategy: "linear", BakeMinutes: new(4), StepPercent: new(20), StepMinutes: new(3),
		Sidecars: []shutdown.Sidecar{{Name: "log-router", Flush: new(8), Framework: "fluent_bit"}, {Name: "agent", Flush: new(1), After: []string{"log-router"}}},
		Front:    &shutdown.Front{Name: "proxy", Framework: "nginx"}, StopSignal: "SIGINT", Framework: "node", EnvironmentPrefix: "APP_",
		Acknowledge: []string{"ping-interval"}, Require: []shutdown.Cause{"deployment"},
	}, {Workload: "queue", LongestWork: new(900), Broker: "other"}, {Workload: "queue", LongestWork: new(900), Heartbeat: new(5)}, {Workload: "websocket", LongestWork: new(900), DrainNotice: new(true), NoticeSpread: new(0)}}
	for _, f := range shutdown.Fields() {
		if !slices.ContainsFunc(documents, func(d map[string]any) bool { return d[f.Name] != nil }) {
			t.Errorf("the documents lack %s: add it here", f.Name)
		}
	}
	for i, document := range documents {
		got, err := shutdown.Parse(document)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[i], got.Given()); diff != "" {
			t.Errorf("Parse() mismatch (-want +got):\n%s", diff)
		}
	}
}

// An empty list of causes requires nothing; none at all means the default.
func TestParse_emptyRequire(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		require any
		want    bool
	}{
		"not set": {nil, true},
		"empty":   {[]any{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := shutdown.Parse(map[string]any{"workload": "http", "longest_work": 85, "capacity": "spot", "require": tt.require})
			if (err != nil) != tt.want {
				t.Errorf("Parse() error = %v, want an error: %t", err, tt.want)
			}
		})
	}
}

// drawValue draws anything that a decoder may hand over.
func drawValue(depth int) *rapid.Generator[any] {
	options := []*rapid.Generator[any]{
		rapid.Just[any](nil),
		rapid.Bool().AsAny(),
		rapid.IntRange(-5, 200000).AsAny(),
		rapid.Int64().AsAny(),
		rapid.Float64().AsAny(),
		rapid.StringMatching(`[0-9.eE+-]{0,8}`).AsAny(),
		rapid.Map(rapid.StringMatching(`[0-9.eE+-]{0,8}`), func(s string) any { return json.Number(s) }),
		rapid.String().AsAny(),
		rapid.SampledFrom([]string{"http", "queue", "spot", "alb", "deployment", "SIGTERM", "nginx", "finish"}).AsAny(),
		rapid.Map(rapid.Float64Range(-1e6, 1e6), func(x float64) any { return big.NewFloat(x) }),
	}
	if depth > 0 {
		options = append(options,
			rapid.Map(rapid.SliceOfN(drawValue(depth-1), 0, 3), func(v []any) any { return v }),
			rapid.Map(drawDocument(depth-1), func(v map[string]any) any { return v }))
	}
	return rapid.OneOf(options...)
}

func drawDocument(depth int) *rapid.Generator[map[string]any] {
	names := []string{"name", "flush", "x", ""}
	for _, f := range shutdown.Fields() {
		names = append(names, f.Name)
	}
	return rapid.MapOfN(rapid.SampledFrom(names), drawValue(depth), 0, 12)
}

// Nothing panics, every error is Faults, and what passes can be computed.
func parseProperty(t *rapid.T) {
	document := drawDocument(2).Draw(t, "document")
	p, err := shutdown.Parse(document)
	var faults shutdown.Faults
	switch {
	case err == nil:
		if _, err := shutdown.Compute(p.Given()); err != nil {
			t.Fatalf("Parse() passed what Compute() refuses: %v", err)
		}
	case !errors.As(err, &faults) || len(faults) == 0:
		t.Fatalf("Parse() error is %T %v, want Faults", err, err)
	}
	seen := map[string]bool{}
	for _, f := range faults {
		if f.Detail() == "" || seen[f.Path+f.Rule+f.Given] {
			t.Fatalf("fault %+v is empty or raised twice", f)
		}
		seen[f.Path+f.Rule+f.Given] = true
	}
}

func TestParse_anyDocument(t *testing.T) {
	t.Parallel()
	rapid.Check(t, parseProperty)
}

func FuzzParse(f *testing.F) { f.Fuzz(rapid.MakeFuzz(parseProperty)) }
