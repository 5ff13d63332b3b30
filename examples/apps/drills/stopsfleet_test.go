//go:build drills && linux

package drills_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// workerForm is one way to run a worker.
type workerForm struct {
	folder  string
	command []string
}

// fleet is a queue with workers that are stopped, and what is known of each.
type fleet struct {
	server *drill.SQS

	mu      sync.Mutex
	number  int
	workers []*stopped
	// late is how late the machine was at most in this process.
	late time.Duration
}

// stopped is one worker.
type stopped struct {
	name           verdict.Task
	drain, cleanup time.Duration
	process        *exec.Cmd
	output         output
	signalled      time.Time
	left           time.Time
	killed         bool
	gone           chan struct{}
}

// output keeps what a worker says, and closes begun once it says that it has begun a
// message.
type output struct {
	text  bytes.Buffer // Not embedded: its ReadFrom would be taken instead of Write.
	begun chan struct{}
	once  sync.Once
}

func (o *output) Write(text []byte) (int, error) {
	if bytes.Contains(text, []byte(`"begun"`)) {
		o.once.Do(func() { close(o.begun) })
	}
	return o.text.Write(text)
}

// moment waits for the random moment of a stop: mostly one at which the worker works on
// messages, and sometimes any from its start on.
func (s *stopped) moment() {
	if rand.IntN(8) > 0 {
		select {
		case <-s.output.begun:
		case <-s.gone:
		case <-time.After(20 * time.Second): // Then nothing is to be had.
		}
	}
	time.Sleep(rand.N(longestLife))
}

// playStops stops workers of the forms in turn, so often, while messages come, and waits
// until all of these are done.
func playStops(t testing.TB, stops int, forms ...workerForm) *fleet {
	t.Helper()
	f := &fleet{server: drill.NewSQS(hidden)}
	t.Cleanup(f.server.Close)
	t.Cleanup(f.kill)
	supplying := make(chan struct{})
	var supply, all sync.WaitGroup
	supply.Go(func() { f.supply(supplying) })
	seen := watchMachine()
	left := atomic.Int64{}
	left.Store(int64(stops))
	last := make([]*stopped, lanes)
	for lane := range lanes {
		form := forms[lane%len(forms)]
		all.Go(func() {
			one, err := f.start(form)
			for ; err == nil && left.Add(-1) >= 0; one = last[lane] {
				one.moment()
				if last[lane], err = f.start(form); err == nil {
					err = f.signal(one)
				}
			}
			if last[lane] = one; err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	close(supplying)
	supply.Wait()
	// The last workers, and those that are on their way out, do the rest.
	for limit := time.Now().Add(4*takes + 10*time.Second); f.left() > 0 && time.Now().Before(limit); {
		time.Sleep(50 * time.Millisecond)
	}
	for _, one := range last {
		if one != nil {
			if err := f.signal(one); err != nil {
				t.Error(err)
			}
		}
	}
	for _, one := range f.workers {
		<-one.gone
	}
	f.late = seen().late // What others keep the processors from is no fault of a worker.
	return f
}

// left is how many messages are not done.
func (f *fleet) left() int {
	visible, inFlight := f.server.Waiting()
	return visible + inFlight
}

// supply sees to it that a worker which has just started finds messages at once.
func (f *fleet) supply(end chan struct{}) {
	for number := 0; ; {
		for visible, _ := f.server.Waiting(); visible < 2*lanes; visible, number = visible+1, number+1 {
			f.server.Send(fmt.Sprintf(`{"id": "%d", "seconds": %g}`, number, takes.Seconds()), takes)
		}
		select {
		case <-end:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// start starts a worker that has time for the message in hand when it must go, or has
// not: one of two.
func (f *fleet) start(form workerForm) (*stopped, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.number++
	one := &stopped{name: verdict.Task(strconv.Itoa(f.number)), drain: takes + time.Second, cleanup: 2 * time.Second, gone: make(chan struct{}), output: output{begun: make(chan struct{})}}
	if rand.IntN(2) == 0 {
		one.drain = time.Duration(rand.IntN(4)) * time.Second
	}
	own, err := f.server.Worker(one.name)
	if err != nil {
		return nil, err
	}
	one.process = exec.Command(form.command[0], form.command[1:]...)
	one.process.Dir, one.process.Stdout, one.process.Stderr = form.folder, &one.output, &one.output
	one.process.Env = append(append(os.Environ(), own...), "PYTHONDONTWRITEBYTECODE=1", "LOOPS="+strconv.Itoa(inHand))
	for name, value := range map[string]time.Duration{"DELAY": 0, "DRAIN": one.drain, "CLEANUP": one.cleanup, "DEADLINE": one.drain + one.cleanup, "HEARTBEAT": beats, "VISIBILITY": hidden} {
		one.process.Env = append(one.process.Env, fmt.Sprintf("SHUTDOWN_%s_SECONDS=%d", name, int(value.Seconds())))
	}
	if err := one.process.Start(); err != nil {
		return nil, err
	}
	f.workers = append(f.workers, one)
	go func() {
		_ = one.process.Wait() // Its status is looked at in the end.
		one.left = time.Now()
		close(one.gone)
	}()
	return one, nil
}

// signal tells a worker to stop, which is killed some time after its deadline.
func (f *fleet) signal(one *stopped) error {
	f.server.Signalled(one.name)
	one.signalled = time.Now()
	time.AfterFunc(one.drain+one.cleanup+patience, func() {
		select {
		case <-one.gone:
		default:
			one.killed = true
			_ = one.process.Process.Kill()
		}
	})
	return one.process.Process.Signal(syscall.SIGTERM)
}

// patience is how long after its deadline a worker is killed, half of which a busy machine
// may take.
const patience = 4 * time.Second

// kill ends what is still there when a test has failed.
func (f *fleet) kill() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.workers {
		_ = one.process.Process.Kill()
		<-one.gone
	}
}
