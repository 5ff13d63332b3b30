//go:build unix

package plan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// BenchmarkRead is beside BenchmarkTerraformJSON, which decodes the same text whole.
func BenchmarkRead(b *testing.B) {
	bench(b, func(doc []byte) (any, error) {
		p, err := plan.Decode("plan.json", bytes.NewReader(doc))
		if err != nil {
			return nil, err
		}
		return service.Link(p.Resources()), nil
	})
}

func BenchmarkTerraformJSON(b *testing.B) {
	bench(b, func(doc []byte) (any, error) {
		var p tfjson.Plan
		err := json.Unmarshal(doc, &p)
		return &p, err
	})
}

func bench(b *testing.B, read func([]byte) (any, error)) {
	sizes := []int{10, 100, 1000}
	if os.Getenv("GRACEFUL_BENCH") != "" {
		sizes = append(sizes, 10_000)
	}
	for _, services := range sizes {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			doc := grown(b, services)
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			var kept any
			was, began := live(), processor(b)
			for b.Loop() {
				var err error
				if kept, err = read(doc); err != nil {
					b.Fatal(err)
				}
			}
			// Of a machine that does other things too, the clock says little.
			b.ReportMetric((processor(b)-began)/float64(b.N), "cpu-s/op")
			b.ReportMetric((live()-was)/1e6, "kept-MB")
			runtime.KeepAlive(kept)
			runtime.KeepAlive(doc)
		})
	}
}

// processor is the time that this process has had, in seconds.
func processor(b *testing.B) float64 {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}

// live is how many bytes are in use.
func live() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
