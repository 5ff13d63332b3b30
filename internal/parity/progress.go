package parity

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// beat is how often a command that runs says how far it is.
const beat = 15 * time.Second

// A progress follows what one command of Terraform prints.
type progress struct {
	what  string
	tell  func(line string)
	began time.Time

	mu         sync.Mutex
	rest       string
	done, goal int
	over       chan struct{}
}

// follow tells on each beat, and at the end, how far the command is.
func follow(what string, tell func(line string), every time.Duration) *progress {
	p := &progress{what: what, tell: tell, began: time.Now(), over: make(chan struct{})}
	go func() {
		beats := time.NewTicker(every)
		defer beats.Stop()
		for {
			select {
			case <-beats.C:
				p.tell(p.line("…"))
			case <-p.over:
				return
			}
		}
	}()
	return p
}

var (
	complete = regexp.MustCompile(`: (Creation|Destruction|Modifications) complete`)
	planLine = regexp.MustCompile(`Plan: (\d+) to add, (\d+) to change, (\d+) to destroy`)
)

// Write counts the resources that are complete, of those that are planned.
func (p *progress) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := strings.Split(p.rest+string(text), "\n")
	p.rest = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		if complete.MatchString(line) {
			p.done++
		}
		if m := planLine.FindStringSubmatch(line); m != nil {
			p.goal = 0
			for _, n := range m[1:] {
				n, _ := strconv.Atoi(n)
				p.goal += n
			}
		}
	}
	return len(text), nil
}

// end tells that the command has ended.
func (p *progress) end(err error) {
	close(p.over)
	how := "done"
	if err != nil {
		how = "failed"
	}
	p.tell(p.line(how))
}

func (p *progress) line(how string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := fmt.Sprintf("==> %s %s, %.0f s", p.what, how, time.Since(p.began).Seconds())
	if p.done > 0 {
		text += fmt.Sprintf(", %d of %d resources", p.done, max(p.done, p.goal))
	}
	return text
}
