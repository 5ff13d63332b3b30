package drill_test

import (
	"context"
	"fmt"
	"log"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

const (
	// atOnce drills are played at the same time: they wait most of their time.
	atOnce = 4
	// attempts is how often a drill is played that the machine is too late for.
	attempts = 8
	// patience is longer than any drill takes here.
	patience = 2 * time.Minute
)

// Every drill of these tests takes its turn here, since each of them is load on
// the machine, and one that is played again has it to itself.
var (
	slots = make(chan struct{}, atOnce)
	alone sync.RWMutex
)

// judged plays a drill until the machine is in time for a verdict. A test that
// never gets one fails with the machine's lateness: it has shown nothing.
func judged(p drill.Plan) (verdict.Result, error) { return judgedAnew(func() drill.Plan { return p }) }

// judgedAnew makes the plan for each attempt, as it must be for an app that runs
// already and can be stopped only once.
func judgedAnew(plan func() drill.Plan) (verdict.Result, error) {
	r, err := inTurn(plan())
	for attempt := 1; err == nil && r.Verdict == verdict.NotJudged; attempt++ {
		if attempt == attempts {
			return r, fmt.Errorf("no verdict in %d attempts: %s", attempts, r.Findings[0].Message)
		}
		log.Printf("played again: %s", r.Findings[0].Message)
		r, err = byItself(plan())
	}
	return r, err
}

// inTurn plays a drill beside a few others.
func inTurn(p drill.Plan) (verdict.Result, error) {
	slots <- struct{}{}
	defer func() { <-slots }()
	alone.RLock()
	defer alone.RUnlock()
	return once(p)
}

// byItself plays a drill beside no other.
func byItself(p drill.Plan) (verdict.Result, error) {
	alone.Lock()
	defer alone.Unlock()
	return once(p)
}

func once(p drill.Plan) (verdict.Result, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := drill.Run(ctx, p)
	if err == nil { // What was played can also be told, in every form.
		report.DrillText(r)
		report.DrillMarkdown([]verdict.Result{r})
		report.DrillSVG([]verdict.Result{r})
		_, err = report.DrillJSON([]verdict.Result{r})
	}
	return r, err
}
