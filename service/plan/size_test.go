package plan_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// grown is the recorded plan with so many instances of the module in place of one,
// and what Terraform writes besides: what is planned, and what was there before.
func grown(t testing.TB, services int) []byte {
	t.Helper()
	const from = `module.keyed["a.b"]`
	var doc map[string]any
	if err := json.Unmarshal(recorded(t), &doc); err != nil {
		t.Fatal(err)
	}
	var one []string
	changes, _ := doc["resource_changes"].([]any)
	for _, c := range changes {
		if change, _ := c.(map[string]any); change["module_address"] == from {
			one = append(one, text(t, change))
		}
	}
	var all []string
	for i := range services {
		name := fmt.Sprintf("s%d", i)
		for _, c := range one {
			all = append(all, strings.ReplaceAll(c, "a.b", name))
		}
	}
	list := "[" + strings.Join(all, ",") + "]"
	return []byte(`{"format_version": "1.2", "planned_values": {"root_module": {"resources": ` + list + `}}, "resource_changes": ` + list +
		`, "prior_state": {"format_version": "1.0", "values": {"root_module": {}}}, "configuration": ` + text(t, doc["configuration"]) + `}`)
}

func text(t testing.TB, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
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
