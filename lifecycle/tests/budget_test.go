package lifecycle_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// closer is one that uses all the time that its context has.
type closer struct {
	name    string
	options []lifecycle.CloseOption
	flush   bool
}

// given runs closers in the order of the list and returns the time that each had.
func given(t *testing.T, cleanup time.Duration, list ...closer) map[string]time.Duration {
	t.Helper()
	p := newProgram(t, budgets(0, 0, cleanup))
	got := map[string]time.Duration{}
	for i := range list {
		c := list[len(list)-1-i]
		do := func(ctx context.Context) error {
			began := time.Now()
			<-ctx.Done()
			got[c.name] = time.Since(began)
			return nil
		}
		if c.flush {
			p.Flush(c.name, do, c.options...)
		} else {
			p.Close(c.name, do, c.options...)
		}
	}
	p.start()
	p.stop()
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
	for name, d := range got {
		got[name] = d.Round(100 * time.Millisecond)
	}
	return got
}

// Of 10 s the closers have 9.9: a tenth of a second is kept for the end in order.
func TestClose_budgets(t *testing.T) {
	t.Parallel()
	const s = time.Second
	within := func(d time.Duration) []lifecycle.CloseOption {
		return []lifecycle.CloseOption{lifecycle.Within(d)}
	}
	share := func(f float64) []lifecycle.CloseOption {
		return []lifecycle.CloseOption{lifecycle.Share(f)}
	}
	tests := map[string]struct {
		list []closer
		want []time.Duration
	}{
		"half while others wait":              {[]closer{{}, {}}, []time.Duration{5 * s, 5 * s}},
		"all that is left":                    {[]closer{{options: share(1)}, {}}, []time.Duration{9900 * time.Millisecond, 0}},
		"a stated share":                      {[]closer{{options: share(0.8)}, {}}, []time.Duration{7900 * time.Millisecond, 2 * s}},
		"a budget":                            {[]closer{{options: within(8 * s)}, {}}, []time.Duration{8 * s, 1900 * time.Millisecond}},
		"a budget is kept by those before":    {[]closer{{}, {options: within(6 * s)}}, []time.Duration{3900 * time.Millisecond, 6 * s}},
		"a budget is kept from a whole share": {[]closer{{options: share(1)}, {options: within(6 * s)}}, []time.Duration{3900 * time.Millisecond, 6 * s}},
		"of what nobody has, half":            {[]closer{{}, {options: within(6 * s)}, {}}, []time.Duration{2 * s, 6 * s, 2 * s}},
		"budgets beyond the time, in parts":   {[]closer{{options: within(20 * s)}, {options: within(10 * s)}}, []time.Duration{6600 * time.Millisecond, 3300 * time.Millisecond}},
		"a budget of all time there is":       {[]closer{{options: within(math.MaxInt64)}, {options: within(math.MaxInt64)}}, []time.Duration{4900 * time.Millisecond, 5 * s}},
		"a flusher has a second":              {[]closer{{}, {flush: true}}, []time.Duration{8900 * time.Millisecond, s}},
		"a flusher with a budget":             {[]closer{{}, {flush: true, options: within(4 * s)}}, []time.Duration{5900 * time.Millisecond, 4 * s}},
		"a flusher's budget, up to half":      {[]closer{{}, {flush: true, options: within(40 * s)}}, []time.Duration{4900 * time.Millisecond, 5 * s}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				want := map[string]time.Duration{}
				for i := range tt.list {
					tt.list[i].name = fmt.Sprint("closer ", i)
					want[tt.list[i].name] = tt.want[i]
				}
				got := given(t, 10*s, tt.list...)
				for name := range want {
					// Rounded to tenths, and late by up to 20 ms for each before it.
					if d := got[name] - want[name]; d >= -100*time.Millisecond && d <= 100*time.Millisecond {
						got[name] = want[name]
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("time of each (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// A closer that stated a budget within the time there is has all of it, whatever
// the others state, take or do.
func TestClose_budgetIsKept(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(rt, "closers")
		list := make([]closer, n)
		stated := map[string]time.Duration{}
		left := 9 * time.Second
		for i := range list {
			list[i].name = fmt.Sprint("closer ", i)
			switch rapid.SampledFrom([]string{"none", "share", "within"}).Draw(rt, "option") {
			case "share":
				list[i].options = []lifecycle.CloseOption{lifecycle.Share(float64(rapid.IntRange(1, 100).Draw(rt, "share")) / 100)}
			case "within":
				d := time.Duration(rapid.IntRange(1, int(left/2/time.Millisecond)).Draw(rt, "within")) * time.Millisecond
				left -= d
				stated[list[i].name] = d
				list[i].options = []lifecycle.CloseOption{lifecycle.Within(d)}
			}
		}
		var got map[string]time.Duration
		synctest.Test(t, func(t *testing.T) { got = given(t, 10*time.Second, list...) })
		if len(got) != n {
			rt.Fatalf("%d of %d closers ran: %v", len(got), n, got)
		}
		for name, d := range stated {
			if got[name] < d-100*time.Millisecond || got[name] > d+100*time.Millisecond {
				rt.Fatalf("%s stated %v and had %v; all: %v", name, d, got[name], got)
			}
		}
	})
}

// An option that cannot be keeps the program from starting; one that comes with a
// closer of a running program is said and left out.
func TestClose_wrongOptions(t *testing.T) {
	t.Parallel()
	nothing := func(context.Context) error { return nil }
	for name, option := range map[string]lifecycle.CloseOption{
		"Within takes more than 0, not 0s":                            lifecycle.Within(0),
		"Within takes more than 0, not -1s":                           lifecycle.Within(-time.Second),
		"Share takes a number above 0 and up to 1, not 0":             lifecycle.Share(0),
		"Share takes a number above 0 and up to 1, not 1.01":          lifecycle.Share(1.01),
		"Share takes a number above 0 and up to 1, not NaN":           lifecycle.Share(math.NaN()),
		"flusher logs: Share takes a number above 0 and up to 1, not": nil,
	} {
		p := newProgram(t, budgets(0, 0, time.Second))
		p.Go("worker", func(context.Context) error { t.Error("started"); return nil })
		if option == nil {
			p.Flush("logs", nothing, lifecycle.Share(-1))
		} else {
			p.Close("pool", nothing, option)
		}
		if err := p.Run(t.Context()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("Run() error = %v, want it to say %q", err, name)
		}
	}
	p := newProgram(t, budgets(0, 0, time.Second))
	closed := false
	p.Go("worker", func(context.Context) error {
		p.Close("pool", func(context.Context) error { closed = true; return nil }, lifecycle.Share(2))
		return nil
	})
	if err := p.Run(t.Context()); err != nil || !closed {
		t.Errorf("Run() error = %v, closed %v", err, closed)
	}
	p.wantLog("level=ERROR", "option ignored", "closer pool: Share takes")
}
