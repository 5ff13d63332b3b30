//go:build unix

package plan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"syscall"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// BenchmarkRead is beside BenchmarkTerraformJSON, which decodes the same text whole.
func BenchmarkRead(b *testing.B) {
	bench(b, func(doc []byte) error {
		p, err := plan.Decode("plan.json", bytes.NewReader(doc))
		if err != nil {
			return err
		}
		service.Link(p.Resources())
		return nil
	})
}

func BenchmarkTerraformJSON(b *testing.B) {
	bench(b, func(doc []byte) error {
		var p tfjson.Plan
		return json.Unmarshal(doc, &p)
	})
}

func bench(b *testing.B, read func([]byte) error) {
	for _, services := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			doc := grown(b, services)
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			began := processor(b)
			for b.Loop() {
				if err := read(doc); err != nil {
					b.Fatal(err)
				}
			}
			// Of a machine that does other things too, the clock says little.
			b.ReportMetric((processor(b)-began)/float64(b.N), "cpu-s/op")
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
