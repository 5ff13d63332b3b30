package drill

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/stores"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Plan is what a drill plays. A zero field has the default that it names.
type Plan struct {
	// Profile is what the service declares.
	Profile shutdown.Profile
	// Path is how the task stops: [shutdown.Drained], [shutdown.Concurrent] or
	// [verdict.Protected].
	Path shutdown.StopPath

	// Command starts the app, twice. In its words {NAME} stands for the value
	// of a variable of its environment, such as {PORT}.
	Command []string
	// Folder is where the command runs; the current one when empty.
	Folder string
	// Environment has further variables, as NAME=value, over the contract's.
	Environment []string
	// Front is the command of the profile's front, and Sidecars are those of its
	// sidecars. With either the drill runs whole tasks: every container is started
	// after those that it depends on, with a PORT of its own and those of the others
	// in NAME_PORT, such as APP_PORT, and stopped as ECS does it, against the
	// direction of dependsOn: first the front, then the app, then the sidecars, each
	// with its own signal and stop timeout. Command and Environment are the app's.
	// Without Front, in a profile that has one, Command is the front, and the drill
	// plays nothing behind it.
	Front    []string
	Sidecars []Sidecar
	// URL and PID are an app that runs already, instead of Command. Requests
	// that belong to the replacement then go to Replacement or, without one, to
	// a stand-in that answers every request at once and every message with
	// itself.
	URL         string
	PID         int
	Replacement string

	// Stores are what the app keeps its work in. The drill reads along between the app
	// and each, and looks what is left there when the app has gone. Rows is a query
	// of the first that is PostgreSQL, whose first column has the {id} of every
	// request whose work was done; nothing is asked when it is empty.
	Stores []stores.Store
	Rows   string

	// Queue is the URL of an SQS queue for a worker, instead of the embedded one; or the
	// name of a queue of Broker, instead of one that the drill makes and deletes.
	Queue string
	// Broker is where a worker gets its messages that is not SQS; nil where it is.
	Broker *Broker
	// Kafka is where a consumer of the workload stream gets its records; nil where it is
	// not played. A line of its output with the id of a record says that it is done.
	Kafka *Kafka

	// Rate is the number of requests, messages or new connections a second; by
	// default 50 requests, 10 messages or 10 connections.
	Rate int
	// Requests is what is asked for; [DefaultRequests], or for the workload
	// websocket [DefaultSockets], without any.
	Requests []Request
	// Message, if set, is sent now and then over each WebSocket, beside the
	// pings that every WebSocket server answers.
	Message string
	// Health is the path of the health check; /health by default.
	Health string
	// Protocol is what the load balancer speaks with the app; HTTP/1.1 by default.
	// A gRPC call sends the request's body as its message, or else an empty one.
	Protocol verdict.Protocol
	// TLS says that Command speaks TLS on its port, as behind a target group of
	// protocol HTTPS. Its certificate may be any.
	TLS bool
	// Balancer is what routes the requests; [Embedded] by default.
	Balancer verdict.BalancerName

	// NoticeLate is how many seconds, before scaling, after the deregistration the
	// load balancer's API tells of it, and NoticeThrottle how many of 100 calls it
	// refuses, where the profile has a drain notice.
	NoticeLate, NoticeThrottle int

	// Defaults plays AWS's default deregistration delay and stop timeout, and
	// does not tell the app its contract.
	Defaults bool
	// StopTimeout overrides the profile's stop timeout, in seconds before scaling;
	// that of Command, where the drill runs whole tasks.
	StopTimeout *int
	// Scale divides every time; 1 by default.
	Scale int

	// Warmup is how long requests flow before the stop; 1 s by default.
	Warmup time.Duration
	// Ready is how long the app may take to answer its health check; 30 s by default.
	Ready time.Duration
	// Plain starts the command as an ordinary process. Otherwise it is PID 1 of
	// its own PID namespace, as in a container, where the system allows that.
	Plain bool

	// Rare is the fault that the exposure is measured by; a fault that hits 1 of
	// 200, with 95 %, when nil. [Series] plays until such a one would show.
	Rare *verdict.Rare
	// Recorded, if set, is told what happened, before it is judged.
	Recorded func(verdict.Recording)

	// Attempts is how often the drill is played, at most, when the machine is
	// too late for a verdict; 1 by default. Again, if set, is told before each
	// further time what came of the last.
	Attempts int
	Again    func(verdict.Result)

	// Progress, if set, is told once a second how the drill goes.
	Progress func(Progress)

	// run begins the ids of the requests of one drill.
	run string
}

// Progress is how a drill goes.
type Progress struct {
	// At is in seconds from the start of the stop, negative before it.
	At    float64
	Phase string
	verdict.Count
	// Open is how many WebSockets are open, where those are drilled.
	Open int
}

// withDefaults fills in what is not set.
func (p Plan) withDefaults() Plan {
	if p.Rate == 0 && (p.Profile.Workload == shutdown.Queue || p.Profile.Workload == shutdown.Stream || p.Profile.Workload == shutdown.WebSocket) {
		p.Rate = 10
	}
	if p.Rate == 0 {
		p.Rate = 50
	}
	if p.Health == "" {
		p.Health = p.defaultHealth()
	}
	if p.Balancer == "" {
		p.Balancer = verdict.Embedded
	}
	if p.Scale == 0 {
		p.Scale = 1
	}
	if p.Attempts == 0 {
		p.Attempts = 1
	}
	if p.Warmup == 0 {
		p.Warmup = time.Second
	}
	if p.Ready == 0 {
		p.Ready = 30 * time.Second
	}
	if len(p.Requests) == 0 && p.Profile.Workload == shutdown.WebSocket {
		p.Requests = DefaultSockets()
	}
	if len(p.Requests) == 0 && p.Protocol != verdict.GRPC {
		p.Requests = DefaultRequests()
	}
	return p
}
