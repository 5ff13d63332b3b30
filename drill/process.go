package drill

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// process is a task's process, started here or found by its id.
type process struct {
	pid       int
	isolation string // "pid 1" or "plain"
	// mark tells all that the command starts from other processes; 0 without a command.
	mark    uint64
	command *exec.Cmd
	output  *os.File
	// gone is closed when it has ended; at and state are valid from then on.
	gone  chan struct{}
	at    time.Time
	state *os.ProcessState
	// over is when it was first seen on its way out, its program done. What the
	// system then needs to take it apart is not the app's time.
	over time.Time

	clean sync.Once
}

// starting is held while a process is started, which has what the drill has in that
// moment.
var starting sync.Mutex

// markVariable has the mark in the environment of a command.
const markVariable = "GRACEFUL_DRILL_MARK"

// start starts a command whose output goes to a file, so that a process that
// outlives it does not hold the drill up.
func start(words, environment []string, folder string, plain bool) (*process, error) {
	output, err := os.CreateTemp("", "graceful-drill-*.log")
	if err != nil {
		return nil, err
	}
	p := &process{output: output, gone: make(chan struct{}), isolation: "plain", mark: 1<<62 | rand.Uint64()>>2}
	environment = append(slices.Clone(environment), markVariable+"="+strconv.FormatUint(p.mark, 10))
	begun := make(chan error)
	go func() {
		runtime.LockOSThread() // The process is tied to the thread.
		err := p.begin(words, environment, folder, plain)
		begun <- err
		if err == nil {
			p.command.Wait() //nolint:errcheck // The state says how it ended.
			p.at, p.state = time.Now(), p.command.ProcessState
			close(p.gone)
		}
	}()
	if err := <-begun; err != nil {
		p.forget()
		return nil, fmt.Errorf("start %s: %s", safe.Name(words[0]), safe.Reason(err))
	}
	return p, nil
}

// begin starts the command as PID 1 or, where it may not be that, as an ordinary
// process.
func (p *process) begin(words, environment []string, folder string, plain bool) error {
	if !plain && p.run(words, environment, folder, tied(isolated())) == nil {
		p.isolation = "pid 1"
		return nil
	}
	return p.run(words, environment, folder, tied(grouped()))
}

func (p *process) run(words, environment []string, folder string, how *attributes) error {
	if how == nil {
		return errors.ErrUnsupported
	}
	p.command = exec.Command(words[0], words[1:]...)
	p.command.Dir, p.command.Env, p.command.SysProcAttr = folder, environment, how
	p.command.Stdout, p.command.Stderr = p.output, p.output
	if err := p.inheritMark(p.command.Start); err != nil {
		return err
	}
	p.pid = p.command.Process.Pid
	return nil
}

// attach watches a process that runs already. How it ends can be seen, its
// status cannot.
func attach(pid int) (*process, error) {
	p := &process{pid: pid, gone: make(chan struct{}), isolation: "plain"}
	if !alive(pid) {
		return nil, fmt.Errorf("no process has the id %d", pid)
	}
	go func() {
		for alive(pid) {
			time.Sleep(5 * time.Millisecond)
		}
		p.at = time.Now()
		close(p.gone)
	}()
	return p, nil
}

func (p *process) ended() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// tail is the end of what the process wrote.
func (p *process) tail() string {
	if p.output == nil {
		return ""
	}
	const most = 4096
	info, err := p.output.Stat()
	if err != nil {
		return ""
	}
	from := max(0, info.Size()-most)
	text := make([]byte, info.Size()-from)
	n, _ := p.output.ReadAt(text, from)
	if from > 0 {
		return "…" + string(text[:n])
	}
	return string(text[:n])
}

// forget ends the process and all of its group if they are still there.
func (p *process) forget() {
	p.clean.Do(func() {
		if p.command != nil && p.command.Process != nil {
			p.destroy()
			<-p.gone
		}
		if p.output != nil {
			p.output.Close()           //nolint:errcheck // It was only read.
			os.Remove(p.output.Name()) //nolint:errcheck // It is a temporary file.
		}
	})
}

// exit is how the process ended, in times from the start of the drill.
func (p *process) exit(begin time.Time) verdict.Exit {
	if !p.ended() {
		return verdict.Exit{At: verdict.Never}
	}
	at := p.at
	if !p.over.IsZero() && p.over.Before(at) {
		at = p.over
	}
	e := verdict.Exit{At: at.Sub(begin)}
	if p.state != nil {
		e.Known = true
		e.Code, e.Signal = status(p.state)
	}
	return e
}

// expand replaces {NAME} in the command's words by the variable's value.
func expand(words, environment []string) []string {
	pairs := make([]string, 0, 2*len(environment))
	// The last setting of a variable counts, and the replacer takes the first.
	for i := len(environment) - 1; i >= 0; i-- {
		name, value, _ := strings.Cut(environment[i], "=")
		pairs = append(pairs, "{"+name+"}", value)
	}
	replacer := strings.NewReplacer(pairs...)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = replacer.Replace(w)
	}
	return out
}
