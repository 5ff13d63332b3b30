package lifecycle

import (
	"context"
	"time"
)

const (
	// turns is for how many times its own length a protection may go on without
	// a gap. On a busy queue some message is always in hand, and a deployment or
	// a scale-in would wait for as long as that lasts.
	turns = 4
	// gap is how long the task is left without protection then, for ECS to
	// notice.
	gap = 10 * time.Second
)

// turn is a stretch of protection without a gap, of all loops together.
type turn struct {
	began, freed time.Time
	// over is closed when a gap has passed, after which the loops fetch again;
	// nil as long as they may fetch.
	over  chan struct{}
	timer *time.Timer
}

// yield waits, before a loop fetches, while the protection is to be given back.
func (p *protector) yield(ctx context.Context) {
	if p == nil || p.url == "" {
		return
	}
	p.mu.Lock()
	t := &p.turn
	length := turns * time.Duration(p.minutes) * time.Minute
	if t.over == nil && !t.began.IsZero() && time.Since(t.began) >= length {
		t.over = make(chan struct{})
		p.app.logger().Info("fetching paused, so that task protection can be given back", "protected_seconds", seconds(time.Since(t.began)))
		if p.needed == 0 {
			p.leaveGap()
		}
	}
	over := t.over
	p.mu.Unlock()
	if over == nil {
		return
	}
	select {
	case <-over:
	case <-ctx.Done():
	}
}

// begin notes that the task is protected from now on; a short time without
// protection before it was no gap.
func (t *turn) begin() {
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
	if t.began.IsZero() || time.Since(t.freed) >= gap {
		t.began = time.Now()
	}
}

// end notes that the task is protected no more.
func (p *protector) end() {
	p.turn.freed = time.Now()
	if p.turn.over != nil {
		p.leaveGap()
	}
}

// leaveGap lets the loops fetch again once the gap is over. A message that had
// been on its way may be protected all the same, and then the gap begins anew.
func (p *protector) leaveGap() {
	t := &p.turn
	var timer *time.Timer
	timer = time.AfterFunc(gap, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if t.timer == timer {
			close(t.over)
			*t = turn{}
		}
	})
	t.timer = timer
}
