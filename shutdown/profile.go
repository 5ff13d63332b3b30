package shutdown

// Profile declares what a service does and what must survive when one of its
// tasks stops. A nil pointer, an empty string and a nil slice mean "not set";
// [Fields] gives each field's default and range.
type Profile struct {
	// Workload is what one unit of work is. Required.
	Workload Workload
	// LongestWork is the longest unit, in seconds, that must be allowed to
	// finish (1 to 172800). For WebSocket it is the greatest age the app lets
	// a connection reach. Required.
	LongestWork *int
	// OnInterrupt is what the app does with units in flight when signalled.
	OnInterrupt Interrupt
	// InterruptTime is how long Checkpoint or Close takes, in seconds (0 to 100).
	InterruptTime *int
	// Cleanup is the time after the last unit to close pools and flush logs,
	// in seconds (0 to 100).
	Cleanup *int
	// Startup is the time from container start to ready, in seconds (0 to 3600).
	Startup *int
	// LongestPause is how long a healthy task may fail to answer, in seconds
	// (1 to 600).
	LongestPause *int
	// Margin lies between the app's own deadline and SIGKILL, in seconds (1 to 60).
	Margin *int
	// LoadBalancer is what routes requests to the task.
	LoadBalancer LoadBalancer
	// Propagation is how long new work may still arrive after deregistration
	// or, without a load balancer, after the signal, in seconds (0 to 300).
	Propagation *int
	// Capacity is what the tasks run on.
	Capacity Capacity
	// DesiredCount is the number of tasks (0 to 5000).
	DesiredCount *int
	// MaxSurgePercent bounds the extra tasks during a deployment (1 to 100).
	MaxSurgePercent *int
	// Singleton says that two copies must never run at once.
	Singleton *bool
	// Sidecars must outlive the app container and then flush.
	Sidecars []Sidecar
	// StopSignal is what the image declares as STOPSIGNAL.
	StopSignal Signal
	// Framework is the server that receives the signal.
	Framework FrameworkName
	// EnvironmentPrefix starts the names of the variables that the app reads.
	EnvironmentPrefix string
	// Require lists the causes under which nothing may be lost. Nil means the
	// default; an empty list requires nothing.
	Require []Cause
}

// Sidecar is a container that must outlive the app and then needs Flush
// seconds (0 to 115) to hand over what it holds.
type Sidecar struct {
	Name  string
	Flush *int
}

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
// arriving the moment it stops fetching.
func (w Workload) pulled() bool { return w == Queue || w == Stream || w == Batch }

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

// Signal is a POSIX signal by name.
type Signal string

// The signals an image may declare as STOPSIGNAL.
const (
	SIGTERM  Signal = "SIGTERM"
	SIGINT   Signal = "SIGINT"
	SIGQUIT  Signal = "SIGQUIT"
	SIGUSR1  Signal = "SIGUSR1"
	SIGWINCH Signal = "SIGWINCH"
)

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
