package lifecycle_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// TestNotice_manyConnections ends 10,000 upgraded connections over real sockets,
// or as many as the race detector can follow, without a signal: none before its
// part of the window, and each whole.
func TestNotice_manyConnections(t *testing.T) {
	if err := raiseLimit(manyConnections); err != nil {
		t.Fatalf("this system does not allow %d descriptors: raise its limit (ulimit -n): %v", manyConnections, err)
	}
	const spread = 4 * time.Second
	c := budgets(0, time.Hour, 5*time.Second) // Longer than wait waits.
	c.DrainNotice, c.NoticeSpread = true, spread
	p, l := newProgram(t, c), listenLoopback(t)
	var begun atomic.Int64
	all, notice := make(chan struct{}), make(chan struct{})
	var mu sync.Mutex
	var told []time.Time
	p.HTTPOn(l, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		away := lifecycle.GoAway(r.Context())
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Errorf("Hijack() error = %v", err)
			return
		}
		if begun.Add(1) == manyConnections {
			close(all)
		}
		go func() {
			<-away
			now := time.Now()
			_, _ = io.WriteString(conn, "complete\n")
			_ = conn.Close()
			mu.Lock()
			defer mu.Unlock()
			told = append(told, now)
		}()
	})})
	var began time.Time
	p.Notice(func(ctx context.Context, _ []string, _ *slog.Logger) error {
		select {
		case <-notice:
			began = time.Now()
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	p.start()

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), "LIFECYCLE_TEST_ROLE=clients", "ADDR="+l.Addr().String(), "CONNECTIONS="+strconv.Itoa(manyConnections))
	out := &lockedBuffer{}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-all:
	case <-time.After(patience):
		cancel()
		t.Fatalf("only %d of %d connections came:\n%.2000s", begun.Load(), manyConnections, out)
	}
	close(notice)
	if err := cmd.Wait(); err != nil {
		t.Errorf("clients: %v", err)
	}
	if got, want := strings.TrimSpace(out.String()), "served "+strconv.Itoa(manyConnections); got != want {
		t.Errorf("clients say %.2000q, want %q", got, want)
	}
	if strings.Contains(p.log.String(), "msg=stopping") {
		t.Error("the program stopped without a signal")
	}
	p.stop()
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
	mu.Lock()
	defer mu.Unlock()
	slices.SortFunc(told, time.Time.Compare)
	early := 0
	for i, at := range told {
		// A busy machine is late, and never early.
		if at.Sub(began) < time.Duration(i)*spread/manyConnections-time.Millisecond {
			early++
		}
	}
	if early > 0 || len(told) != manyConnections {
		t.Errorf("%d connections were told, %d of them before their part of the window", len(told), early)
	}
	t.Logf("%d connections were told over %v", len(told), told[len(told)-1].Sub(told[0]).Round(time.Millisecond))
}
