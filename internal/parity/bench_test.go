//go:build parity

package parity

import (
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"
)

// BenchmarkPlan measures the first plan of the module beside the same resources
// written by hand, one after the other in each pair, so that what else the
// machine does falls on both.
//
//	go test -tags parity -run '^$' -bench Plan -benchtime 5x ./internal/parity
func BenchmarkPlan(b *testing.B) {
	root, err := Root()
	if err != nil {
		b.Fatal(err)
	}
	tools := tools(b)
	for _, n := range []int{1, 10, 30} {
		b.Run(strconv.Itoa(n)+" services", func(b *testing.B) { benchmarkPlan(b, tools, root, n) })
	}
}

func benchmarkPlan(b *testing.B, tools Tools, root string, n int) {
	module, hand := bytesOf(b, func() ([]byte, error) { return withModule(root, n) }), bytesOf(b, func() ([]byte, error) { return byHand(Fixed(), n) })
	first := prepare(b, tools, module)
	second := prepare(b, tools, hand)
	// One plan each brings both binaries into memory, and is counted.
	if m, h := added(b, first), added(b, second); m != 14*n || h != 12*n {
		b.Fatalf("the plans add %d and %d resources, want %d and %d", m, h, 14*n, 12*n)
	}
	var times, work [2][]float64
	var ratios, workRatios []float64
	b.ResetTimer()
	for i := range b.N {
		order := []int{0, 1}
		if i%2 == 1 {
			order = []int{1, 0}
		}
		for _, k := range order {
			t := []*Terraform{first, second}[k]
			began, worked := time.Now(), t.CPU
			added(b, t)
			times[k] = append(times[k], time.Since(began).Seconds())
			work[k] = append(work[k], (t.CPU - worked).Seconds())
		}
		ratios = append(ratios, times[0][i]/times[1][i])
		workRatios = append(workRatios, work[0][i]/work[1][i])
	}
	b.ReportMetric(median(times[0]), "module-s")
	b.ReportMetric(median(times[1]), "by-hand-s")
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(median(work[0]), "module-cpu-s")
	b.ReportMetric(median(work[1]), "by-hand-cpu-s")
	b.ReportMetric(median(workRatios), "cpu-ratio")
	b.ReportMetric(0, "ns/op")
}

// withModule calls the module n times for the case http-alb.
func withModule(root string, n int) ([]byte, error) {
	modules := map[string]any{}
	for i := range n {
		c := Cases()[0]
		c.Name = "s" + strconv.Itoa(i)
		m, err := c.Module(filepath.Join(root, "modules", "fargate-service"), Fixed())
		if err != nil {
			return nil, err
		}
		// By hand nobody asks the load balancer, and there is none here.
		if alb, ok := m["alb"].(arguments); ok {
			alb["check_idle_timeout"] = false
		}
		modules[c.Name] = m
	}
	return json.Marshal(map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{
			"aws": map[string]any{"source": "hashicorp/aws"}, "graceful": map[string]any{"source": "graceful-ecs/graceful"},
		}},
		"provider": map[string]any{"aws": offline()},
		"module":   modules,
	})
}

func bytesOf(b *testing.B, f func() ([]byte, error)) []byte {
	b.Helper()
	out, err := f()
	if err != nil {
		b.Fatal(err)
	}
	return out
}

func prepare(b *testing.B, tools Tools, config []byte) *Terraform {
	b.Helper()
	own, err := provider()
	if err != nil {
		b.Fatal(err)
	}
	t, err := NewTerraform(tools, own, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	if err := t.Write("main.tf.json", config); err != nil {
		b.Fatal(err)
	}
	if _, err := t.Run(b.Context(), "init", "-no-color", "-input=false"); err != nil {
		b.Fatal(err)
	}
	return t
}

var planned = regexp.MustCompile(`Plan: (\d+) to add, 0 to change, 0 to destroy`)

// added plans and says how many resources the plan adds.
func added(b *testing.B, t *Terraform) int {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	out, err := t.Run(ctx, "plan", "-no-color", "-input=false", "-lock=false")
	if err != nil {
		b.Fatal(err)
	}
	m := planned.FindStringSubmatch(out)
	if m == nil {
		b.Fatalf("the plan does not say what it adds:\n%s", out)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}
