package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Outcome is what became of a request.
type Outcome string

// The outcomes.
const (
	Answered Outcome = "answered"
	Cut      Outcome = "cut"
	Refused  Outcome = "refused"
	Failed   Outcome = "failed"
)

// Task is one of the two tasks of a drill.
type Task string

// The tasks.
const (
	OldTask         Task = "old"
	ReplacementTask Task = "replacement"
)

// Never is the time of something that did not happen.
const Never = time.Duration(-1)

// Recording is what happened in one drill. Times count from the first request.
type Recording struct {
	// Workload says what the units are: Exchanges for http, and connections for
	// websocket, Messages for queue, and Job for batch.
	Workload shutdown.Workload
	Path     shutdown.StopPath
	Balancer BalancerName
	Protocol Protocol
	Times    Times
	Rate     int
	Scale    int
	// Defaults says that AWS's default settings were played.
	Defaults bool
	// Rare is what the exposure is measured by; [DefaultRare] when zero.
	Rare Rare
	// ToldDeadline is the deadline that the app was told; nil when none was.
	ToldDeadline *Seconds
	// Signal is the stop signal.
	Signal shutdown.Signal
	// Prefix starts the names of the contract's variables.
	Prefix string
	// Guarantees are those of the profile.
	Guarantees shutdown.Table[shutdown.Guarantee]

	// Protected says that task protection holds off deployments, scale-in and
	// rebalancing, which the path [Protected] alone plays.
	Protected bool
	// Protection is what the old worker did with it; nil where the drill had no
	// agent for it to ask.
	Protection *ProtectionRecord
	// Broker is where the messages are; empty for SQS.
	Broker Broker
	// StaysInGroup says that a group of Kafka still had the old worker as a member half a
	// second after its end.
	StaysInGroup bool
	Messages     []MessageRecord
	// Heartbeat is how often a worker was told to hide the message in hand again;
	// zero where it was not, or nobody looked.
	Heartbeat Seconds

	// Pause is how long a ping on a WebSocket may be without an answer.
	Pause time.Duration

	// Notice is what became of the drain notice; nil where the profile has none.
	Notice *NoticeRecord

	// Job is what became of a batch job; nil otherwise. OnInterrupt is what the
	// app does on the signal.
	Job         *JobRecord
	OnInterrupt shutdown.Interrupt

	Exchanges []Exchange
	// Tries are requests beside the load, sent to each task past the load balancer
	// to learn what its answers are like; they count as neither sent nor lost.
	Tries []Exchange
	// StandIn says that no app is the replacement, but what answers everything.
	StandIn bool
	Probes  []Probe
	// Idle is what became of idle connections; nil where the drill had none.
	Idle *IdleRecord
	Load Load
	// Machine is how late the machine was meanwhile.
	Machine Machine

	// Deregistered, LastRouted and Expired are what the load balancer did: took
	// the task out, sent it the last new request, and cut what was left. Each is
	// negative when it did not happen.
	Deregistered, LastRouted, Expired time.Duration
	// Signalled and Killed are when the stop signal and SIGKILL were sent;
	// Killed is negative when the app went by itself.
	Signalled, Killed time.Duration
	// Ended is when the last request was sent.
	Ended time.Duration

	Exit    Exit
	Process ProcessFacts
	// Containers are all of the old task where the drill played a whole one, in the
	// order of their turns; nil where the command was all. The first takes the work,
	// and what Signalled, Killed, Exit and Process say is said of it.
	Containers []ContainerRecord
	// Missing names the profile's sidecars that were not played with them.
	Missing []string
	// Stores are those behind the app that the drill looked into, Rows what a query
	// found in one of them, and Logs what of the ids of requests or messages stands in
	// what the old task wrote; nil where nobody looked.
	Stores []StoreRecord
	Rows   *RowsRecord
	Logs   *LogsRecord
	// StopEstimate is how long the whole task takes to stop at most, from the first
	// signal on, by the profile's settings; nil where nobody looked.
	StopEstimate *Seconds
	// Rerouted counts requests that the load balancer itself brought to the old
	// task too late, after the propagation: the embedded one then gave them to
	// the replacement, and with HAProxy they are left out.
	Rerouted int
	// CutAtDelay counts requests that the load balancer cut when the
	// deregistration delay was over.
	CutAtDelay int
}

// Exchange is one request and what became of it.
type Exchange struct {
	Start, End time.Duration
	// Asked is how long its answer was to take.
	Asked   time.Duration
	Task    Task
	Outcome Outcome
	Code    int
	Error   string
	// Socket is how a WebSocket went; nil for a request.
	Socket *Socket

	// Kind names what was asked for: the method where it is not GET, and the path
	// before {seconds} was filled in. Answers to the same kind are compared.
	Kind string
	// Stream says that the answer goes on until somebody ends it: how it ends is
	// judged, not its bytes or its time.
	Stream bool
	// Left says that the drill itself ended it, as a client that goes away.
	Left bool
	// Body is what came back; nil where it was not looked at.
	Body *Body
	// ID is what it was asked with where the request has one of its own; else empty.
	ID string
}

// Probe is one look at the old task's health path, past the load balancer.
type Probe struct {
	At time.Duration
	// Code is the status; 0 without an answer.
	Code int
	// Refused says that nobody listened.
	Refused bool
	// Silent says that somebody did, and did not answer within the time that a
	// look has, 1 s.
	Silent bool
}

// Load is how well the load was kept up.
type Load struct {
	// Scheduled is the requests that the rate asks for, Sent those that were sent.
	Scheduled int `json:"scheduled"`
	Sent      int `json:"sent"`
	// LagP99 and LagMax are how late requests were sent.
	LagP99 Seconds `json:"lag_p99"`
	LagMax Seconds `json:"lag_max"`
	// Kept says that the rate was kept: 98 of 100 requests were sent, but for
	// those of a tenth of a second, and 99 of 100 at most a quarter of a second late.
	Kept bool `json:"kept"`

	// Crowded says that as many requests were in flight as may be, so that the
	// next were late because of the app.
	Crowded bool `json:"crowded"`
}

// Exit is how the old task ended.
type Exit struct {
	// At counts from the first request; negative when it did not end.
	At time.Duration
	// Known says that the status is known: the drill started the process.
	Known bool
	Code  int
	// Signal is the signal that ended it; empty when it exited.
	Signal string
}

// ProcessFacts is what /proc told of the old task.
type ProcessFacts struct {
	// Isolation is "pid 1" or "plain".
	Isolation string
	// Init is the init in front of the app, such as "graceful exec"; empty
	// without one that is known.
	Init string
	// Shell is the name of the shell that the command turned out to be, and
	// Child what it ran; empty when it was no shell with a child.
	Shell, Child string
	// Leaked names processes that outlived the command.
	Leaked []string
	// Output is the end of what the app wrote.
	Output string
}
