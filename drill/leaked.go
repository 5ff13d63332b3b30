package drill

import (
	"context"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// lingers is how long a worker that was told to stop may take to be gone.
const lingers = 300 * time.Millisecond

// leaked names the processes that the command left behind, daemons too. PID 1
// takes them with it, also those that it starts in its last moment and nobody gets
// to see, so then the replacement, an ordinary process, is stopped to see whether
// it leaves any. That is spared only where nothing can have been started.
func (p *player) leaked(ctx context.Context) []string {
	r := &p.record
	if r.Process.Shell != "" {
		return nil // What is left is the shell's doing, as its own finding says.
	}
	return p.leftBy(ctx, &p.old, &p.replacement, ending{p.full.StopSignal, p.times.StopTimeout, &r.Process, &r.Signalled, &r.Killed}, r.Exit)
}

// leftBy names what a process of the old task left behind that ended so; twin is
// that of the replacement.
func (p *player) leftBy(ctx context.Context, suspect, twin *task, e ending, exit verdict.Exit) []string {
	killed := *e.killed >= 0 || exit.Known && exit.Code == verdict.Sigkilled
	if killed || *e.signalled < 0 {
		return nil // What is left is the kill's doing.
	}
	if suspect.process.isolation == "pid 1" {
		if !suspect.mayLeave() {
			return nil
		}
		p.enter("looking for leaked workers")
		suspect = twin
		if suspect.process == nil || suspect.process.ended() || suspect.process.signal(e.signal) != nil {
			return nil
		}
		select {
		case <-suspect.process.gone:
		case <-time.After(e.timeout.D()):
			return nil
		case <-ctx.Done():
			return nil
		}
	}
	if wait(ctx, lingers) != nil {
		return nil
	}
	return suspect.left()
}

// left names what is left of an ended task, and ends it: it would outlive the
// drill too. Of a process that the drill did not start only those are known that
// were its children as it ended.
func (t task) left() (names []string) {
	all := t.process.family()
	if t.process.mark == 0 {
		all = t.relatives
	}
	for _, r := range all {
		if r.lives() {
			r.kill()
			names = append(names, r.name)
		}
	}
	return names
}
