package main

import (
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// measureCompute takes the slowest of the worked examples, so that the promise
// holds for every workload and not for their mean.
func measureCompute() (slowest computed) {
	for _, c := range cases.Worked() {
		result := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				// A profile that cannot be kept is measured too: its faults are an answer.
				_, _ = shutdown.Compute(c.Profile)
			}
		})
		if took := time.Duration(result.NsPerOp()); took > slowest.took {
			slowest = computed{took: took, example: c.Name}
		}
	}
	return slowest
}

type computed struct {
	took    time.Duration
	example string
}
