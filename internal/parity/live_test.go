//go:build parity

package parity

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// wire is the Terraform side against moto, set up once.
type wire struct {
	root      string
	moto      Moto
	proxy     *Proxy
	terraform *Terraform
	around    Surroundings
}

// nowhere is an endpoint for what asks AWS nothing.
const nowhere = "http://127.0.0.1:9"

// foundTools are looked for once: that moto is there takes a second to know.
var foundTools = sync.OnceValues(func() (Tools, error) {
	root, err := Root()
	if err != nil {
		return Tools{}, err
	}
	return FindTools(root)
})

// tools are the programs that the tests need.
func tools(t testing.TB) Tools {
	t.Helper()
	found, err := foundTools()
	if err != nil {
		t.Fatalf("this test needs tools that are missing:\n%v", err)
	}
	return found
}

// newTerraform is the real Terraform with the provider that is built here, and
// hashicorp/aws that speaks to the endpoint.
func newTerraform(t *testing.T, endpoint string) (root string, terraform *Terraform) {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := bounded(t)
	t.Cleanup(cancel)
	own, err := provider()
	if err != nil {
		t.Fatal(err)
	}
	if terraform, err = NewTerraform(tools(t), own, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	stop, err := terraform.Attach(ctx, endpoint)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	terraform.Name, terraform.Tell = t.Name(), tell
	return root, terraform
}

func newWire(t *testing.T) *wire {
	t.Helper()
	ctx, cancel := bounded(t)
	t.Cleanup(cancel)
	tell("==> " + t.Name() + ": starting moto")
	moto, stop, err := StartMoto(ctx, tools(t).Python)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	proxy, err := NewProxy(moto.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	around, err := moto.Surround(ctx)
	if err != nil {
		t.Fatal(err)
	}
	root, terraform := newTerraform(t, proxy.URL())
	return &wire{root: root, moto: moto, proxy: proxy, terraform: terraform, around: around}
}

// tell shows a line to a person while the tests run.
func tell(line string) { fmt.Println(line) }

// bounded ends what runs before go test ends the test, so that nothing is left
// running.
func bounded(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	deadline, ok := t.Deadline()
	if !ok {
		deadline = time.Now().Add(time.Hour)
	}
	return context.WithDeadline(t.Context(), deadline.Add(-30*time.Second))
}

// write makes a configuration of these blocks that of the folder.
func (w *wire) write(t *testing.T, blocks map[string]any) {
	t.Helper()
	config, err := Configuration(blocks)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.terraform.Write("main.tf.json", config); err != nil {
		t.Fatal(err)
	}
}

// step runs one command of Terraform.
func (w *wire) step(ctx context.Context, t *testing.T, arguments ...string) string {
	t.Helper()
	out, err := w.terraform.Run(ctx, arguments...)
	if err != nil {
		for _, e := range w.proxy.Exchanges() {
			if e.Status >= http.StatusBadRequest {
				t.Logf("%s was answered with %d: %v", e.Name(), e.Status, e.Response)
			}
		}
		t.Fatal(err)
	}
	return out
}

// quiet runs one command whose output is for a program.
func (w *wire) quiet(ctx context.Context, t *testing.T, arguments ...string) string {
	t.Helper()
	w.terraform.Tell = nil
	defer func() { w.terraform.Tell = tell }()
	return w.step(ctx, t, arguments...)
}

// TestOnTheWire applies every case, in groups beside each other.
func TestOnTheWire(t *testing.T) {
	t.Parallel()
	for _, g := range batches(chosen(t), func(c Case) bool { return strings.Contains(c.Profile, "workload: queue") }) {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			checkOnTheWire(t, g.members)
		})
	}
}

func checkOnTheWire(t *testing.T, cases []Case) {
	t.Helper()
	w := newWire(t)
	ctx, cancel := bounded(t)
	defer cancel()
	before, err := w.moto.Inventory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	config, err := RootModule(filepath.Join(w.root, "modules", "fargate-service"), w.around, cases)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.terraform.Write("main.tf.json", config); err != nil {
		t.Fatal(err)
	}
	w.step(ctx, t, "init", "-no-color", "-input=false")
	w.step(ctx, t, "apply", "-no-color", "-input=false", "-auto-approve", "-parallelism=20")
	for _, err := range w.proxy.Errs() {
		t.Error(err)
	}
	t.Logf("requests: %v", w.proxy.Counts())
	resources, err := Fold(w.proxy.Exchanges())
	if err != nil {
		t.Fatal(err)
	}
	trees, leftovers, err := Trees(resources, w.around, names(cases)...)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range leftovers {
		b, _ := json.Marshal(r)
		t.Errorf("Terraform creates a resource that belongs to no case: %s", b)
	}
	for i, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			tell(fmt.Sprintf("==> %s: case %d of %d against CDK", t.Name(), i+1, len(cases)))
			checkRecorded(t, c.Name, trees[c.Name])
			checkEqual(t, trees[c.Name], synthesised(t, c))
			checkWanted(t, c, "Terraform", trees[c.Name])
		})
	}

	t.Run("a second plan is empty", func(t *testing.T) {
		// Even when ECS has moved the traffic, which is no business of Terraform's.
		moved, err := w.moto.moveTraffic(ctx)
		if err != nil {
			t.Fatal(err)
		}
		shifting := 0
		for _, tree := range trees {
			if tree["alternate_target_group"] != nil {
				shifting++
			}
			if tree["test_listener_rule"] != nil {
				shifting++
			}
		}
		if moved != shifting {
			t.Errorf("traffic moves at %d listeners and rules, and the cases have %d that lead to two target groups", moved, shifting)
		}
		changes, err := w.terraform.Changes(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if changes != "" {
			t.Errorf("a second plan is not empty:\n%s", changes)
		}
	})
	t.Run("destroy leaves nothing", func(t *testing.T) {
		w.step(ctx, t, "destroy", "-no-color", "-input=false", "-auto-approve", "-parallelism=20", "-refresh=false") // The plan before has read all.
		after, err := w.moto.Inventory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		kept := 0
		for _, left := range subtract(after, before) {
			if strings.Contains(left, ":task-definition/") { // For a rollback by hand.
				kept++
				continue
			}
			t.Errorf("destroy leaves %s", left)
		}
		if kept != len(cases) {
			t.Errorf("destroy leaves %d task definitions, want that of each of the %d cases", kept, len(cases))
		}
	})
}
