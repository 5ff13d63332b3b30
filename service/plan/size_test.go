package plan_test

import (
	"runtime"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/longplan"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// grown is the recorded plan with so many services.
func grown(t testing.TB, services int) []byte {
	t.Helper()
	doc, err := longplan.Plan(recorded(t), services)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Ten times as many services take ten times the room: nothing is gone through once
// for each of the others.
func TestRead_linear(t *testing.T) {
	allocated := func(services int) (bytes, objects float64) {
		doc := grown(t, services)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p, err := plan.Read("plan.json", doc)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(service.Link(p.Resources())); n != services {
			t.Fatalf("%d services, want %d", n, services)
		}
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc - before.TotalAlloc), float64(after.Mallocs - before.Mallocs)
	}
	bytes, objects := allocated(100)
	moreBytes, moreObjects := allocated(1000)
	if moreBytes > 11*bytes || moreObjects > 11*objects {
		t.Errorf("ten times the services take %.1f times the bytes and %.1f times the objects", moreBytes/bytes, moreObjects/objects)
	}
}
