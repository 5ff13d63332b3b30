//go:build drills

package drill_test

import (
	"context"
	"flag"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

var (
	answersTimes = flag.Int("answers-repeat", 20, "how often each app of the table is drilled")
	only         = flag.String("answers-only", "", "the one app to drill")
	rates        = flag.String("answers-rates", "5,50,300", "at which rates")
)

// TestTable_answers plays every app at every rate, on both load balancers, as
// often as -answers-repeat says. A drill that the machine
// was too late for is counted by what it would be without.
func TestTable_answers(t *testing.T) {
	type tally struct{ right, wrong, late, spoiled int }
	var lock sync.Mutex
	table := map[string]*tally{}
	var all sync.WaitGroup
	one := func(mode, rule string, balancer verdict.BalancerName, rate int) {
		name := mode + " " + string(balancer) + " at " + strconv.Itoa(rate)
		table[name] = &tally{}
		for range *answersTimes {
			all.Go(func() {
				recording, err := recordInTurn(answerPlan(mode, balancer, rate))
				r := verdict.Judge(recording)
				late := r.Verdict == verdict.NotJudged
				recording.Machine = verdict.Machine{}
				if late {
					r = verdict.Judge(recording) // What it would be on a machine that is in time.
				}
				lock.Lock()
				defer lock.Unlock()
				fault := slices.Contains(rules(r), rule+"!") && r.Verdict == verdict.NotHeld
				switch {
				case err != nil:
					t.Errorf("%s: %v", name, err)
				case late && (rule != "" && fault || rule == "" && r.OK):
					table[name].late++
				case late:
					table[name].spoiled++
				case rule != "" && fault, rule == "" && r.OK:
					table[name].right++
				default:
					table[name].wrong++
					t.Errorf("%s:\n%s", name, report.DrillText(r))
				}
			})
		}
	}
	for _, balancer := range []verdict.BalancerName{verdict.Embedded, verdict.HAProxy} {
		for _, text := range strings.Split(*rates, ",") {
			rate, err := strconv.Atoi(text)
			if err != nil {
				t.Fatal(err)
			}
			for mode, rule := range badAnswers {
				if *only == "" || *only == mode {
					one(mode, rule, balancer, rate)
				}
			}
			for _, mode := range goodAnswers {
				if *only == "" || *only == mode {
					one(mode, "", balancer, rate)
				}
			}
		}
	}
	all.Wait()
	for _, name := range slices.Sorted(maps.Keys(table)) {
		n := table[name]
		t.Logf("%-40s %2d right, %d wrong; machine late: %2d right all the same, %d not", name, n.right, n.wrong, n.late, n.spoiled)
	}
}

func recordInTurn(p drill.Plan) (verdict.Recording, error) {
	slots <- struct{}{}
	defer func() { <-slots }()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return drill.Record(ctx, p)
}
