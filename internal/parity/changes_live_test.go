//go:build parity

package parity

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// productionChange is what happens to services in production, one apply after the other.
type productionChange struct {
	name  string
	steps []step
	// loses says that requests are lost, which shows that the judge sees it: the
	// same is done without loss in another row.
	loses string
}

// step is one apply.
type step struct {
	modules map[string]arguments
	moved   [][2]string
	// leave are the listeners whose clients have left for another way in before.
	leave []string
	// want is what the plan does, by address below module.NAME. What only tells
	// numbers, graceful_service, is left out.
	want map[string]string
}

const staging = "staging.invalid"

// TestOnTheWire_changes applies each change to services that run, step by step,
// with clients at every way in. Each step does what is wanted and no more, leaves
// an empty plan, and no request is lost.
func TestOnTheWire_changes(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx, cancel := bounded(t)
	defer cancel()
	second, err := w.moto.secondSurroundings(ctx, w.around)
	if err != nil {
		t.Fatal(err)
	}
	changes := slices.DeleteFunc(productionChanges(t, w, second), func(c productionChange) bool { return !regexp.MustCompile(*only).MatchString(c.name) })
	traffic, seen := NewTraffic(), 0
	for i := range longest(changes) {
		w.write(t, blocksAt(changes, i))
		if i == 0 {
			w.step(ctx, t, "init", "-no-color", "-input=false")
		}
		w.step(ctx, t, "get", "-no-color")
		w.step(ctx, t, "plan", "-no-color", "-input=false", "-out=planned", "-parallelism=20")
		if i > 0 {
			checkActions(t, changes, i, w.quiet(ctx, t, "show", "-json", "planned"))
		}
		traffic.Clients()
		traffic.Leave(w.around.ALBListener, staging) // Nobody has come this way yet.
		for _, c := range changes {
			if i < len(c.steps) {
				for _, l := range c.steps[i].leave {
					traffic.Leave(l, c.mark())
				}
			}
		}
		w.step(ctx, t, "apply", "-no-color", "-input=false", "-parallelism=20", "planned")
		for _, e := range w.proxy.Exchanges()[seen:] {
			seen++
			if err := traffic.Step(e); err != nil {
				t.Fatal(err)
			}
			if e.Action == "DeregisterTaskDefinition" {
				t.Error("an old revision of a task definition is deregistered, so nobody can roll back to it")
			}
		}
		left, err := w.terraform.Changes(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if left != "" {
			t.Errorf("after step %d a second plan is not empty:\n%s", i, left)
		}
	}
	checkLost(t, changes, traffic.Lost())
}

func longest(changes []productionChange) int {
	n := 0
	for _, c := range changes {
		n = max(n, len(c.steps))
	}
	return n
}

// blocksAt is the configuration at a step; a change that has ended stays as it is.
func blocksAt(changes []productionChange, i int) map[string]any {
	modules, moved := map[string]any{}, []any{}
	for _, c := range changes {
		for name, m := range c.steps[min(i, len(c.steps)-1)].modules {
			modules[name] = m
		}
		if i < len(c.steps) {
			for _, m := range c.steps[i].moved {
				moved = append(moved, map[string]any{"from": m[0], "to": m[1]})
			}
		}
	}
	blocks := map[string]any{"module": modules}
	if len(moved) > 0 {
		blocks["moved"] = moved
	}
	return blocks
}

// checkActions compares what a plan does with what each change wants of this step.
func checkActions(t *testing.T, changes []productionChange, i int, shown string) {
	t.Helper()
	var plan struct {
		Changes []struct {
			Address, Mode string
			Change        struct{ Actions []string }
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(shown), &plan); err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if i >= len(c.steps) {
			continue
		}
		got := map[string]string{}
		for _, r := range plan.Changes {
			action := strings.Join(r.Change.Actions, ", ")
			module, rest := ownModule(r.Address)
			if r.Mode == "managed" && action != "no-op" && !strings.HasPrefix(rest, "graceful_service.") && c.owns(i, module) {
				got[strings.TrimPrefix(r.Address, "module."+c.name+".")] = action
			}
		}
		if diff := cmp.Diff(c.steps[i].want, got); diff != "" {
			t.Errorf("%s, step %d: the plan's actions mismatch (-want +got):\n%s", c.name, i, diff)
		}
	}
}

// checkLost gives each lost request to its change. One that belongs to none is a
// fault too.
func checkLost(t *testing.T, changes []productionChange, all []string) {
	t.Helper()
	attributed := 0
	for _, c := range changes {
		var lost []string
		for _, l := range all {
			if strings.Contains(l, c.mark()) {
				lost = append(lost, l)
			}
		}
		attributed += len(lost)
		switch {
		case c.loses == "" && lost != nil:
			t.Errorf("%s: requests are lost:\n%s", c.name, strings.Join(slices.Compact(lost), "\n"))
		case c.loses != "" && !strings.Contains(strings.Join(lost, "\n"), c.loses):
			t.Errorf("%s: the judge sees no %q in:\n%s", c.name, c.loses, strings.Join(lost, "\n"))
		}
		t.Logf("%s: %d steps, %d requests lost", c.name, len(c.steps)-1, len(lost))
	}
	if attributed != len(all) {
		t.Errorf("%d requests are lost, and %d belong to a change:\n%s", len(all), attributed, strings.Join(all, "\n"))
	}
}

// mark is how the requests of the change are told from others: by their path.
func (c productionChange) mark() string { return "/" + c.name + "]" }

// owns says whether the module is one of the change's at this step or the one
// before.
func (c productionChange) owns(i int, module string) bool {
	_, now := c.steps[i].modules[module]
	_, before := c.steps[i-1].modules[module]
	return now || before
}

// ownModule is the name of the module in an address, and the rest.
func ownModule(address string) (name, rest string) {
	_, rest, _ = strings.Cut(address, "module.")
	name, rest, _ = strings.Cut(rest, ".")
	name, _, _ = strings.Cut(name, "[")
	return name, rest
}
