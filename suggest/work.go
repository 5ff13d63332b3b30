package suggest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Names of variables by which an app is told where its work comes from.
var (
	namesQueue  = regexp.MustCompile(`(?i)(^|_)(SQS|QUEUE|QUEUES|AMQP|RABBITMQ|CELERY_BROKER|SIDEKIQ)(_|$)`)
	namesStream = regexp.MustCompile(`(?i)(^|_)(KAFKA|KINESIS|BOOTSTRAP_SERVERS|MSK)(_|$)`)
)

// work says what one unit of work is, and how long it may take.
func (e *evidences) work() {
	at := e.service.Resource.Where
	if len(e.service.Routes) > 0 {
		route := e.service.Routes[0]
		if route.Group != nil {
			at = route.Group.Resource.Where
		}
		e.is("workload", string(shutdown.HTTP), at, "a load balancer routes to it", "Do clients keep connections open, as WebSocket, server-sent events and gRPC streams do? Then it is websocket")
		e.request()
		return
	}
	for _, q := range e.service.Queues {
		if !q.Dead {
			e.is("workload", string(shutdown.Queue), q.Resource.Where, "no load balancer routes to it, and it is told of this queue ("+q.Variable+")", "")
			e.hidden(q)
			return
		}
	}
	if len(e.service.Registries) > 0 {
		e.is("workload", string(shutdown.HTTP), at, "no load balancer routes to it, and callers find it by name", "")
		e.is("load_balancer", string(shutdown.NoLoadBalancer), at, "none routes to it", "")
		e.pulled("How long does the longest request take")
		return
	}
	if name, value := e.variable(namesStream); name != "" {
		e.is("workload", string(shutdown.Stream), value.Where, "no load balancer routes to it, and it is told "+name, "")
		e.pulled("How long does the longest batch of records take")
		return
	}
	if name, value := e.variable(namesQueue); name != "" {
		e.is("workload", string(shutdown.Queue), value.Where, "no load balancer routes to it, and it is told "+name, "")
		e.pulled("How long does the longest message take")
		return
	}
	e.is("workload", string(shutdown.Queue), at, "no load balancer routes to it, and no variable says where its work comes from", "Is it a queue, a stream, a batch, or http that others call by name")
	e.pulled("How long does the longest piece of work take")
}

// variable is the first of the app's variables that a pattern names.
func (e *evidences) variable(names *regexp.Regexp) (string, service.Value[string]) {
	app := e.service.App()
	if app == nil {
		return "", service.Value[string]{}
	}
	for _, name := range slices.Sorted(maps.Keys(app.Environment)) {
		if names.MatchString(name) {
			return name, app.Environment[name]
		}
	}
	return "", service.Value[string]{}
}

const longest = "longest_work"

// request takes the longest request from what the app says, or else from what the load
// balancer bears.
func (e *evidences) request() {
	ask := "How long does the longest request take"
	if e.values.LoadBalancer == shutdown.ALB {
		ask += "? The maximum of TargetResponseTime over some weeks says it"
	}
	if e.contract(ask) {
		return
	}
	group := e.service.Routes[0].Group
	if group == nil {
		e.is(longest, 30, e.service.Resource.Where, "nothing says how long; this is a guess", ask)
		return
	}
	for _, l := range group.Listeners {
		if l.Holder == nil || group.Kind() != shutdown.ALB {
			continue
		}
		usual, _ := shutdown.AWSDefaultOf("idle_timeout", shutdown.ALB)
		idle := l.Idle.Otherwise(usual)
		if v, ok := idle.Get(); ok {
			e.is(longest, v, idle.Where, fmt.Sprintf("the load balancer gives up on an answer of which nothing comes for %d s (idle_timeout, %s)", v, idle.State), ask)
			return
		}
	}
	e.kept(ask)
}

// pulled takes what survives today.
func (e *evidences) pulled(ask string) {
	if !e.contract(ask) {
		e.kept(ask)
	}
}

// hidden takes the time for which the queue hides a message, which whoever set it took for
// enough.
func (e *evidences) hidden(q service.Queue) {
	const ask = "How long does the longest message take"
	if e.contract(ask) {
		return
	}
	if v, ok := q.Visibility.Get(); ok && v > 0 && q.Visibility.State != service.Default {
		e.is(longest, v, q.Visibility.Where, fmt.Sprintf("the queue hides a message for %d s", v), ask)
		return
	}
	e.kept(ask)
}

// contract takes what the app's own environment says.
func (e *evidences) contract(ask string) bool {
	if e.values.App == nil || e.values.App.Drain == nil || *e.values.App.Drain == 0 {
		return false
	}
	// The drain of the app is no longer than a stop may be; a load balancer that drains
	// first leaves work more.
	drain, delay := *e.values.App.Drain, e.values.App.Delay
	if of := e.values.DeregistrationDelay; of != nil && delay != nil && *of-*delay > drain {
		e.is(longest, *of-*delay, e.service.Routes[0].Group.DeregistrationDelay.Where, "the load balancer drains so long, beside the app's delay", ask)
		return true
	}
	app := e.service.App()
	prefix, _ := app.ContractPrefix()
	name := prefix + shutdown.DrainVariable
	e.is(longest, drain, app.Environment[name].Where, "the app gives what is in hand so long ("+name+")", ask)
	return true
}

// kept takes the longest work that a stop by hand keeps today.
func (e *evidences) kept(ask string) {
	const cause = "stop_task"
	if e.today != nil {
		for _, p := range e.today.Promises {
			if sure := p.Value.SureSeconds; p.Key == cause && sure != nil && *sure > 0 {
				because := "a stop by hand keeps so much today"
				if p.Value.AtMost {
					because = "a stop by hand leaves at most so much today; this is a guess"
				}
				e.is(longest, *sure, e.service.Resource.Where, because, ask)
				return
			}
		}
	}
	e.is(longest, 30, e.service.Resource.Where, "nothing says how long; this is a guess", ask)
}
