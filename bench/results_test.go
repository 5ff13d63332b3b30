package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

func TestPromises(t *testing.T) {
	plan := func(instances int, graceful, offset time.Duration) []planned {
		return []planned{{instances: instances, wall: pair{graceful: []time.Duration{graceful}, offset: []time.Duration{offset}}}}
	}
	noChange := func(instances int, data, service time.Duration) []unchanged {
		return []unchanged{{instances: instances, processor: [][]time.Duration{{data}, {service}}}}
	}
	// Without an init a start takes nothing, and with tini 100 ns and 100 KiB.
	inits := func(small time.Duration, memory int, large time.Duration, largeMemory int) []initCost {
		return []initCost{
			{name: "none", starts: []time.Duration{0}},
			{name: "tini", starts: []time.Duration{100}, resident: 100},
			{name: "graceful-exec", ours: true, starts: []time.Duration{small}, resident: memory},
			{name: "graceful exec", ours: true, starts: []time.Duration{large}, resident: largeMemory},
		}
	}
	tests := map[string]struct {
		results results
		want    string // part of the error; none when empty
	}{
		"all kept":          {results: results{compute: computed{took: promisedCompute - 1}, plans: plan(1000, 10, 10)}},
		"slow computation":  {results: results{compute: computed{took: promisedCompute, example: "http"}}, want: "one computation took 10µs (http)"},
		"slow plan":         {results: results{plans: plan(1000, 101, 100)}, want: "a plan with 1000 graceful_settings took 1.01 times"},
		"another size slow": {results: results{plans: plan(500, 101, 100)}},
		"light services":    {results: results{unchanged: noChange(200, 10, 15)}},
		"heavy services":    {results: results{unchanged: noChange(200, 100, 151)}, want: "took 1.51 times the processor time"},
		"many are heavy":    {results: results{unchanged: noChange(1000, 100, 151)}},
		"quick audits":      {results: results{audits: []audited{{services: 1000, wall: time.Second - 1, memory: 149}, {services: 10_000, wall: 6*time.Second - 1, memory: 399}}}},
		"slow audit":        {results: results{audits: []audited{{services: 1000, wall: time.Second, memory: 149}}}, want: "an audit of 1000 services took 1.00 s"},
		"large audit":       {results: results{audits: []audited{{services: 1000, wall: 1}, {services: 10_000, wall: 1, memory: 400}}}, want: "an audit of 10000 services took 0.00 s and 400 MB"},
		"quick inits":       {results: results{inits: inits(200, 150, 1199, 1e4)}},
		"slow beside tini":  {results: results{inits: inits(201, 150, 1199, 1e4)}, want: "a start behind graceful-exec takes 2.01 times one behind tini, want at most 2.0"},
		"large beside tini": {results: results{inits: inits(200, 151, 1199, 1e4)}, want: "graceful-exec holds 1.51 times the memory of tini, want at most 1.5"},
		"slow graceful":     {results: results{inits: inits(200, 150, 10e6, 1e4)}, want: "graceful exec adds 10"},
		"large graceful":    {results: results{inits: inits(200, 150, 1199, 10240)}, want: "holds 10240 KiB"},
		"rate kept":         {results: results{drill: verdict.Result{Verdict: verdict.Held, OK: true, Load: verdict.Load{Kept: true}}}},
		"rate not kept":     {results: results{drill: verdict.Result{Verdict: verdict.Held, OK: true}}, want: "did not hold or keep its rate"},
		"not judged":        {results: results{drill: verdict.Result{Verdict: verdict.NotJudged, Attempts: 5, Findings: []verdict.Finding{{Message: "late"}}}}, want: "not judged after 5 attempts: late"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := tt.results.promises()
			if (err != nil) != (tt.want != "") {
				t.Fatalf("promises() = %v, want %q", err, tt.want)
			}
			if err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("promises() = %q, want it to hold %q", err, tt.want)
			}
		})
	}
}

func TestReplaceBetweenMarkers(t *testing.T) {
	beginMarker, endMarker := markers("provider")
	page := "# Speed\n" + beginMarker + "old\n" + endMarker + "More.\n"
	got, err := replaceBetweenMarkers(page, "provider", "new\n")
	if err != nil {
		t.Fatal(err)
	}
	want := "# Speed\n" + beginMarker + "\nnew\n\n" + endMarker + "More.\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("replaceBetweenMarkers() mismatch (-want +got):\n%s", diff)
	}
	again, err := replaceBetweenMarkers(got, "provider", "new\n")
	if err != nil || again != got {
		t.Errorf("a second time gives %q, error %v; want the same page", again, err)
	}
	for _, broken := range []string{"", strings.ReplaceAll(page, "provider", "inits"), beginMarker, endMarker, endMarker + beginMarker} {
		if _, err := replaceBetweenMarkers(broken, "provider", "new\n"); err == nil {
			t.Errorf("replaceBetweenMarkers(%q) gave no error, want one", broken)
		}
	}
}

func TestPlanIsWhole(t *testing.T) {
	read := "data.graceful_settings.this[0]: Read complete after 0s\ndata.graceful_settings.this[1]: Read complete after 0s\n"
	tests := map[string]struct {
		out  string
		n    int
		want bool
	}{
		"resources":         {"Plan: 2 to add, 0 to change", 2, true},
		"too few resources": {"Plan: 1 to add, 0 to change", 2, false},
		"data sources":      {read, 2, true},
		"too few of them":   {read, 3, false},
		"nothing":           {"No changes.", 2, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if err := planIsWhole(tt.out, tt.n); (err == nil) != tt.want {
				t.Errorf("planIsWhole() = %v, want whole: %v", err, tt.want)
			}
		})
	}
}
