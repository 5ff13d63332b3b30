package shutdown_test

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// follow does what a way out says, by its words alone. It is false for advice
// that is no change of the profile.
func follow(t *rapid.T, p shutdown.Profile, way string) (shutdown.Profile, bool) {
	if strings.HasPrefix(way, "or move longer requests") {
		return p, false
	}
	for step := range strings.SplitSeq(way, " and set ") {
		step, _, _ = strings.Cut(step, ", ") // What follows is a proviso.
		step = strings.TrimPrefix(step, "set ")
		switch {
		case strings.HasPrefix(step, "drop "):
			p = dropCauses(p, strings.TrimSuffix(strings.TrimPrefix(way, "drop "), " from require"))
			return p, true
		case strings.HasPrefix(step, "require to ["):
			list, _, _ := strings.Cut(strings.TrimPrefix(way, "set require to ["), "]")
			p.Require = []shutdown.Cause{}
			for word := range strings.SplitSeq(list, ", ") {
				if word != "" {
					p.Require = append(p.Require, shutdown.Cause(word))
				}
			}
			return p, true
		case strings.HasPrefix(step, "remove "):
			p = remove(t, p, strings.TrimPrefix(step, "remove "))
		default:
			p = assign(t, p, step)
		}
	}
	return p, true
}

func dropCauses(p shutdown.Profile, list string) shutdown.Profile {
	dropped := strings.Split(strings.ReplaceAll(list, " and ", ", "), ", ")
	p.Require = slices.DeleteFunc(slices.Clone(p.Require), func(c shutdown.Cause) bool { return slices.Contains(dropped, string(c)) })
	return p
}

func remove(t *rapid.T, p shutdown.Profile, path string) shutdown.Profile {
	switch {
	case path == "load_balancer":
		p.LoadBalancer = ""
	case path == "propagation":
		p.Propagation = nil
	case path == "front":
		p.Front = nil
	case path == "broker":
		p.Broker = ""
	case path == "on_interrupt":
		p.OnInterrupt = ""
	case path == "strategy":
		p.Strategy = ""
	case path == "bake_minutes":
		p.BakeMinutes = nil
	case path == "step_percent":
		p.StepPercent = nil
	case path == "step_minutes":
		p.StepMinutes = nil
	case path == "drain_notice":
		p.DrainNotice = nil
	case path == "notice_spread":
		p.NoticeSpread = nil
	case path == "heartbeat":
		p.Heartbeat = nil
	case path == "framework":
		p.Framework = ""
	case afterPath.MatchString(path):
		m := afterPath.FindStringSubmatch(path)
		i, _ := strconv.Atoi(m[1])
		p.Sidecars = slices.Clone(p.Sidecars)
		if m[3] == "" {
			p.Sidecars[i].After = nil
			break
		}
		j, _ := strconv.Atoi(m[3])
		p.Sidecars[i].After = slices.Delete(slices.Clone(p.Sidecars[i].After), j, j+1)
	default:
		t.Fatalf("nobody knows how to remove %q", path)
	}
	return p
}

var (
	afterPath = regexp.MustCompile(`^sidecars\[(\d+)\]\.after(\[(\d+)\])?$`)
	flushPath = regexp.MustCompile(`^sidecars\[(\d+)\]\.flush$`)
	atMost    = regexp.MustCompile(`^(.+) to at most (\d+)$`)
	toValue   = regexp.MustCompile(`^([a-z_.\[\]0-9 ]+?) to (\S+)$`)
)

func assign(t *rapid.T, p shutdown.Profile, step string) shutdown.Profile {
	m := atMost.FindStringSubmatch(step)
	if m == nil {
		m = toValue.FindStringSubmatch(step)
	}
	if m == nil {
		t.Fatalf("nobody knows how to %q", step)
	}
	n, err := strconv.Atoi(m[2])
	numbers := map[string]**int{"longest_work": &p.LongestWork, "interrupt_time": &p.InterruptTime, "cleanup": &p.Cleanup, "margin": &p.Margin,
		"propagation": &p.Propagation, "min_count": &p.MinCount, "desired_count": &p.DesiredCount, "max_surge_percent": &p.MaxSurgePercent,
		"bake_minutes": &p.BakeMinutes, "step_minutes": &p.StepMinutes, "notice_spread": &p.NoticeSpread}
	switch slot := numbers[m[1]]; {
	case slot != nil && err == nil:
		*slot = &n
	case m[1] == "the flush of every sidecar" && err == nil:
		p = capped(p, n, -1)
	case flushPath.MatchString(m[1]) && err == nil:
		i, _ := strconv.Atoi(flushPath.FindStringSubmatch(m[1])[1])
		p = capped(p, n, i)
	case m[1] == "capacity":
		p.Capacity = shutdown.Capacity(m[2])
	case m[1] == "on_interrupt":
		p.OnInterrupt = shutdown.Interrupt(m[2])
	case m[1] == "broker":
		p.Broker = shutdown.Broker(m[2])
	case m[1] == "strategy":
		p.Strategy = shutdown.Strategy(m[2])
	case m[1] == "load_balancer":
		p.LoadBalancer = shutdown.LoadBalancer(m[2])
	case m[1] == "stop_signal":
		p.StopSignal = shutdown.Signal(m[2])
	case m[1] == "drain_notice":
		p.DrainNotice = new(m[2] == "true")
	case m[1] == "singleton" && m[2] == "false":
		p.Singleton = new(false)
	default:
		t.Fatalf("nobody knows how to %q", step)
	}
	return p
}

// capped shortens one flush, or all.
func capped(p shutdown.Profile, most, only int) shutdown.Profile {
	p.Sidecars = slices.Clone(p.Sidecars)
	for i := range p.Sidecars {
		if only < 0 || only == i {
			p.Sidecars[i].Flush = new(min(most, *p.Sidecars[i].Flush))
		}
	}
	return p
}

// drawFaulty draws a profile that may have any fault of meaning.
func drawFaulty(t *rapid.T) shutdown.Profile {
	p, _ := drawProfile(t)
	if rapid.Bool().Draw(t, "require given") {
		p.Require = rapid.SliceOfNDistinct(rapid.SampledFrom(shutdown.Causes()), 0, 4, rapid.ID[shutdown.Cause]).Draw(t, "require")
	} else {
		p.Require = nil
	}
	spoil := map[string]func(){
		"framework": func() {
			p.Framework = rapid.SampledFrom([]shutdown.FrameworkName{"nginx", "gunicorn", "sidekiq"}).Draw(t, "framework")
		},
		"stop_signal": func() { p.StopSignal = rapid.SampledFrom(shutdown.Signals()).Draw(t, "stop_signal") },
		"front":       func() { p.Front = &shutdown.Front{Name: "proxy"} },
		"broker":      func() { p.Broker = "other" },
		"load_balancer": func() {
			p.LoadBalancer = rapid.SampledFrom([]shutdown.LoadBalancer{"alb", "nlb", "none"}).Draw(t, "lb")
		},
		"propagation": func() { p.Propagation = new(rapid.IntRange(0, 300).Draw(t, "l")) },
		"on_interrupt": func() {
			p.OnInterrupt = rapid.SampledFrom([]shutdown.Interrupt{"finish", "checkpoint", "close", "requeue"}).Draw(t, "i")
		},
		"drain_notice":  func() { p.DrainNotice = new(true) },
		"notice_spread": func() { p.NoticeSpread = new(rapid.IntRange(0, 300).Draw(t, "spread")) },
		"strategy": func() {
			p.Strategy = rapid.SampledFrom([]shutdown.Strategy{"rolling", "blue_green", "linear", "canary"}).Draw(t, "s")
		},
		"bake_minutes": func() { p.BakeMinutes = new(rapid.IntRange(0, 1440).Draw(t, "b")) },
		"step_minutes": func() { p.StepMinutes = new(rapid.IntRange(0, 1440).Draw(t, "m")) },
		"singleton":    func() { p.Singleton = new(true) },
		"min_count":    func() { p.MinCount = new(rapid.IntRange(0, 5000).Draw(t, "min")) },
		"order": func() {
			if len(p.Sidecars) > 1 {
				p.Sidecars[0].After = []string{"b"}
			}
		},
	}
	for range rapid.IntRange(0, 2).Draw(t, "spoilt") {
		spoil[rapid.SampledFrom(sorted(spoil)).Draw(t, "spoil")]()
	}
	return p
}

func sorted(m map[string]func()) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// names lists a profile's faults; a required cause each by its name.
func names(p shutdown.Profile) map[string]bool {
	_, err := shutdown.Prove(p)
	var faults shutdown.Faults
	errors.As(err, &faults)
	out := map[string]bool{}
	for _, f := range faults {
		for _, n := range nameOf(f) {
			out[n] = true
		}
	}
	return out
}

var underCauses = regexp.MustCompile(`^Nothing may be lost under ([a-z_, ]+), but `)

func nameOf(f shutdown.Fault) []string {
	if m := underCauses.FindStringSubmatch(f.Message); m != nil {
		var out []string
		for c := range strings.SplitSeq(strings.ReplaceAll(m[1], " and ", ", "), ", ") {
			out = append(out, "require "+c)
		}
		return out
	}
	switch f.Rule {
	case "stop-budget", "deregistration-limit", "protection-limit", "visibility-limit":
		return []string{f.Rule}
	}
	return []string{f.Path + " " + f.Rule}
}

// holds says whether a profile has none of the names and nothing new.
func holds(p shutdown.Profile, before map[string]bool, gone []string) bool {
	after := names(p)
	for _, n := range gone {
		if after[n] {
			return false
		}
	}
	for n := range after {
		if !before[n] {
			return false
		}
	}
	return true
}

// Every way out is followed: the fault is gone and no other has come. Rules
// whose values are shapes or words of any kind are left to their own tests.
func TestFaults_waysOutHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawFaulty(t)
		_, err := shutdown.Prove(p)
		var faults shutdown.Faults
		if !errors.As(err, &faults) {
			t.Skip("no fault")
		}
		before := names(p)
		for _, f := range faults {
			if f.Rule == "range" || f.Rule == "duplicate" {
				continue
			}
			if len(f.WaysOut) == 0 {
				t.Errorf("%s at %s has no way out: %s", f.Rule, f.Path, f.Message)
			}
			for _, way := range f.WaysOut {
				plain, more := strings.CutSuffix(way, shutdown.MoreComes)
				changed, change := follow(t, p, plain)
				if !change {
					continue
				}
				after, came := names(changed), 0
				for _, n := range nameOf(f) {
					if after[n] {
						t.Errorf("%s at %s (%s) is still there after %q", f.Rule, f.Path, f.Message, way)
					}
				}
				for n := range after {
					if !before[n] {
						came++
					}
				}
				if m := atMost.FindStringSubmatch(strings.Split(plain, ", ")[0]); m != nil && !more && !strings.Contains(plain, " and ") && f.Rule != "min-count" {
					n, _ := strconv.Atoi(m[2])
					one, _ := follow(t, p, m[1]+" to at most "+strconv.Itoa(n+1))
					if holds(one, before, nameOf(f)) {
						t.Errorf("%s at %s: %q, but one more holds too", f.Rule, f.Path, way)
					}
				}
				if more != (came > 0) {
					t.Errorf("%s at %s: %q brings %v, before %v", f.Rule, f.Path, way, after, before)
				}
			}
		}
	})
}
