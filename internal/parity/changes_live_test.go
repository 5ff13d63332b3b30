//go:build parity

package parity

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// productionChange is what happens to services in production, one apply after the other.
type productionChange struct {
	name  string
	steps []step
	// also are words of clients that are the change's own, beside its path.
	also []string
	// loses are all the faults by which requests are lost, which shows that the judge
	// sees them: the same is done without loss in another row, or UPGRADING.md says
	// what is lost.
	loses []string
}

// step is one apply.
type step struct {
	modules map[string]arguments
	// resources are what somebody else owns, by type and name.
	resources map[string]map[string]any
	moved     [][2]string
	// leave are clients that have left for another way in before: a listener, and a
	// word of theirs, which is the change's own path if it is empty.
	leave [][2]string
	// want is what the plan does, by address below module.NAME. What only tells
	// numbers, graceful_service, is left out.
	want map[string]string
}

// staging is a host that nobody asks for.
const staging = "staging.invalid"

// theirPath is the word of a client that says which path it asks for.
const theirPath = "path-pattern=/"

// TestOnTheWire_changes applies each change to services that run, step by step,
// with clients at every way in. Each step does what is wanted and no more, leaves
// an empty plan, and no request is lost.
func TestOnTheWire_changes(t *testing.T) {
	t.Parallel()
	for _, g := range batches(chosenChanges(t), func(name string) bool { return strings.Contains(name, "queue") }) {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			checkChanges(t, g.members)
		})
	}
}

func checkChanges(t *testing.T, rows []string) {
	t.Helper()
	w := newWire(t)
	ctx, cancel := bounded(t)
	defer cancel()
	second, err := w.moto.secondSurroundings(ctx, w.around)
	if err != nil {
		t.Fatal(err)
	}
	w.proxy.Linger = linger
	changes := slices.DeleteFunc(productionChanges(t, w, second), func(c productionChange) bool { return !slices.Contains(rows, c.name) })
	traffic, seen, told := NewTraffic(), 0, 0
	traffic.Balancer(w.around.ALBListener, w.around.ALBGroup)
	traffic.Balancer(w.around.NLB, w.around.NLBGroup)
	for i := range longest(changes) {
		w.write(t, blocksAt(changes, i))
		if i == 0 {
			w.step(ctx, t, "init", "-no-color", "-input=false")
		}
		w.step(ctx, t, "get", "-no-color")
		w.step(ctx, t, "plan", "-no-color", "-input=false", "-out=planned", "-parallelism=20", "-refresh=false") // The plan before has read all.
		if i > 0 {
			checkActions(t, changes, i, w.quiet(ctx, t, "show", "-json", "planned"))
		}
		arrive(t, traffic, changes, i)
		w.step(ctx, t, "apply", "-no-color", "-input=false", "-parallelism=20", "planned")
		exchanges := w.proxy.Exchanges()[seen:]
		if err := traffic.Judge(exchanges, seen); err != nil {
			t.Fatal(err)
		}
		seen += len(exchanges)
		for _, l := range traffic.Lost()[told:] {
			tell(fmt.Sprintf("==> step %d: %s", i, l))
		}
		told = len(traffic.Lost())
		if slices.ContainsFunc(exchanges, func(e Exchange) bool { return e.Action == "DeregisterTaskDefinition" }) {
			t.Error("an old revision of a task definition is deregistered, so nobody can roll back to it")
		}
		left, err := w.terraform.Changes(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if left != "" {
			t.Errorf("after step %d a second plan is not empty:\n%s", i, left)
		}
	}
	for _, err := range w.proxy.Errs() {
		t.Error(err)
	}
	checkLost(t, changes, traffic.Lost())
}

// linger is how long answers to what changes something are held back, so that what
// does not wait for each other overlaps, and is judged in every order.
const linger = 300 * time.Millisecond

// arrive brings clients to every way in that there is before a step, but for those
// who have left it.
func arrive(t *testing.T, traffic *Traffic, changes []productionChange, i int) {
	t.Helper()
	if err := traffic.Clients(); err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if i >= len(c.steps) {
			continue
		}
		for _, l := range c.steps[i].leave {
			if l[1] == "" {
				l[1] = theirPath + c.name
			}
			traffic.Leave(l[0], l[1])
		}
	}
}

// chosenChanges are the names of those that the flag -only matches.
func chosenChanges(t *testing.T) []string {
	t.Helper()
	pattern, err := regexp.Compile(*only)
	if err != nil {
		t.Fatal(err)
	}
	all := productionChanges(t, &wire{around: Fixed()}, Fixed())
	// Those of as many steps come into one batch, which ends with its longest.
	slices.SortStableFunc(all, func(a, b productionChange) int { return len(a.steps) - len(b.steps) })
	var out []string
	for _, c := range all {
		if pattern.MatchString(c.name) {
			out = append(out, c.name)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no change matches %q", *only)
	}
	return out
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
	modules, moved, resources := map[string]any{}, []any{}, map[string]any{}
	for _, c := range changes {
		for kind, named := range c.steps[min(i, len(c.steps)-1)].resources {
			all := merge(resources[kind])
			maps.Copy(all, named)
			resources[kind] = all
		}
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
	if len(resources) > 0 {
		blocks["resource"] = resources
	}
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

// checkLost gives each loss to its change, which has exactly the faults that it
// says. One that belongs to none is a fault too.
func checkLost(t *testing.T, changes []productionChange, all []Loss) {
	t.Helper()
	attributed := 0
	for _, c := range changes {
		var faults, lost []string
		for _, l := range all {
			if c.has(l.Client) {
				faults, lost = append(faults, l.Fault), append(lost, l.String())
			}
		}
		attributed += len(lost)
		slices.Sort(faults)
		if diff := cmp.Diff(slices.Sorted(slices.Values(c.loses)), slices.Compact(faults), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: what is lost mismatches (-want +got):\n%s\n%s", c.name, diff, strings.Join(lost, "\n"))
		}
		t.Logf("%s: %d steps, %d losses\n%s", c.name, len(c.steps)-1, len(lost), strings.Join(lost, "\n"))
	}
	if attributed != len(all) {
		t.Errorf("there are %d losses, and %d belong to a change: %v", len(all), attributed, all)
	}
}

// has says whether a client is one of the change's: it asks for the path of its
// name or one below, or has another word of the change.
func (c productionChange) has(client string) bool {
	return slices.ContainsFunc(strings.Fields(client), func(word string) bool {
		return word == theirPath+c.name || strings.HasPrefix(word, theirPath+c.name+"/") || slices.Contains(c.also, word)
	})
}

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
