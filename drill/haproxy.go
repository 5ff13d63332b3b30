package drill

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// haproxy is a real HAProxy before the two tasks, steered through its runtime
// API.
type haproxy struct {
	url, socket, folder string
	command             *exec.Cmd
	done                chan struct{}
	nodes               sync.WaitGroup
	stop                context.CancelFunc
	stopping            context.Context
	cut                 int
}

func newHAProxy(ctx context.Context, old, replacement *url.URL, http2 bool) (*haproxy, error) {
	binary, err := haproxyBinary()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "graceful-drill-")
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	b := &haproxy{url: "http://127.0.0.1:" + port, socket: filepath.Join(folder, "admin.sock"), folder: folder, done: make(chan struct{})}
	b.stopping, b.stop = context.WithCancel(context.Background())
	configuration := filepath.Join(folder, "haproxy.cfg")
	text := haproxyConfiguration(b.socket, port, old, replacement, http2)
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		return nil, err
	}
	var output strings.Builder
	b.command = exec.Command(binary, "-db", "-f", configuration)
	b.command.Stdout, b.command.Stderr, b.command.SysProcAttr = &output, &output, tied(grouped())
	begun := make(chan error)
	go func() {
		runtime.LockOSThread() // It is tied to the thread.
		starting.Lock()        // It must not have the mark of a command.
		err := b.command.Start()
		starting.Unlock()
		if begun <- err; err == nil {
			b.command.Wait() //nolint:errcheck // Whether it still answers is what counts.
			close(b.done)
		}
	}()
	if err := <-begun; err != nil {
		return nil, fmt.Errorf("start HAProxy: %w", err)
	}
	for limit := time.Now().Add(10 * time.Second); time.Now().Before(limit); {
		if _, err = b.tell("show version"); err == nil {
			return b, nil
		}
		if wait(ctx, 20*time.Millisecond) != nil {
			break
		}
		select {
		case <-b.done:
			b.Close()
			return nil, errors.New("HAProxy does not start: " + output.String())
		default:
		}
	}
	b.Close()
	return nil, fmt.Errorf("HAProxy is not ready after 10 s: %w", err)
}

// haproxyBinary finds HAProxy, which Debian keeps outside the path of ordinary
// users.
func haproxyBinary() (string, error) {
	for _, name := range []string{"haproxy", "/usr/sbin/haproxy", "/usr/local/sbin/haproxy"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("HAProxy is not installed: install it, for example with apt-get install haproxy, or use the embedded load balancer")
}

// tell sends a command to the runtime API and returns the answer.
func (b *haproxy) tell(command string) (string, error) {
	conn, err := net.DialTimeout("unix", b.socket, time.Second)
	if err != nil {
		return "", err
	}
	defer conn.Close() //nolint:errcheck // The answer is read to its end.
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return "", err
	}
	if _, err := fmt.Fprintln(conn, command); err != nil {
		return "", err
	}
	var answer strings.Builder
	buffer := make([]byte, 4096)
	for {
		n, err := conn.Read(buffer)
		answer.Write(buffer[:n])
		if err != nil {
			return answer.String(), nil //nolint:nilerr // HAProxy closes after its answer.
		}
	}
}

// URL is where requests go.
func (b *haproxy) URL() string { return b.url }

// Deregister takes the old task from one node after the other, as each would
// learn of it.
func (b *haproxy) Deregister(propagation time.Duration) {
	begin := time.Now()
	// HAProxy brings a request that is late to the old task all the same, so it
	// learns a little earlier than the embedded load balancer.
	early := min(250*time.Millisecond, propagation/4)
	b.nodes.Go(func() {
		for node := range nodes {
			if wait(b.stopping, learns(node, propagation, early)-time.Since(begin)) != nil {
				return
			}
			b.tell("set server " + server(verdict.ReplacementTask, node) + " weight 1; set server " + server(verdict.OldTask, node) + " state maint") //nolint:errcheck // The report shows where requests went.
		}
	})
}

// Expire cuts what is in flight at the old task.
func (b *haproxy) Expire() {
	b.cut = b.sessions()
	var all []string
	for node := range nodes {
		all = append(all, "shutdown sessions server "+server(verdict.OldTask, node))
	}
	b.tell(strings.Join(all, "; ")) //nolint:errcheck // The report shows what was cut.
}

// sessions is how many requests are in flight at the old task.
func (b *haproxy) sessions() int {
	answer, err := b.tell("show stat")
	if err != nil {
		return 0
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(answer, "# "))).ReadAll()
	if err != nil || len(rows) == 0 {
		return 0
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	all := 0
	for _, row := range rows[1:] {
		if row[column["pxname"]] == "tasks" && strings.HasPrefix(row[column["svname"]], string(verdict.OldTask)) {
			n, _ := strconv.Atoi(row[column["scur"]])
			all += n
		}
	}
	return all
}

// Report counts what was cut; HAProxy gives no request to another task.
func (b *haproxy) Report() (int, int) { return b.cut, 0 }

// Close stops HAProxy at once.
func (b *haproxy) Close() {
	b.stop()
	b.nodes.Wait()
	if b.command != nil && b.command.Process != nil {
		b.command.Process.Kill() //nolint:errcheck // Then it has gone.
		<-b.done
	}
	os.RemoveAll(b.folder) //nolint:errcheck // It is a temporary folder.
}
