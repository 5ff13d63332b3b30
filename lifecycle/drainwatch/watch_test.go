//go:build go1.25

// testing/synctest came with it; the module itself is for Go 1.24.

package drainwatch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/drainwatch"
)

// history is what states a target goes through, each from a moment on. An empty
// state is a target that is not there.
type history []struct {
	from   time.Duration
	state  string
	reason string
}

func (h history) at(after time.Duration) []target {
	list := []target{{"10.0.0.8", "8080", "healthy", ""}}
	for _, s := range slices.Backward(h) {
		if after >= s.from {
			if s.state != "" {
				list = append(list, target{own, "8080", s.state, s.reason})
			}
			break
		}
	}
	return list
}

// The notice is given when the target drains or is gone, once it has been seen
// registered, and never before or for anything else.
func TestWatch_states(t *testing.T) {
	t.Parallel()
	const at = 5 * time.Minute
	tests := map[string]struct {
		history history
		// notice is from when on it may be given; 0 means never.
		notice time.Duration
	}{
		"drains":                          {history{{0, "healthy", ""}, {at, "draining", "Target.DeregistrationInProgress"}}, at},
		"drains while unhealthy":          {history{{0, "unhealthy", "Target.FailedHealthChecks"}, {at, "draining", ""}}, at},
		"drains before it was healthy":    {history{{0, "initial", "Elb.RegistrationInProgress"}, {at, "draining", ""}}, at},
		"drains in an unused group":       {history{{0, "unused", "Target.NotInUse"}, {at, "draining", ""}}, at},
		"is gone":                         {history{{0, "healthy", ""}, {at, "", ""}}, at},
		"registered late, then drains":    {history{{0, "", ""}, {2 * time.Minute, "initial", ""}, {at, "draining", ""}}, at},
		"never registered":                {history{{0, "", ""}}, 0},
		"an older task's drains":          {history{{0, "draining", ""}}, 0},
		"an older task's drains and goes": {history{{0, "draining", ""}, {time.Minute, "", ""}}, 0},
		"an older task's, then its own":   {history{{0, "draining", ""}, {time.Minute, "healthy", ""}, {at, "draining", ""}}, at},
		"is healthy":                      {history{{0, "healthy", ""}}, 0},
		"becomes unhealthy":               {history{{0, "healthy", ""}, {at, "unhealthy", "Target.Timeout"}}, 0},
		"becomes unhealthy.draining":      {history{{0, "healthy", ""}, {at, "unhealthy.draining", ""}}, 0},
		"becomes unavailable":             {history{{0, "healthy", ""}, {at, "unavailable", "Target.HealthCheckDisabled"}}, 0},
		"its group is unused for a while": {history{{0, "healthy", ""}, {at, "unused", "Target.NotInUse"}, {2 * at, "healthy", ""}}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := &aws2{health: func(_ string, after time.Duration) ([]target, error) { return tt.history.at(after), nil }}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				result, l := api.watching(ctx, &drainwatch.Watcher{}, blue)
				began := time.Now()
				err := <-result
				took := time.Since(began)
				if tt.notice == 0 && (!errors.Is(err, context.DeadlineExceeded) || took != time.Hour) {
					t.Errorf("Watch() error = %v after %v, want no notice", err, took)
				}
				// The period and its jitter, and a second look: within the 15 s of an
				// Application Load Balancer.
				if tt.notice > 0 && (err != nil || took < tt.notice || took > tt.notice+13*time.Second) {
					t.Errorf("Watch() error = %v after %v, want a notice within 13 s of %v", err, took, tt.notice)
				}
				if got := strings.Count(l.String(), "WARN"); got != 0 {
					t.Errorf("warned:\n%s", l)
				}
			})
		})
	}
}

// A target that is gone for one look, as an API that lags behind itself says
// right after the registration, is not gone.
func TestWatch_oneLookIsNotEnough(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		looks := 0
		api := &aws2{health: func(string, time.Duration) ([]target, error) {
			if looks++; looks%2 == 0 {
				return nil, nil
			}
			return history{{0, "healthy", ""}}.at(0), nil
		}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		result, l := api.watching(ctx, &drainwatch.Watcher{}, blue)
		if err := <-result; !errors.Is(err, context.DeadlineExceeded) || looks < 100 {
			t.Errorf("Watch() error = %v after %d looks, want no notice:\n%s", err, looks, l)
		}
	})
}

// With blue/green a task is registered in one of two groups; either may be it.
func TestWatch_twoGroups(t *testing.T) {
	t.Parallel()
	for _, in := range []string{blue, green} {
		t.Run(in[50:], func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const at = time.Hour
				api := &aws2{health: func(group string, after time.Duration) ([]target, error) {
					if group != in {
						return history{}.at(after), nil
					}
					return history{{0, "healthy", ""}, {at, "draining", ""}}.at(after), nil
				}}
				result, l := api.watching(t.Context(), &drainwatch.Watcher{}, blue, green)
				began := time.Now()
				if err := <-result; err != nil || time.Since(began) < at || time.Since(began) > at+12*time.Second {
					t.Errorf("Watch() error = %v after %v:\n%s", err, time.Since(began), l)
				}
				// What it costs: 6 calls a minute where it is, 1 in the other.
				mine, others := len(api.seen(blue)), len(api.seen(green))
				if in == green {
					mine, others = others, mine
				}
				if mine < 340 || mine > 380 || others < 75 || others > 95 {
					t.Errorf("%d calls in its own group and %d in the other in an hour, want about 360 and 85", mine, others)
				}
			})
		})
	}
}

// The own target alone is asked for once it is known; the tasks of one deployment
// do not ask at the same time, and those of a large one less often.
func TestWatch_asksForItsOwnTarget(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		others int
		every  time.Duration
	}{"of few": {3, 10 * time.Second}, "of 200": {199, 40 * time.Second}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				group := history{{0, "healthy", ""}}.at(0)
				for i := range tt.others - 1 {
					group = append(group, target{fmt.Sprintf("10.0.1.%d", i), "8080", "healthy", ""})
				}
				api := &aws2{health: func(string, time.Duration) ([]target, error) { return group, nil }}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				result, _ := api.watching(ctx, &drainwatch.Watcher{}, blue)
				if err := <-result; !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Watch() error = %v, want no notice", err)
				}
				calls := api.seen(blue)
				pauses := map[time.Duration]bool{}
				for i, c := range calls {
					if (c.id == "") != (i == 0) || i > 0 && c.id != own {
						t.Errorf("call %d asked for %q", i, c.id)
					}
					if i > 0 {
						p := c.after - calls[i-1].after
						pauses[p] = true
						if p < tt.every*9/10 || p > tt.every*11/10 {
							t.Errorf("a pause of %v, want %v give or take a tenth", p, tt.every)
						}
					}
				}
				if len(pauses) < len(calls)/2 || len(calls) < 50 {
					t.Errorf("%d calls, %d different pauses: no jitter", len(calls), len(pauses))
				}
			})
		})
	}
}

// A task that is not registered yet asks for the whole group, and no more often
// for that.
func TestWatch_asksALargeGroupSeldom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var group []target
		for i := range 250 {
			group = append(group, target{fmt.Sprintf("10.0.1.%d", i), "8080", "healthy", ""})
		}
		api := &aws2{health: func(string, time.Duration) ([]target, error) { return group, nil }}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		result, _ := api.watching(ctx, &drainwatch.Watcher{}, blue)
		if err := <-result; !errors.Is(err, context.DeadlineExceeded) || len(api.seen(blue)) > 7 {
			t.Errorf("Watch() error = %v, %d calls in 5 minutes, want one every 50 s", err, len(api.seen(blue)))
		}
	})
}

// An address is the same in any spelling, and a task may have several ports.
func TestWatch_addressesAndPorts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := &aws2{
			task: func(time.Duration) (int, string) {
				return http.StatusOK, taskWith("awsvpc", "10.9.9.9", "2001:0db8:0000::0007")
			},
			health: func(_ string, after time.Duration) ([]target, error) {
				admin := target{"2001:db8::7", "9090", "healthy", ""}
				if after > time.Minute {
					admin.state = "draining"
				}
				return []target{{"2001:db8::7", "8080", "healthy", ""}, admin}, nil
			},
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		result, l := api.watching(ctx, &drainwatch.Watcher{}, blue)
		began := time.Now()
		if err := <-result; err != nil || time.Since(began) < time.Minute || time.Since(began) > time.Minute+12*time.Second {
			t.Errorf("Watch() error = %v after %v:\n%s", err, time.Since(began), l)
		}
	})
}
