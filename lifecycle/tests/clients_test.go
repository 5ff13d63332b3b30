package lifecycle_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// clients is a process that opens connections to an address, a tenth of them
// upgraded, and says how many were served to their end. It is a process of its
// own, so that each side has its own limit of descriptors.
func clients() {
	addr := os.Getenv("ADDR")
	n, err := strconv.Atoi(os.Getenv("CONNECTIONS"))
	if err != nil || raiseLimit(n) != nil {
		fmt.Println("cannot open", n, "connections")
		return
	}
	var served, sent atomic.Int64
	var all sync.WaitGroup
	turns := make(chan struct{}, 100)
	for i := range n {
		all.Go(func() {
			turns <- struct{}{}
			conn, err := net.DialTimeout("tcp", addr, patience)
			if err == nil {
				path := "/slow"
				if i%10 == 0 {
					path = "/ws"
				}
				_, err = io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: "+strconv.Itoa(i)+"\r\n\r\n")
			}
			<-turns
			if sent.Add(1); err != nil {
				fmt.Println("connect:", err)
				return
			}
			defer func() { _ = conn.Close() }()
			text, err := io.ReadAll(bufio.NewReader(conn))
			if err == nil && strings.HasSuffix(string(text), "complete\n") {
				served.Add(1)
			} else if served.Load() > 0 {
				fmt.Printf("cut: %v %q\n", err, text)
			}
		})
	}
	all.Wait()
	fmt.Println("served", served.Load())
}

// raiseLimit makes room for so many descriptors.
func raiseLimit(n int) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	need := uint64(n) + 200
	if limit.Cur >= need {
		return nil
	}
	limit.Cur, limit.Max = need, max(limit.Max, need)
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
}

// TestHTTP_manyConnections drains connections that are all in a request or
// upgraded when the signal comes: 10,000, or as many as the race detector can
// follow.
func TestHTTP_manyConnections(t *testing.T) {
	if err := raiseLimit(manyConnections); err != nil {
		t.Fatalf("this system does not allow %d descriptors: raise its limit (ulimit -n): %v", manyConnections, err)
	}
	c := budgets(time.Second, time.Hour, 5*time.Second) // Longer than wait waits.
	p := newProgram(t, c)
	l := listenLoopback(t)
	var begun atomic.Int64
	all := make(chan struct{})
	begin := func() {
		if begun.Add(1) == manyConnections {
			close(all)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		begin()
		<-lifecycle.Stopping(r.Context())
		// They end spread over the delay and the first half of the drain.
		n, _ := strconv.Atoi(r.Header.Get("Upgrade"))
		time.Sleep(time.Duration(n%60) * 100 * time.Millisecond)
		w.Header().Set("Connection", "close")
		_, _ = io.WriteString(w, "complete\n")
	})
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		away := lifecycle.GoAway(r.Context())
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Errorf("Hijack() error = %v", err)
			return
		}
		begin()
		go func() {
			<-away
			time.Sleep(time.Second)
			_, _ = io.WriteString(conn, "complete\n")
			_ = conn.Close()
		}()
	})
	p.HTTPOn(l, &http.Server{Handler: mux})
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
	began := time.Now()
	p.stop()
	runErr := p.wait()
	took := time.Since(began)
	if err := cmd.Wait(); err != nil {
		t.Errorf("clients: %v", err)
	}
	if runErr != nil {
		t.Errorf("Run() error = %v; want all drained", runErr)
	}
	if got, want := strings.TrimSpace(out.String()), "served "+strconv.Itoa(manyConnections); got != want {
		t.Errorf("clients say %.2000q, want %q", got, want)
	}
	t.Logf("%d connections drained %v after the signal", manyConnections, took.Round(time.Millisecond))
}

// mainRole is a program of its own, for what Main does to the process.
func mainRole() {
	var app lifecycle.App
	app.Go("worker", func(ctx context.Context) error {
		fmt.Println("started")
		switch os.Getenv("BEHAVIOUR") {
		case "fails":
			return errors.New("broken")
		case "panics":
			panic("poison")
		case "hangs":
			time.Sleep(time.Hour)
		case "logs":
			<-ctx.Done()
			slog.Error("told") // With a log that blocks it never returns.
		}
		<-ctx.Done()
		return nil
	})
	app.Flush("logs", func(context.Context) error {
		if os.Getenv("BEHAVIOUR") == "logs" {
			slog.Error("flushing")
		}
		fmt.Println("flushed")
		return nil
	})
	app.Main()
}

func TestMain_exitStatus(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const contract = "SHUTDOWN_DEADLINE_SECONDS=2 SHUTDOWN_DELAY_SECONDS=0 SHUTDOWN_DRAIN_SECONDS=1 SHUTDOWN_CLEANUP_SECONDS=1"
	tests := map[string]struct {
		env    string
		signal bool
		status int
		says   []string
	}{
		"stopped":        {contract, true, 0, []string{"started", "flushed", "because=terminated"}},
		"failed":         {contract + " BEHAVIOUR=fails", false, 1, []string{"flushed", "worker: broken"}},
		"panics":         {contract + " BEHAVIOUR=panics", false, 1, []string{"mainRole.func", "flushed", "worker: panic: poison"}},
		"hangs":          {contract + " BEHAVIOUR=hangs", true, 1, []string{"still_running=[worker]", "flushed"}},
		"wrong contract": {"SHUTDOWN_DRAIN_SECONDS=ten", false, 2, []string{"refused to start", "SHUTDOWN_DRAIN_SECONDS: Wrong Type", `Given: "ten"`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			cmd := exec.CommandContext(ctx, self)
			cmd.Env = append(append(os.Environ(), "LIFECYCLE_TEST_ROLE=main"), strings.Split(tt.env, " ")...)
			out := &lockedBuffer{}
			cmd.Stdout, cmd.Stderr = out, out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if tt.signal {
				for !strings.Contains(out.String(), "started") && ctx.Err() == nil {
					time.Sleep(5 * time.Millisecond)
				}
				if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
			}
			began := time.Now()
			_ = cmd.Wait()
			text := out.String()
			if got := cmd.ProcessState.ExitCode(); got != tt.status || time.Since(began) > 3*time.Second {
				t.Errorf("exit status %d after %v, want %d:\n%s", got, time.Since(began), tt.status, text)
			}
			for _, want := range tt.says {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in:\n%s", want, text)
				}
			}
		})
	}
}
