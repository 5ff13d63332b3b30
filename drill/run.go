package drill

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Run plays a drill and judges it. The error says why it could not be played;
// what the app did wrong is in the result. A drill that a late machine has spoiled
// is played again, up to the plan's attempts.
func Run(ctx context.Context, plan Plan) (verdict.Result, error) {
	plan = plan.withDefaults()
	return plan.repeat(func() (verdict.Recording, error) { return Record(ctx, plan) })
}

// repeat plays a drill until it is judged, or its attempts are over.
func (p Plan) repeat(play func() (verdict.Recording, error)) (verdict.Result, error) {
	for attempt := 1; ; attempt++ {
		recording, err := play()
		if err != nil {
			return verdict.Result{}, err
		}
		if p.Rare != nil {
			recording.Rare = *p.Rare
		}
		if p.Recorded != nil {
			p.Recorded(recording)
		}
		r := verdict.Judge(recording)
		r.Attempts = attempt
		if r.Verdict != verdict.NotJudged || attempt >= p.Attempts {
			return r, nil
		}
		if p.Again != nil {
			p.Again(r)
		}
	}
}

// Record plays a drill and returns what happened.
func Record(ctx context.Context, plan Plan) (verdict.Recording, error) {
	plan = plan.withDefaults()
	plan.run = newRun()
	settings, full, err := plan.settings()
	if err != nil {
		return verdict.Recording{}, err
	}
	if err := plan.check(full); err != nil {
		return verdict.Recording{}, err
	}
	parts, err := plan.parts()
	if err != nil {
		return verdict.Recording{}, err
	}
	p := &player{plan: plan, settings: settings, full: full, parts: parts, times: plan.times(settings, full)}
	defer p.close()
	switch full.Workload {
	case shutdown.Queue, shutdown.Stream:
		return p.recordQueue(ctx)
	case shutdown.Batch:
		return p.recordJob(ctx)
	}
	if err := p.stage(ctx); err != nil {
		return verdict.Recording{}, err
	}
	return p.play(ctx)
}

// player plays one drill.
type player struct {
	plan     Plan
	settings shutdown.Settings
	full     shutdown.Profile
	times    verdict.Times
	parts    []part // of a whole task; nil where the command is all

	old, replacement task
	balancer         balancer
	health           *targetHealth // nil without a drain notice
	stores           []*watched
	load             loader
	record           verdict.Recording
	begin            time.Time
	phase            atomic.Value // string
	told             *verdict.Seconds
	closers          []func()
	// samples and tries are what answers are compared with.
	samples  *samples
	learning sync.Mutex
	// stopping is closed when the stop signal is about to be sent; nil where nobody
	// waits for that.
	stopping chan struct{}
	tries    []verdict.Exchange
	// counted is what became of requests, or messages, up to now.
	counted func() verdict.Count
}

// loader puts load on a load balancer.
type loader interface {
	// start begins it; what keeps the load up ends with the context.
	start(ctx context.Context)
	// stop waits until everything that was begun has ended.
	stop()
	// counted is what became of what has ended by now, and inFlight what has not.
	counted() verdict.Count
	inFlight() int
	// collect writes down what became of everything.
	collect(r *verdict.Recording)
}

// mix is what the load asks for.
func (p *player) mix() mix { return newMix(p.plan.Requests, p.times.Longest.D(), p.plan.Scale) }

// patience is how long the load waits for an answer: longer than any app may take,
// also one that is killed.
func patience(t verdict.Times) time.Duration {
	return t.Longest.D() + t.StopTimeout.D() + 10*time.Second
}

// newLoad is the load that fits the workload.
func (p *player) newLoad() loader {
	url, m := p.balancer.URL(), p.mix()
	switch {
	case p.full.Workload == shutdown.WebSocket:
		return newSockets(url, m, p.plan, p.times, p.pause(), p.begin)
	case p.plan.multiplexed():
		return newCalls(url, m, p.plan, p.times, p.samples, p.begin)
	}
	return &load{url: url, mix: m, plan: p.plan, begin: p.begin, samples: p.samples, oneShot: p.plan.Balancer == verdict.HAProxy, timeout: patience(p.times)}
}

// close undoes everything, the last thing first.
func (p *player) close() {
	for i := len(p.closers) - 1; i >= 0; i-- {
		p.closers[i]()
	}
}

// since is the time since the first request.
func (p *player) since() time.Duration { return time.Since(p.begin) }

// recording is one of a drill in which nothing has happened yet.
func (p *player) recording(balancer verdict.BalancerName) verdict.Recording {
	return verdict.Recording{Workload: p.full.Workload, Path: p.plan.Path, Balancer: balancer, Protocol: p.plan.Protocol, Times: p.times, Rate: p.plan.Rate, Scale: p.plan.Scale,
		Defaults: p.plan.Defaults, ToldDeadline: p.told, Signal: p.full.StopSignal, Prefix: p.full.EnvironmentPrefix, Guarantees: p.settings.Guarantees, OnInterrupt: p.full.OnInterrupt,
		Protected:    p.settings.TaskProtectionMinutes != nil,
		Deregistered: verdict.Never, LastRouted: verdict.Never, Expired: verdict.Never, Signalled: verdict.Never, Killed: verdict.Never}
}

// play sends the load, stops the old task and waits for everything to end.
func (p *player) play(ctx context.Context) (verdict.Recording, error) {
	p.record = p.recording(p.plan.Balancer)
	p.record.Pause = p.pause()
	p.begin = time.Now()
	p.load = p.newLoad()
	p.counted = p.load.counted
	flow, endFlow := context.WithCancel(ctx)
	defer endFlow()
	machine := p.watchMachine()
	defer machine()
	p.load.start(flow)
	learnt := p.learnLong()
	looking, endLooking := context.WithCancel(ctx)
	probes := make(chan []verdict.Probe, 1)
	go func() {
		probes <- probe(looking, p.plan.looker(time.Second), p.old.url.String()+p.plan.Health, p.begin)
	}()
	p.stopping = make(chan struct{})
	idle := p.watchIdle(looking)
	go p.report(flow)

	err := p.stop(ctx)
	endLooking()
	p.record.Probes = <-probes
	p.record.Idle = idle()
	if err == nil {
		err = p.settle(ctx)
	}
	endFlow()
	p.record.Ended = p.since()
	// Nobody waits for the answers of a drill that is broken off.
	kept := context.AfterFunc(ctx, p.abandon)
	p.load.stop()
	learnt()
	kept()
	p.record.Machine = machine().Machine
	if err != nil {
		return p.record, err
	}
	if err := p.finish(ctx); err != nil && ctx.Err() == nil {
		return p.record, err
	}
	return p.record, ctx.Err()
}

// finish collects what is known once no request is in flight any more.
func (p *player) finish(ctx context.Context) error {
	p.load.collect(&p.record)
	p.record.Tries, p.record.StandIn = p.tries, !p.likeTheOld()
	p.record.CutAtDelay, p.record.Rerouted = p.balancer.Report()
	p.record.DropMisrouted()
	p.collectNotice()
	p.record.Exit = p.old.process.exit(p.begin)
	p.record.Process.Isolation, p.record.Process.Output = p.old.process.isolation, p.old.process.tail()
	err := p.lookBehind(ctx)
	p.record.Process.Leaked = p.leaked(ctx)
	p.collectWhole(ctx)
	return err
}

// report tells the plan's listener once a second how the drill goes.
func (p *player) report(ctx context.Context) {
	if p.plan.Progress == nil {
		return
	}
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		select {
		case <-every.C:
			p.tell()
		case <-ctx.Done():
			return
		}
	}
}

func (p *player) tell() {
	phase, _ := p.phase.Load().(string)
	now := Progress{At: verdict.Seconds(p.since() - p.plan.Warmup).Float(), Phase: phase, Count: p.counted()}
	if p.load != nil {
		now.Open = p.load.inFlight()
		now.Sent += now.Open
	}
	p.plan.Progress(now)
}

// enter starts a phase of the drill.
func (p *player) enter(phase string) {
	p.phase.Store(phase)
	if p.counted != nil && p.plan.Progress != nil {
		p.tell()
	}
}

// wait sleeps unless the context ends.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
