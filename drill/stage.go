package drill

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// task is one of the two tasks: where it is, and its process if known.
type task struct {
	url       *url.URL
	process   *process
	relatives []relative // the process's descendants when last seen
	// forks is how many processes the whole machine had started by the last look at
	// relatives, and atEnd by the process's end; 0 where nobody counts.
	forks, atEnd uint64

	// first is that very container and others are those behind it, in the order of
	// their stop, where the drill runs whole tasks; broken is closed when one of
	// them ends.
	first  *container
	others []*container
	broken <-chan struct{}
}

// app is the process of the app, also behind a front.
func (t *task) app() *process {
	for _, c := range t.others {
		if c.role == verdict.AppRole {
			return c.process
		}
	}
	return t.process
}

// watch remembers what the process has running. Once it is on its way out its
// children are no longer its own, and the last look before counts.
func (t *task) watch() {
	started := forked()
	relatives := descendants(t.process.pid)
	switch {
	case working(t.process.pid):
		t.relatives, t.forks = relatives, started
	case t.process.over.IsZero():
		t.process.over = time.Now()
	}
}

// mayLeave says that the process may have had others running when it ended: it had
// some when last seen, or something on the machine started one since.
func (t *task) mayLeave() bool {
	return len(t.relatives) > 0 || t.forks == 0 || t.forks != t.atEnd
}

// check refuses a plan that cannot be played.
func (p Plan) check(full shutdown.Profile) error {
	if err := p.checkProtocol(full); err != nil {
		return err
	}
	if err := p.checkWhole(full); err != nil {
		return err
	}
	if err := p.checkStores(full); err != nil {
		return err
	}
	if p.Kafka != nil && full.Workload != shutdown.Stream {
		return fmt.Errorf("Kafka has records for consumers of a stream, and the profile has workload %s: leave it out, or set workload: stream", full.Workload) //nolint:staticcheck // Kafka is a name.
	}
	if err := p.checkBroker(full); err != nil {
		return err
	}
	balanced := full.LoadBalancer != shutdown.NoLoadBalancer
	switch {
	case full.Workload == shutdown.Stream && p.Kafka == nil:
		return errNoStream
	case full.Workload != shutdown.HTTP && full.Workload != shutdown.WebSocket && len(p.Command) == 0:
		return fmt.Errorf("a drill of workload %s starts the worker itself: give a command", full.Workload)
	case p.Path != shutdown.Drained && p.Path != shutdown.Concurrent && p.Path != verdict.Protected:
		return fmt.Errorf("path %q cannot be played: choose drained, concurrent or protected", p.Path)
	case p.Path == verdict.Protected && !slices.Contains(Paths(p.Profile), verdict.Protected):
		return errors.New("path protected needs a queue's worker with task protection, which this profile does not have: see task_protection_minutes in its settings")
	case p.Path == verdict.Protected && p.OwnAgent():
		return errors.New("path protected needs the drill's own ECS agent, to see the protection: leave " + verdict.AgentVariable + " out of the app's variables")
	case p.Path == shutdown.Drained && !balanced:
		return errors.New("path drained needs a load balancer, and the profile has none: choose concurrent")
	case p.Balancer != verdict.Embedded && p.Balancer != verdict.HAProxy:
		return fmt.Errorf("load balancer %q is unknown: choose embedded or haproxy", p.Balancer)
	case len(p.Command) == 0 && (p.URL == "" || p.PID == 0):
		return errors.New("nothing to stop: give a command, or the URL and the process id of an app that runs")
	case len(p.Command) > 0 && (p.URL != "" || p.PID != 0):
		return errors.New("a command is started by the drill: leave out the URL and the process id, or the command")
	case p.TLS && len(p.Command) == 0:
		return fmt.Errorf("TLS is for a command: of an app that runs already the URL says it, as in https://%s", strings.TrimPrefix(p.URL, "http://"))
	case p.TLS && full.Workload != shutdown.HTTP && full.Workload != shutdown.WebSocket:
		return fmt.Errorf("TLS is for apps behind a load balancer, and the profile has workload %s: leave it out", full.Workload)
	case p.Attempts < 1:
		return fmt.Errorf("%d attempts are too few: a drill is played at least once", p.Attempts)
	case p.Attempts > 1 && p.PID != 0:
		return fmt.Errorf("process %d can be stopped only once: leave out the further attempts, or give the command instead", p.PID)
	case (p.NoticeLate != 0 || p.NoticeThrottle != 0) && !noticed(full):
		return errors.New("a notice can be late or throttled where the profile has drain_notice: true, and this one has not")
	case p.NoticeLate < 0:
		return fmt.Errorf("a notice cannot be %d s late: at least 0", p.NoticeLate)
	case p.NoticeThrottle < 0 || p.NoticeThrottle > 100:
		return fmt.Errorf("%d of 100 calls cannot be throttled: 0 to 100", p.NoticeThrottle)
	case p.Rare != nil && (p.Rare.OneIn < 2 || p.Rare.Confidence < 1 || p.Rare.Confidence > 99):
		return fmt.Errorf("a fault that hits 1 of %d with %d %% cannot be shown: it hits 1 of at least 2, with 1 to 99 %%", p.Rare.OneIn, p.Rare.Confidence)
	case p.Rate < 1:
		return fmt.Errorf("rate %d is too low: at least 1 request a second", p.Rate)
	case p.Scale < 1:
		return fmt.Errorf("scale %d is too low: 1 plays the times as they are, 10 a tenth of them", p.Scale)
	case p.StopTimeout != nil && *p.StopTimeout < 1:
		return fmt.Errorf("stop timeout %d is too low: at least 1 second until SIGKILL", *p.StopTimeout)
	case p.Message != "" && full.Workload != shutdown.WebSocket:
		return fmt.Errorf("a message is sent over WebSockets, and the profile has workload %s: leave the message out", full.Workload)
	case !strings.HasPrefix(p.Health, "/"):
		return fmt.Errorf("health path %q must start with a slash", p.Health)
	}
	return p.checkRequests(full)
}

// errNoStream says why a stream is not played and what to do instead.
var errNoStream = errors.New("this profile has workload stream, of which a drill plays consumers of Kafka: name brokers with --kafka HOST:PORT, or --kafka embedded for one in the drill. " +
	"Of another stream, such as Kinesis, how far a consumer got stands in a store of its own: drill its work on one batch of records instead: as workload batch, with the same on_interrupt, " +
	"where the command keeps its checkpoint in $STATE_FOLDER, is stopped in the middle and must go on there")

// stage starts the tasks and the load balancer before them.
func (p *player) stage(ctx context.Context) error {
	p.enter("starting")
	if err := p.reachStores(ctx); err != nil {
		return err
	}
	if err := p.cast(); err != nil {
		return err
	}
	for _, t := range []task{p.old, p.replacement} {
		if err := p.ready(ctx, t); err != nil {
			return err
		}
		if err := p.throughFront(ctx, t); err != nil {
			return err
		}
		if p.full.Workload == shutdown.WebSocket {
			if err := p.tryHandshake(ctx, t); err != nil {
				return err
			}
		}
	}
	if p.full.Workload == shutdown.HTTP {
		if err := p.tryRequests(ctx); err != nil {
			return err
		}
	}
	if err := p.tryStores(ctx); err != nil {
		return err
	}
	if err := p.balance(ctx); err != nil {
		return err
	}
	p.closers = append(p.closers, p.balancer.Close)
	return nil
}

// cast finds or starts the two tasks.
func (p *player) cast() (err error) {
	if len(p.plan.Command) > 0 {
		if err := p.startTargetHealth(); err != nil {
			return err
		}
		if p.old, err = p.launch(verdict.OldTask, p.plan.Plain); err != nil {
			return err
		}
		// The replacement is an ordinary process: only its answers matter.
		p.replacement, err = p.launch(verdict.ReplacementTask, true)
		return err
	}
	if p.old.url, err = parseURL(p.plan.URL); err != nil {
		return err
	}
	if p.old.process, err = attach(p.plan.PID); err != nil {
		return err
	}
	if p.plan.Replacement != "" {
		p.replacement.url, err = parseURL(p.plan.Replacement)
		return err
	}
	serve := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	if p.full.Workload == shutdown.WebSocket {
		serve = echo
	}
	address, end, err := standIn(serve)
	if err != nil {
		return err
	}
	p.replacement.url = address
	p.closers = append(p.closers, end)
	return nil
}

// launch starts the command as one task.
func (p *player) launch(name verdict.Task, plain bool) (task, error) {
	plan, err := p.withStores(name)
	if err != nil {
		return task{}, err
	}
	if p.health != nil {
		plan.Environment = append(p.health.environment(name, p.full.EnvironmentPrefix), plan.Environment...)
	}
	return p.launchPlan(plan, plain)
}

func (p *player) launchPlan(plan Plan, plain bool) (task, error) {
	if len(p.parts) > 0 {
		return p.launchWhole(plan, plain)
	}
	port, err := freePort()
	if err != nil {
		return task{}, err
	}
	environment, err := plan.environment(p.settings, p.full, port)
	if err != nil {
		return task{}, err
	}
	p.told = told(environment, p.full.EnvironmentPrefix)
	process, err := start(expand(plan.Command, environment), environment, plan.Folder, plain)
	if err != nil {
		return task{}, err
	}
	p.closers = append(p.closers, process.forget)
	return task{url: &url.URL{Scheme: plan.scheme(), Host: "127.0.0.1:" + port}, process: process}, nil
}
