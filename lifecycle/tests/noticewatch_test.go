package lifecycle_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// Without a notice, with one that is late or a watch that fails, panics, ends or
// never listens, the signal tells connections as ever.
func TestNotice_fallsBackToTheSignal(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	tests := map[string]struct {
		watch lifecycle.Watch
		log   string
	}{
		"never":  {func(ctx context.Context, _ []string, _ *slog.Logger) error { <-ctx.Done(); return ctx.Err() }, ""},
		"fails":  {func(context.Context, []string, *slog.Logger) error { return errBroken }, `level=WARN msg="no drain notice: connections are told at the stop signal" error="too many`},
		"panics": {func(context.Context, []string, *slog.Logger) error { panic(errBroken) }, "noticewatch_test.go"},
		"late":   {func(ctx context.Context, _ []string, _ *slog.Logger) error { <-ctx.Done(); return nil }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, l := newProgram(t, noticing(30*time.Second)), listenMemory()
				p.HTTPOn(l, &http.Server{Handler: upgrade(p, false)})
				p.Notice(tt.watch)
				p.start()
				synctest.Wait()
				ws := &sockets{t: t, l: l}
				ws.open(2)
				time.Sleep(time.Hour)
				began := time.Now()
				p.stop()
				if diff := cmp.Diff([]float64{15, 15}, ws.after(began)); diff != "" {
					t.Errorf("told after (-want +got):\n%s", diff)
				}
				if err := p.wait(); err != nil {
					t.Errorf("Run() error = %v", err)
				}
				if !strings.Contains(p.log.String(), tt.log) || strings.Contains(p.log.String(), "drain notice: connections are told to go") {
					t.Errorf("want %q, and no notice, in:\n%s", tt.log, p.log)
				}
			})
		})
	}
}

// A watch that does not listen to its context holds nothing up.
func TestNotice_watchThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, release := newProgram(t, noticing(time.Second)), make(chan struct{})
		p.Go("worker", func(ctx context.Context) error { <-ctx.Done(); return nil })
		p.Notice(func(context.Context, []string, *slog.Logger) error { <-release; return nil })
		p.start()
		synctest.Wait()
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		close(release)
	})
}

// No notice in the contract: nothing is watched. One in the contract, and nobody
// who watches: that is said, as connections would be cut.
func TestNotice_contractAndProgramAgree(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		contract contract.Contract
		watches  bool
		log      string
	}{
		"neither":      {budgets(0, 0, 0), false, ""},
		"only a watch": {budgets(0, 0, 0), true, `level=INFO msg="no drain notice in the contract`},
		"no watch":     {noticing(0), false, `level=WARN msg="the contract has a drain notice, and nobody watches for it`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProgram(t, tt.contract)
			if tt.watches {
				p.Notice(func(context.Context, []string, *slog.Logger) error { t.Error("watched"); return nil })
			}
			p.Go("job", func(context.Context) error { return nil })
			if err := p.Run(t.Context()); err != nil {
				t.Errorf("Run() error = %v", err)
			}
			if tt.log == "" && strings.Contains(p.log.String(), "notice") {
				t.Errorf("speaks of a notice:\n%s", p.log)
			}
			p.wantLog(tt.log)
		})
	}
}
