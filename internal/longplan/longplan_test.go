package longplan_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/longplan"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

// Both are read as so many whole services: a bench of what nobody reads would be quick.
func TestLong(t *testing.T) {
	recorded, err := os.ReadFile("../../service/plan/testdata/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, grown := range map[string]func(int) ([]byte, error){
		"plan.json":     func(n int) ([]byte, error) { return longplan.Plan(recorded, n) },
		"template.json": longplan.Template,
	} {
		t.Run(name, func(t *testing.T) {
			text, err := grown(3)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
			var from read.Reader
			if err := from.Add(file); err != nil {
				t.Fatal(err)
			}
			list := service.Link(from.Resources())
			if len(list) != 3 {
				t.Fatalf("%d services, want 3", len(list))
			}
			for _, s := range list {
				if v := s.Values(); v.StopTimeout == nil || v.DeregistrationDelay == nil {
					t.Errorf("%s: stop timeout %v and deregistration delay %v, want both known", s.Name.Or(""), v.StopTimeout, v.DeregistrationDelay)
				}
			}
		})
	}
	if _, err := longplan.Plan([]byte(`{}`), 1); err == nil {
		t.Error("a plan without the module is grown")
	}
}
