package drainwatch

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

const (
	// callTakes is how long a call may take, with what the SDK tries again.
	callTakes = 8 * time.Second
	// perSecond is how many calls the tasks of a group make together.
	perSecond = 5
	// secondLook is how soon a target that is gone is asked for again: the API may
	// be a moment behind itself.
	secondLook = time.Second
	// elsewhere is how long a task may be unknown to a group before it is asked
	// for it less often: with blue/green it is registered in one of two.
	elsewhere = 5 * time.Minute
)

// group is the task's own target in one target group.
type group struct {
	arn    string
	client *elb.Client
	creds  aws.CredentialsProvider
	self   []netip.Addr
	period time.Duration
	says   *says
	began  time.Time

	// targets are the task's own, once they have been seen registered.
	targets []types.TargetDescription
	// least is the shortest pause for a group of its size.
	least time.Duration
	// failed counts calls in a row that have failed, gone looks in a row that have
	// not found what was registered.
	failed, gone int
	// held is the pause while calls are throttled or fail, 0 when all is well.
	held time.Duration
}

func newGroup(conf aws.Config, arn string, self []netip.Addr, period time.Duration, says *says) (*group, error) {
	parts := strings.Split(arn, ":")
	if len(parts) != 6 || parts[3] == "" || !strings.HasPrefix(parts[5], "targetgroup/") {
		return nil, fmt.Errorf("drainwatch: %q is no ARN of a target group", arn)
	}
	client := elb.NewFromConfig(conf, func(o *elb.Options) { o.Region = parts[3] })
	return &group{arn: arn, client: client, creds: conf.Credentials, self: self, period: period, says: says, began: time.Now()}, nil
}

// watch returns true when the target drains, and false when ctx has ended.
func (g *group) watch(ctx context.Context) bool {
	if !pause(ctx, g.period/4) { // The tasks of a deployment start together.
		return false
	}
	for {
		drains, err := g.look(ctx)
		if ctx.Err() != nil {
			return false
		}
		if drains {
			return true
		}
		if !pause(ctx, g.next(err)) {
			return false
		}
	}
}

// look asks once.
func (g *group) look(ctx context.Context) (drains bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTakes)
	defer cancel()
	if g.creds != nil {
		if _, err := g.creds.Retrieve(ctx); err != nil {
			return false, fault{kind: credentials, err: err}
		}
	}
	out, err := g.client.DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: &g.arn, Targets: g.targets})
	if err != nil {
		if isInvalidTarget(err) && g.targets != nil {
			return g.missing(), nil
		}
		return false, classify(err)
	}
	mine := g.own(out.TargetHealthDescriptions)
	if g.targets == nil {
		g.find(mine, len(out.TargetHealthDescriptions))
		return false, nil
	}
	for _, d := range mine {
		if d.TargetHealth.State == types.TargetHealthStateEnumDraining {
			g.says.log.Info("drainwatch: the load balancer drains this task", "target_group", g.arn, "target", *d.Target.Id)
			return true, nil
		}
	}
	// Registered nowhere in this group any more: the drain is over, or had no time.
	if !slices.ContainsFunc(mine, isRegistered) {
		return g.missing(), nil
	}
	g.gone = 0
	return false, nil
}

// missing says whether the target is really gone.
func (g *group) missing() bool {
	g.gone++
	if g.gone < 2 {
		return false
	}
	g.says.log.Info("drainwatch: this task is not registered any more", "target_group", g.arn)
	return true
}

// own are the descriptions of the task's own targets.
func (g *group) own(all []types.TargetHealthDescription) []types.TargetHealthDescription {
	var mine []types.TargetHealthDescription
	for _, d := range all {
		if d.Target == nil || d.Target.Id == nil || d.TargetHealth == nil {
			continue
		}
		if a, err := netip.ParseAddr(*d.Target.Id); err == nil && slices.Contains(g.self, a) {
			mine = append(mine, d)
		}
	}
	return mine
}

// isRegistered says that the load balancer knows the target and does not drain it.
func isRegistered(d types.TargetHealthDescription) bool {
	switch d.TargetHealth.State {
	case types.TargetHealthStateEnumDraining:
		return false
	case types.TargetHealthStateEnumUnused:
		// A group that no listener uses has registered targets too.
		return d.TargetHealth.Reason == types.TargetHealthReasonEnumNotInUse
	default:
		return true
	}
}

// find keeps the task's own targets when they are registered, of so many.
func (g *group) find(mine []types.TargetHealthDescription, all int) {
	g.least = time.Duration(all) * time.Second / perSecond
	for _, d := range mine {
		if isRegistered(d) {
			g.targets = append(g.targets, types.TargetDescription{Id: d.Target.Id, Port: d.Target.Port})
		}
	}
	if g.targets == nil {
		return
	}
	g.says.log.Info("drainwatch: watching for the drain of this task", "target_group", g.arn, "target", *g.targets[0].Id,
		"every_seconds", max(g.period, g.least).Seconds())
}

// next is the pause until the next look.
func (g *group) next(err error) time.Duration {
	usual := max(g.period, g.least)
	if err != nil {
		g.failed++
		f := g.tell(err)
		if f.kind != throttled && g.failed == 1 {
			return usual // It may have been a moment.
		}
		g.held = min(2*max(g.held, usual), max(longestPause, usual))
		return g.held
	}
	g.failed = 0
	switch {
	case g.gone > 0:
		return secondLook
	case g.held > usual: // It came through: come back by steps.
		g.held /= 2
		return max(g.held, usual)
	case g.targets == nil && time.Since(g.began) > elsewhere:
		return max(longestPause, usual)
	default:
		g.held = 0
		return usual
	}
}
