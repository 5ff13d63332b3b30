package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// watched is an output in which a test waits for a word.
type watched struct {
	mu   sync.Mutex
	text strings.Builder
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

const long = "workload: http\nlongest_work: 60\npropagation: 1\ncleanup: 1\nmargin: 1\n"

// A drill that Ctrl-C or SIGTERM breaks off says so, has a status of its own, and
// leaves nothing behind: no app, no daemon of it, no load balancer, no file.
func TestDrill_interrupted(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	serve := "setsid sleep 600 & exec " + self
	tests := map[string]struct {
		profile, flags, command string
		phase                   string
		by                      syscall.Signal
		status                  int
		says                    string
	}{
		"starting":            {long, "", "echo began >&2; exec sleep 600", "", syscall.SIGINT, 130, "SIGINT"},
		"warming up":          {long, "--warmup 1m", serve, "warming up", syscall.SIGINT, 130, "SIGINT"},
		"draining, SIGTERM":   {long, "--path drained", serve, "draining", syscall.SIGTERM, 143, "SIGTERM"},
		"stopping, in flight": {long, "--path concurrent --plain", serve, "stopping", syscall.SIGINT, 130, "SIGINT"},
		"waiting for answers": {long, "--path concurrent --rate 100", serve, "settling", syscall.SIGINT, 130, "SIGINT"},
		"haproxy":             {long, "--lb haproxy --warmup 1m", serve, "warming up", syscall.SIGTERM, 143, "SIGTERM"},
		"killed":              {long, "--warmup 1m", "exec " + self, "warming up", syscall.SIGKILL, -1, ""},
		"haproxy killed":      {long, "--lb haproxy --warmup 1m", "exec " + self, "warming up", syscall.SIGKILL, -1, ""},
		"a whole task":        {long + "front: {name: proxy}\n", "--path concurrent --front front", serve, "stopping", syscall.SIGINT, 130, "SIGINT"},
		"a job":               {job, "", "exec sleep 600", "working", syscall.SIGINT, 130, "SIGINT"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath("haproxy"); err != nil && strings.Contains(tt.flags, "haproxy") {
				if _, err := os.Stat("/usr/sbin/haproxy"); err != nil {
					tt.flags = "--warmup 1m" // The embedded one again.
				}
			}
			scratch := t.TempDir()
			mark := "INTERRUPT_TEST=" + scratch
			cmd := exec.Command(self, append(append([]string{"drill", file(t, "profile.yaml", tt.profile)}, strings.Fields(tt.flags)...), "--", "sh", "-c", tt.command)...)
			cmd.Env = append(os.Environ(), asProgram+"=1", drilled+"=1", mark, "TMPDIR="+scratch)
			if strings.Contains(tt.command, self) {
				cmd.Args[len(cmd.Args)-1] = "unset " + asProgram + "; " + tt.command
			}
			var stderr watched
			cmd.Stderr, cmd.SysProcAttr = &stderr, &syscall.SysProcAttr{Setpgid: true}
			if i := slices.Index(cmd.Args, "--front"); i > 0 {
				cmd.Args[i+1] = "sh -c '" + cmd.Args[len(cmd.Args)-1] + "'"
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			await(t, "the phase", func() bool {
				if tt.phase == "" { // Nothing is told yet: its app's log is there, and its app.
					return len(logs(scratch)) > 0 && len(bearing(mark)) > 1
				}
				return strings.Contains(stderr.String(), tt.phase)
			})
			if err := cmd.Process.Signal(tt.by); err != nil {
				t.Fatal(err)
			}
			var status *exec.ExitError
			select {
			case err := <-ended:
				if !errors.As(err, &status) || status.ExitCode() != tt.status {
					t.Errorf("%v, want status %d\n%s", err, tt.status, stderr.String())
				}
			case <-time.After(50 * time.Second): // Less than a request takes.
				_ = cmd.Process.Kill()
				t.Fatalf("it goes on:\n%s", stderr.String())
			}
			await(t, "the end of all that it started", func() bool { return len(bearing(mark)) == 0 })
			if tt.by == syscall.SIGKILL {
				return // It could say nothing, and leaves the logs of the tasks.
			}
			if lines := strings.Split(strings.TrimSpace(stderr.String()), "\n"); lines[len(lines)-1] != "graceful: the drill was broken off by "+tt.says+": nothing is judged, and nothing that it started still runs" {
				t.Errorf("it said:\n%s", stderr.String())
			}
			if left := logs(scratch); len(left) > 0 {
				t.Errorf("files are left: %v", left)
			}
		})
	}
}

func logs(folder string) []string {
	all, _ := filepath.Glob(filepath.Join(folder, "*"))
	return all
}

// bearing lists the processes that have an entry in their environment.
func bearing(entry string) (out []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range files {
		text, _ := os.ReadFile(file)
		if slices.Contains(strings.Split(string(text), "\x00"), entry) {
			out = append(out, file)
		}
	}
	return out
}

func await(t *testing.T, what string, come func() bool) {
	t.Helper()
	for limit := time.Now().Add(time.Minute); !come(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("%s does not come", what)
		}
	}
}
