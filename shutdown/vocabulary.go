package shutdown

import "strconv"

// Workload is the kind of unit a service works on.
type Workload string

// The workloads.
const (
	HTTP      Workload = "http"      // a request
	WebSocket Workload = "websocket" // a connection
	Queue     Workload = "queue"     // a message
	Stream    Workload = "stream"    // a batch of records
	Batch     Workload = "batch"     // a job
)

// pulled says that the app fetches its work itself, so that work stops
// arriving when it stops fetching.
func (w Workload) pulled() bool { return w == Queue || w == Stream || w == Batch }

// Fetches is [Workload.pulled] for those who pass a stop signal on: one that
// stops the fetching must not be held back.
func (w Workload) Fetches() bool { return w.pulled() }

// unit names one unit of work in a sentence.
func (w Workload) unit() string {
	switch w {
	case HTTP:
		return "request"
	case WebSocket:
		return "connection"
	case Queue:
		return "message"
	case Stream:
		return "batch of records"
	default:
		return "job"
	}
}

// Interrupt is what the app does with units in flight on the stop signal.
type Interrupt string

// The ways to treat units in flight.
const (
	Finish     Interrupt = "finish"     // run them to their end
	Checkpoint Interrupt = "checkpoint" // save their state and stop
	Close      Interrupt = "close"      // tell the peer and end the connection
	Requeue    Interrupt = "requeue"    // give them back at once
)

// LoadBalancer is what routes requests to the task.
type LoadBalancer string

// The load balancers.
const (
	ALB            LoadBalancer = "alb"
	NLB            LoadBalancer = "nlb"
	NoLoadBalancer LoadBalancer = "none"
)

// Capacity is what the tasks run on.
type Capacity string

// The capacities. Mixed may place any task on Spot, so it is planned as Spot.
const (
	OnDemand Capacity = "on_demand"
	Spot     Capacity = "spot"
	Mixed    Capacity = "mixed"
)

func (c Capacity) interruptible() bool { return c == Spot || c == Mixed }

// Strategy is how a deployment replaces the old tasks.
type Strategy string

// The strategies.
const (
	Rolling   Strategy = "rolling"    // task by task
	BlueGreen Strategy = "blue_green" // all traffic at once to a second set of tasks
	Linear    Strategy = "linear"     // the same in equal steps
	Canary    Strategy = "canary"     // the same with one small step first
)

// Broker is where the messages of a queue come from.
type Broker string

// The brokers.
const (
	SQS         Broker = "sqs"
	OtherBroker Broker = "other" // Postgres, Redis, Temporal, RabbitMQ and the like
)

// Signal is a POSIX signal by name.
type Signal string

// The signals that frameworks are stopped with.
const (
	SIGTERM  Signal = "SIGTERM"
	SIGINT   Signal = "SIGINT"
	SIGQUIT  Signal = "SIGQUIT"
	SIGUSR1  Signal = "SIGUSR1"
	SIGWINCH Signal = "SIGWINCH"
)

// realtimeSignals is how many follow SIGRTMIN on Linux.
const realtimeSignals = 30

// Signals lists every signal that an image may declare as STOPSIGNAL: those
// that a process can handle and that nothing else sends in the ordinary course.
func Signals() []Signal {
	list := []Signal{"SIGHUP", SIGINT, SIGQUIT, SIGUSR1, "SIGUSR2", "SIGALRM", SIGTERM, SIGWINCH, "SIGPWR", "SIGRTMIN"}
	for i := range realtimeSignals {
		list = append(list, Signal("SIGRTMIN+"+strconv.Itoa(i+1)))
	}
	return list
}

// Cause is why a task stops.
type Cause string

// The causes, in the order of every report.
const (
	Deployment       Cause = "deployment"
	ScaleIn          Cause = "scale_in"
	AZRebalance      Cause = "az_rebalance"
	Unhealthy        Cause = "unhealthy"
	Retirement       Cause = "retirement"
	StopTask         Cause = "stop_task"
	SpotInterruption Cause = "spot_interruption"
	HostFailure      Cause = "host_failure"
)

// Causes lists every cause of a stop in the order of every report.
func Causes() []Cause {
	return []Cause{Deployment, ScaleIn, AZRebalance, Unhealthy, Retirement, StopTask, SpotInterruption, HostFailure}
}
