package main

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// What the project promises of a plan without changes; a bench that finds
// otherwise fails. The provider's own calls cost no more for a resource than for
// a data source, which a test holds them to, and are about an eighth of the time.
// The rest is Terraform's: it decodes, upgrades, refreshes, compares and encodes
// every attribute of what it manages, a data source it only reads. Measured so far:
// about 2.2, so that this bench is red; docs/benchmarks.md has what was tried.
const (
	promisedServices = 200
	promisedService  = 1.5
)

const serviceConfiguration = `terraform {
  required_providers {
    graceful = { source = "graceful-ecs/graceful" }
  }
}

resource "graceful_service" "this" {
  count        = %d
  name         = "service-${count.index}"
  workload     = "http"
  longest_work = 10 + count.index %% 60
}
`

const functionConfiguration = `terraform {
  required_providers {
    graceful = { source = "graceful-ecs/graceful" }
  }
}

output "this" {
  value = [for i in range(%d) : provider::graceful::settings({ workload = "http", longest_work = 10 + i %% 60 }).stop_timeout]
}
`

const dataConfiguration = `resource "terraform_data" "this" {
  count = %d
  input = 10 + count.index %% 60
}
`

// contestants are what plans without changes are measured of, in the order of
// the table. The ratio is of the second to the first.
var contestants = []struct{ name, configuration string }{
	{"graceful_settings", gracefulConfiguration},
	{"graceful_service", serviceConfiguration},
	{"settings()", functionConfiguration},
	{"time_offset", offsetConfiguration},
	{"terraform_data", dataConfiguration},
}

// unchanged is one size of plan without changes: the processor time of each
// contestant, round by round.
type unchanged struct {
	instances int
	processor [][]time.Duration
}

// ratio is the median of the resource's time over the data source's within each
// round: what both suffered at the same moment cancels out.
func (u unchanged) ratio() float64 {
	return pair{graceful: u.processor[1], offset: u.processor[0]}.ratio()
}

// measureUnchanged applies n instances of each contestant and plans them again,
// all in turn.
func (w *workspace) measureUnchanged(n, rounds int) (unchanged, error) {
	u := unchanged{instances: n, processor: make([][]time.Duration, len(contestants))}
	folders := make([]string, len(contestants))
	for i, c := range contestants {
		var err error
		if folders[i], err = w.configuration(fmt.Sprintf("unchanged-%d-%d", n, i), c.configuration, n); err != nil {
			return u, err
		}
		if _, _, _, err = w.run(folders[i], "apply", "-auto-approve", "-no-color", "-input=false"); err != nil {
			return u, err
		}
	}
	for range rounds {
		for i, folder := range folders {
			out, state, _, err := w.run(folder, "plan", "-no-color", "-input=false", "-lock=false")
			if err != nil {
				return u, err
			}
			if !strings.Contains(out, "No changes.") {
				return u, fmt.Errorf("%s plans a change:\n%s", contestants[i].name, out)
			}
			u.processor[i] = append(u.processor[i], state.UserTime()+state.SystemTime())
		}
	}
	return u, nil
}

// unchangedPlans measures plans without changes, and how they grow.
func (b *bench) unchangedPlans(r *results) error {
	w, err := newWorkspace(b)
	if err != nil {
		return err
	}
	defer w.remove()
	for _, n := range []int{10, promisedServices, 1000} {
		say("a plan without changes, %d instances", n)
		u, err := w.measureUnchanged(n, b.pairs)
		if err != nil {
			return err
		}
		r.unchanged = append(r.unchanged, u)
	}
	return nil
}

func (r results) unchangedTable() string {
	var b strings.Builder
	b.WriteString("| instances |")
	for _, c := range contestants {
		fmt.Fprintf(&b, " `%s` |", c.name)
	}
	b.WriteString(" `graceful_service` / `graceful_settings` |\n|--:|" + strings.Repeat("--:|", len(contestants)+1) + "\n")
	for _, u := range r.unchanged {
		fmt.Fprintf(&b, "| %d |", u.instances)
		for _, samples := range u.processor {
			fmt.Fprintf(&b, " %.2f s |", median(samples).Seconds())
		}
		fmt.Fprintf(&b, " %.2f |\n", u.ratio())
	}
	return b.String()
}

// brokenUnchanged names what a plan without changes promises and does not hold.
func (r results) brokenUnchanged() error {
	var broken []error
	for _, u := range r.unchanged {
		if u.instances == promisedServices && u.ratio() > promisedService {
			broken = append(broken, fmt.Errorf("a plan without changes of %d graceful_service took %.2f times the processor time of as many graceful_settings, want at most %.2f", u.instances, u.ratio(), promisedService))
		}
	}
	return errors.Join(broken...)
}
