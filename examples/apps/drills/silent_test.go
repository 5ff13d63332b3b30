//go:build drills && linux

package drills_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// waits are apps that wait for a first request longer than most tasks have, and why.
var waits = map[string]string{
	"Node server.close(), graceful exec": "Node's headersTimeout is 60 s",
	"gRPC unary, graceful exec":          "grpc-go waits 120 s for a handshake",
	"gRPC stream, graceful exec":         "grpc-go waits 120 s for a handshake",
}

// A connection that never says a word, as a browser opens before it needs one, keeps
// no app beyond its deadline, but for those that are known to wait.
func TestApps_silentConnection(t *testing.T) {
	t.Parallel()
	for _, a := range apps(build(t)) {
		if len(a.front) > 0 {
			continue // Its clients reach the front alone, which is nginx as below.
		}
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			p := read(t, a.folder)
			p.LongestWork = new(8) // net/http waits 5 s for a first request, whatever else it has to do.
			settings, err := shutdown.Compute(p)
			if err != nil {
				t.Fatal(err)
			}
			fairly(t, func(t testing.TB) { stopsBesideSilence(t, a, settings) })
		})
	}
}

// stopsBesideSilence stops the app while such a connection is open.
func stopsBesideSilence(t testing.TB, a app, settings shutdown.Settings) {
	t.Helper()
	number := port(t)
	replace := []string{"{HOST}", "127.0.0.1", "{PORT}", number}
	environment := append(os.Environ(), "HOST=127.0.0.1", "PORT="+number)
	for _, e := range settings.Environment {
		environment, replace = append(environment, e.Key+"="+e.Value), append(replace, "{"+e.Key+"}", e.Value)
	}
	words := append([]string(nil), a.graceful...)
	for i := range words {
		words[i] = strings.NewReplacer(replace...).Replace(words[i])
	}
	app := exec.Command(words[0], words[1:]...)
	app.Dir, app.Env = filepath.Join("..", a.folder), environment
	app.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said strings.Builder
	app.Stdout, app.Stderr = &said, &said
	if err := app.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { gone <- app.Wait() }()
	t.Cleanup(func() { _ = syscall.Kill(-app.Process.Pid, syscall.SIGKILL) })
	silent := dialed(t, "127.0.0.1:"+number)
	t.Cleanup(func() { _ = silent.Close() })
	// What has been accepted before the signal is what an app has to bound.
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	if err := app.Process.Signal(unix.SignalNum(string(settings.StopSignal))); err != nil {
		t.Fatal(err)
	}
	// ECS kills it at its stop timeout; what graceful exec kills shows in the status.
	limit := time.Duration(settings.StopTimeout) * time.Second
	select {
	case err := <-gone:
		killed, why := app.ProcessState.ExitCode() == 137, waits[a.name]
		if why != "" && !killed {
			t.Errorf("it waits no longer for a first request (%s): take it out of waits, and out of the guide", why)
		}
		if why == "" && killed {
			t.Errorf("it was killed after %.2f s: %v\n%s", time.Since(began).Seconds(), err, said.String())
		}
		t.Logf("ended after %.2f of %v", time.Since(began).Seconds(), limit)
	case <-time.After(limit):
		_ = syscall.Kill(-app.Process.Pid, syscall.SIGKILL)
		<-gone //nolint:errcheck // It was killed; its status says nothing more.
		t.Errorf("it is still there after its stop timeout of %v\n%s", limit, said.String())
	}
}

// dialed waits until the app listens.
func dialed(t testing.TB, address string) net.Conn {
	t.Helper()
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if connection, err := net.Dial("tcp", address); err == nil {
			return connection
		} else if time.Now().After(until) {
			t.Fatalf("not there after 30 s: %v", err)
		}
	}
}
