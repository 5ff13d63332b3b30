//go:build go1.25

// testing/synctest came with it; the module itself is for Go 1.24.

package drainwatch_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/drainwatch"
)

// Whatever goes wrong is said once, and the drain is seen when it has passed; the
// account's API limit is left alone meanwhile.
func TestWatch_faultsPass(t *testing.T) {
	t.Parallel()
	const from, until, drain = 10 * time.Minute, 40 * time.Minute, 60 * time.Minute
	tests := map[string]struct {
		err  error
		says string
		// calls is how many are made at most in the half hour of trouble.
		calls int
	}{
		// The SDK makes three of each.
		"throttled":             {code("Throttling"), "calls are throttled", 3 * 36},
		"throttled, new name":   {code("ThrottlingException"), "calls are throttled", 3 * 36},
		"not permitted":         {code("AccessDenied"), "the task role must allow elasticloadbalancing:DescribeTargetHealth", 36},
		"token expired":         {code("ExpiredToken"), "no credentials", 3 * 36},
		"group deleted":         {code("TargetGroupNotFound"), "no such target group", 36},
		"something new":         {code("Surprise"), "cannot be asked", 36},
		"broken":                {code("broken"), "cannot be asked", 3 * 36},
		"does not answer":       {hang, "does not answer", 36},
		"an error for a moment": {nil, "", 200},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				trouble := 0
				api := &aws2{}
				api.health = func(_ string, after time.Duration) ([]target, error) {
					if tt.err != nil && after > from && after < until {
						trouble++
						return nil, tt.err
					}
					return history{{0, "healthy", ""}, {drain, "draining", ""}}.at(after), nil
				}
				result, l := api.watching(t.Context(), &drainwatch.Watcher{}, blue)
				began := time.Now()
				err := <-result
				if took := time.Since(began); err != nil || took < drain || took > drain+12*time.Second {
					t.Errorf("Watch() error = %v after %v, want the drain to be seen at %v:\n%s", err, took, drain, l)
				}
				if got := strings.Count(l.String(), "WARN"); tt.err != nil && (got != 1 || !strings.Contains(l.String(), tt.says)) || tt.err == nil && got != 0 {
					t.Errorf("%d warnings, want one that says %q:\n%s", got, tt.says, l)
				}
				if trouble > tt.calls || tt.err != nil && trouble < 5 {
					t.Errorf("%d calls in 30 minutes of trouble, want 5 to %d", trouble, tt.calls)
				}
			})
		})
	}
}

// A drain that begins while calls are throttled is seen when they come through,
// late by no more than the longest pause; one that never does leaves the signal.
func TestWatch_throttledDuringTheDrain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const drain, through = 10 * time.Minute, 20 * time.Minute
		api := &aws2{health: func(_ string, after time.Duration) ([]target, error) {
			if after > 5*time.Minute && after < through {
				return nil, code("Throttling")
			}
			return history{{0, "healthy", ""}, {drain, "draining", ""}}.at(after), nil
		}}
		result, l := api.watching(t.Context(), &drainwatch.Watcher{}, blue)
		began := time.Now()
		if err := <-result; err != nil || time.Since(began) < through || time.Since(began) > through+90*time.Second {
			t.Errorf("Watch() error = %v after %v:\n%s", err, time.Since(began), l)
		}
	})
}

// Without credentials it says so once, calls nothing, and goes on.
func TestWatch_noCredentials(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := &aws2{health: func(string, time.Duration) ([]target, error) { return nil, nil }}
		conf := api.config()
		conf.Credentials = fixed{errors.New("no EC2 IMDS role found")}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		result, l := api.watching(ctx, &drainwatch.Watcher{Config: conf}, blue, green)
		err := <-result
		if !errors.Is(err, context.DeadlineExceeded) || len(api.calls) != 0 || strings.Count(l.String(), "no credentials") != 1 {
			t.Errorf("Watch() error = %v, %d calls:\n%s", err, len(api.calls), l)
		}
	})
}

// The metadata may come late, be broken for a while or not answer.
func TestWatch_metadata(t *testing.T) {
	t.Parallel()
	for name, task := range map[string]func() (int, string){
		"unavailable":     func() (int, string) { return http.StatusServiceUnavailable, "" },
		"does not answer": func() (int, string) { return 0, "" },
		"broken":          func() (int, string) { return http.StatusOK, `{"Containers": [` },
		"without words":   func() (int, string) { return http.StatusOK, `{"Containers": [{}]}` },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := &aws2{
					task: func(after time.Duration) (int, string) {
						if after < 5*time.Minute {
							return task()
						}
						return http.StatusOK, taskWith("awsvpc", own)
					},
					health: func(_ string, after time.Duration) ([]target, error) {
						return history{{0, "healthy", ""}, {time.Hour, "draining", ""}}.at(after), nil
					},
				}
				result, l := api.watching(t.Context(), &drainwatch.Watcher{}, blue)
				if err := <-result; err != nil || strings.Count(l.String(), "no answer from the task metadata") != 1 {
					t.Errorf("Watch() error = %v, want a notice and one warning:\n%s", err, l)
				}
			})
		})
	}
}

// What can never work is an error at once.
func TestWatch_neverWorks(t *testing.T) {
	t.Parallel()
	bridge := func(time.Duration) (int, string) { return http.StatusOK, taskWith("bridge", "172.17.0.2") }
	for name, tt := range map[string]struct {
		period time.Duration
		groups []string
		task   func(time.Duration) (int, string)
		says   string
	}{
		"network mode bridge": {0, []string{blue}, bridge, "network mode awsvpc"},
		"no groups":           {0, nil, nil, "no target groups"},
		"a name":              {0, []string{"api"}, nil, `"api" is no ARN`},
		"a load balancer":     {0, []string{strings.Replace(blue, "targetgroup", "loadbalancer", 1)}, nil, "is no ARN"},
		"too often":           {time.Second - 1, []string{blue}, nil, "at least 1s"},
		"backwards":           {-time.Second, []string{blue}, nil, "at least 1s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := &aws2{task: tt.task}
				result, _ := api.watching(t.Context(), &drainwatch.Watcher{Period: tt.period}, tt.groups...)
				if err := <-result; err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("Watch() error = %v, want %q", err, tt.says)
				}
			})
		})
	}
}

// Off ECS there is nothing to watch.
func TestWatch_notOnECS(t *testing.T) {
	t.Setenv("ECS_CONTAINER_METADATA_URI_V4", "")
	l := &log{}
	if err := drainwatch.Watch(t.Context(), []string{blue}, l.logger()); err == nil || !strings.Contains(err.Error(), "no task on ECS") {
		t.Errorf("Watch() error = %v", err)
	}
}

// The end of the context ends the watch at once, in the middle of a call too.
func TestWatch_contextEnds(t *testing.T) {
	t.Parallel()
	for name, health := range map[string]func(string, time.Duration) ([]target, error){
		"between calls": func(string, time.Duration) ([]target, error) { return history{{0, "healthy", ""}}.at(0), nil },
		"in a call":     func(string, time.Duration) ([]target, error) { return nil, hang },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				cause := errors.New("the signal")
				ctx, cancel := context.WithCancelCause(t.Context())
				api := &aws2{health: health}
				result, _ := api.watching(ctx, &drainwatch.Watcher{}, blue, green)
				time.Sleep(time.Minute + time.Second)
				began := time.Now()
				cancel(cause)
				if err := <-result; !errors.Is(err, cause) || time.Since(began) != 0 {
					t.Errorf("Watch() error = %v after %v", err, time.Since(began))
				}
			})
		})
	}
}
