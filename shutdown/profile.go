package shutdown

// Profile declares what a service does and what must survive when one of its
// tasks stops. A nil pointer, an empty string and a nil slice mean "not set";
// [Fields] gives each field's default and range, of which the ranges stand here
// too.
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
	// DrainNotice says that the app watches for its own deregistration and closes
	// its connections then, before the signal.
	DrainNotice *bool
	// NoticeSpread is over how long it tells its connections so, in seconds
	// (0 to 300). Only with DrainNotice.
	NoticeSpread *int
	// Cleanup is the time after the last unit to close pools and flush logs,
	// in seconds (0 to 100).
	Cleanup *int
	// Startup is the time from container start to ready, in seconds (0 to 3600).
	Startup *int
	// Provisioning is the time from the task's creation to the container's
	// start, in seconds (0 to 900). Only estimates use it.
	Provisioning *int
	// HealthTime is the longest that a healthy app takes to answer the health
	// check, in seconds (1 to 119).
	HealthTime *int
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
	// MinCount is the fewest tasks that autoscaling leaves (0 to 5000).
	MinCount *int
	// MaxSurgePercent bounds the extra tasks during a deployment (1 to 100).
	MaxSurgePercent *int
	// Singleton says that two copies must never run at once.
	Singleton *bool
	// Strategy is how a deployment replaces the old tasks.
	Strategy Strategy
	// BakeMinutes is how long both revisions run after all traffic has moved,
	// in minutes (0 to 1440).
	BakeMinutes *int
	// StepPercent is the share of traffic that moves in one step (1 to 100).
	StepPercent *int
	// StepMinutes is the wait after a step, in minutes (0 to 1440).
	StepMinutes *int
	// Sidecars must outlive the app container and then flush.
	Sidecars []Sidecar
	// Front takes the requests and hands them to the app; nil if the app takes
	// them itself.
	Front *Front
	// Broker is where a queue's messages come from.
	Broker Broker
	// Heartbeat is how often the worker hides the message in hand again, in
	// seconds (5 to 3600); nil if it does not.
	Heartbeat *int
	// StopSignal is what the image declares as STOPSIGNAL.
	StopSignal Signal
	// Framework is the server that receives the signal.
	Framework FrameworkName
	// EnvironmentPrefix starts the names of the variables that the app reads.
	EnvironmentPrefix string
	// Acknowledge lists the rules of notes that a reader has accepted.
	Acknowledge []string
	// Require lists the causes under which nothing may be lost. Nil means the
	// default; an empty list requires nothing.
	Require []Cause
}

// Sidecar is a container that must outlive the app and then needs Flush
// seconds to hand over what it holds.
type Sidecar struct {
	// Name is the container's name.
	Name string
	// Flush is the time it needs once the app has gone, in seconds (0 to 115).
	Flush *int
	// After names the sidecars that stop before this one.
	After []string
	// Framework is what it runs; empty if none that is known.
	Framework FrameworkName
}

// Front is a container of the same task that takes the requests and hands them
// to the app, such as a TLS proxy. It stops before the app.
type Front struct {
	// Name is the container's name.
	Name string
	// Framework is the server in it; empty if none that is known.
	Framework FrameworkName
}
