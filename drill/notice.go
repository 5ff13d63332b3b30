package drill

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// noticed says that a profile, with its defaults, has a drain notice.
func noticed(full shutdown.Profile) bool { return full.DrainNotice != nil && *full.DrainNotice }

// startTargetHealth starts what the tasks ask for the drain notice, where the
// profile has one and the app is told so.
func (p *player) startTargetHealth() (err error) {
	if !noticed(p.full) || p.plan.Defaults {
		return nil
	}
	if p.health, err = newTargetHealth(p.plan.scaled(p.plan.NoticeLate).D(), p.plan.NoticeThrottle); err != nil {
		return err
	}
	p.closers = append(p.closers, p.health.close)
	return nil
}

// collectNotice writes down what became of the notice.
func (p *player) collectNotice() {
	if p.health == nil {
		return
	}
	n := &verdict.NoticeRecord{Spread: p.plan.scaled(*p.full.NoticeSpread), Close: p.plan.scaled(*p.full.InterruptTime),
		Late: verdict.Seconds(p.health.late), Throttle: p.health.throttle, Told: verdict.Never}
	var told time.Time
	if n.Calls, n.Refused, told = p.health.asked(); !told.IsZero() {
		n.Told = told.Sub(p.begin)
	}
	p.record.Notice = n
}
