//go:build drills && linux

package drills_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// shop is a pooled app that runs, and the orders that it was sent.
type shop struct {
	pooled
	settings shutdown.Settings
	database *postgres
	redis    redis
	// name is that of its database and of its sessions.
	name, address, log string
	process            *exec.Cmd
	gone               chan struct{}
	signalled, left    time.Time

	orders sync.WaitGroup
	mu     sync.Mutex
	// answers are the statuses by the orders' names; 0 where there was none.
	answers map[string]int
}

// start runs the app by the contract of its profile until it is ready. Nil is no
// database.
func (a pooled) start(t testing.TB, database *postgres, command []string) *shop {
	t.Helper()
	s := &shop{pooled: a, settings: a.settings(t), database: database, answers: map[string]int{}, gone: make(chan struct{})}
	own := port(t)
	s.address = "http://127.0.0.1:" + own
	environment := []string{"HOST=127.0.0.1", "PORT=" + own, "PYTHONDONTWRITEBYTECODE=1"}
	for _, e := range s.settings.Environment {
		environment = append(environment, e.Key+"="+e.Value)
	}
	if database != nil {
		s.name = strings.ToLower(strings.NewReplacer("/", "_", " ", "_").Replace(t.Name()))
		database.ask(t, "postgres", "CREATE DATABASE "+s.name)
		s.redis = newRedis(t)
		environment = append(environment, "DATABASE_URL="+database.url(s.name), "REDIS_URL="+s.redis.URL())
	}
	s.log = filepath.Join(t.TempDir(), "log")
	log, err := os.Create(s.log)
	if err != nil {
		t.Fatal(err)
	}
	words := append([]string(nil), command...)
	for i := range words {
		words[i] = strings.NewReplacer("{HOST}", "127.0.0.1", "{PORT}", own).Replace(words[i])
	}
	s.process = exec.Command(words[0], words[1:]...)
	s.process.Dir, s.process.Env = filepath.Join("..", a.folder), append(os.Environ(), environment...)
	s.process.Stdout, s.process.Stderr = log, log
	s.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = s.process.Wait() // Its status is asked for later.
		s.left = time.Now()
		close(s.gone)
	}()
	t.Cleanup(func() {
		_ = syscall.Kill(-s.process.Process.Pid, syscall.SIGKILL)
		<-s.gone
		_ = log.Close()
		if t.Failed() {
			t.Logf("%v:\n%s", words, s.said(t))
		}
	})
	for range 400 {
		if answer, err := http.Get(s.address + "/health"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return s
			}
		}
		select {
		case <-s.gone:
			t.Fatal("the app has ended before it was ready")
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatal("the app is not ready after 20 s")
	return nil
}

// load sends orders for a while, each of so many seconds, and does not wait for them.
func (s *shop) load(t testing.TB, while time.Duration, seconds float64) {
	t.Helper()
	for end := time.Now().Add(while); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		s.mu.Lock()
		name := fmt.Sprintf("order-%d", len(s.answers))
		s.mu.Unlock()
		s.send(name, seconds)
	}
}

// send sends one order on its way.
func (s *shop) send(name string, seconds float64) {
	s.mu.Lock()
	s.answers[name] = 0
	s.mu.Unlock()
	s.orders.Go(func() {
		status, _ := s.post(name, seconds)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.answers[name] = status
	})
}

// post sends an order on a connection of its own, and waits for the whole answer.
func (s *shop) post(name string, seconds float64) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.address+"/orders?seconds="+strconv.FormatFloat(seconds, 'f', -1, 64), nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Idempotency-Key", name)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	if _, err := new(bytes.Buffer).ReadFrom(answer.Body); err != nil {
		return 0, err
	}
	return answer.StatusCode, nil
}

func (s *shop) terminate(t testing.TB) {
	t.Helper()
	s.signalled = time.Now()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

// wait waits until the app has gone, or kills it at its stop timeout, as ECS does.
func (s *shop) wait(t testing.TB) {
	t.Helper()
	select {
	case <-s.gone:
	case <-time.After(time.Until(s.signalled.Add(time.Duration(s.settings.StopTimeout) * time.Second))):
		_ = s.process.Process.Kill()
		<-s.gone
	}
}

func (s *shop) status() int { return s.process.ProcessState.ExitCode() }

func (s *shop) said(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile(s.log)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// freeze stops processes as a machine that hangs does, until release.
func freeze(t testing.TB, processes []string) (release func()) {
	t.Helper()
	if len(processes) == 0 {
		t.Fatal("the app has no session")
	}
	signal := func(s syscall.Signal) {
		for _, text := range processes {
			if pid, err := strconv.Atoi(text); err == nil {
				_ = syscall.Kill(pid, s)
			}
		}
	}
	signal(syscall.SIGSTOP)
	return func() { signal(syscall.SIGCONT) }
}
