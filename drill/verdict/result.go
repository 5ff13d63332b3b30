package verdict

import (
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Result is the verdict on one drill. Its times are seconds from the start of
// the stop unless a name says otherwise.
type Result struct {
	// Workload is that of the profile, Path the stop path that was played, and Balancer
	// what routed the requests: embedded, haproxy or none.
	Workload shutdown.Workload `json:"workload"`
	Path     shutdown.StopPath `json:"path"`
	Balancer BalancerName      `json:"load_balancer"`
	// Protocol is http2 or grpc; nothing where it is HTTP/1.1.
	Protocol Protocol `json:"protocol,omitempty"`
	// Settings is "profile", or "aws_defaults" when AWS's defaults were played.
	Settings string `json:"settings"`
	// Rate is how many requests, messages or connections a second were asked for.
	Rate int `json:"rate"`
	// Scale is what every time was divided by, and Times are these times then.
	Scale int   `json:"scale"`
	Times Times `json:"times"`
	// Isolation is "pid 1" when the command ran as PID 1 of a namespace of its
	// own, else "plain".
	Isolation string `json:"isolation"`
	// Verdict is what the drill says of the app, and OK that it held.
	Verdict Verdict `json:"verdict"`
	OK      bool    `json:"ok"`
	// Attempts is how often it was played: more than once after a machine that
	// was too late for a verdict.
	Attempts int `json:"attempts"`

	Count
	// Messages counts messages, where a worker was drilled; else nil.
	Messages *MessageCount `json:"messages,omitempty"`
	// Protection is what a worker did with task protection, where it could ask
	// the drill's agent for it; else nil.
	Protection *ProtectionResult `json:"protection,omitempty"`
	// Connections counts WebSocket connections, where those were drilled; else nil.
	Connections *ConnectionCount `json:"connections,omitempty"`
	// Notice is what became of the drain notice, where the profile has one; else nil.
	Notice *NoticeResult `json:"notice,omitempty"`
	// Job is what became of a batch job, where one was drilled; else nil.
	Job *JobRecord `json:"job,omitempty"`
	// Answers is how the answers to each kind of request compared, where they were
	// looked at; else nil.
	Answers []AnswerCount `json:"answers,omitempty"`
	// ByReplacement is how many requests the replacement answered.
	ByReplacement int `json:"answered_by_replacement"`
	// LostBefore is how many requests were lost before the stop began.
	LostBefore int `json:"lost_before_stop"`
	// CutAtDelay is how many the load balancer cut at the deregistration delay.
	CutAtDelay int `json:"cut_at_deregistration_delay"`
	// Rerouted is how many the load balancer itself brought too late: they were
	// given to the replacement or, with HAProxy, are left out of every count.
	Rerouted int `json:"rerouted"`

	// Exposure is how much met the stopping task.
	Exposure Exposure `json:"exposure"`

	// Load is whether the load was what was asked for.
	Load Load `json:"load"`
	// Machine is how late the machine was meanwhile.
	Machine Machine `json:"machine"`
	// Health is what the health path told from the stop on.
	Health HealthResult `json:"health"`
	// Idle is what a look at idle connections showed; nil without one.
	Idle *IdleResult `json:"idle_connections,omitempty"`
	// Exit is how the old task ended.
	Exit ExitResult `json:"exit"`
	// Containers is how each container of the task went, in the order of their
	// turns, and Task how the whole did, where a front or sidecars were drilled
	// with the app; else nil. Exit is that of the first.
	Containers []ContainerResult `json:"containers,omitempty"`
	Task       *TaskResult       `json:"task,omitempty"`
	// Stores is how the task left the stores behind it, Rows what of the requests or messages is in
	// the database, and Logs what of them the task wrote; nil where nobody looked.
	Stores []StoreResult `json:"stores,omitempty"`
	Rows   *RowsResult   `json:"rows,omitempty"`
	Logs   *LogsResult   `json:"logs,omitempty"`
	// LongestSurvived is the longest request that was in flight at the old task
	// when the stop began or later, and was answered; nil without any.
	LongestSurvived *Seconds `json:"longest_survived"`
	// ShortestLost is the shortest request, by what was asked for, that was
	// lost; nil when none was.
	ShortestLost *Seconds `json:"shortest_lost"`

	// Guarantees are those of the profile on this path; nil where nothing was judged.
	Guarantees []Promise `json:"guarantees"`
	// Findings are what the app did wrong, Events the moments of the stop, and PerSecond
	// what became of the work by the second in which it was sent.
	Findings  []Finding `json:"findings"`
	Events    []Event   `json:"events"`
	PerSecond []Second  `json:"per_second"`
	// Output is the end of what the app wrote, when it did not hold.
	Output string `json:"output,omitempty"`

	// Bars and Open are for the plot; Open is nil but for WebSockets.
	Bars []Bar       `json:"-"`
	Open []OpenCount `json:"-"`
}

// HealthResult is what a look at the health path showed, in seconds after the
// stop signal.
type HealthResult struct {
	// Unready is when the path first did not answer with success; nil if never.
	Unready *Seconds `json:"unready_after"`
	// Already is for how long before the signal it had answered so without a break;
	// nil when it did not.
	Already *Seconds `json:"unready_before,omitempty"`
	// Code is the status it then had; 0 when no answer came within 1 s.
	Code int `json:"code,omitempty"`
	// Closed is when nobody listened any more; nil if somebody always did
	// while the app lived.
	Closed *Seconds `json:"listener_closed_after"`
}

// Answer is what a health path that is not ready says.
func (h HealthResult) Answer() string {
	if h.Code == 0 {
		return "nothing for 1 s"
	}
	return print.Number(float64(h.Code))
}

// ExitResult is how the old task ended.
type ExitResult struct {
	// After is counted from the stop signal; nil when it ended before, or never.
	After *Seconds `json:"after"`
	// Code is the status as a shell has it, 128+n after signal n; nil when unknown.
	Code *int `json:"code"`
	// Text names the status.
	Text string `json:"text"`
	// Killed says that SIGKILL ended it from the signal on: at the stop timeout,
	// at its own deadline, or because something else killed it.
	Killed bool `json:"killed"`
}

// Promise is a guarantee of the profile, and whether it held.
type Promise struct {
	// Cause is why a task stops, Kept what is promised then, UpTo for work of at most how
	// many seconds, nil where that is no matter, and Held whether it was kept.
	Cause shutdown.Cause `json:"cause"`
	Kept  shutdown.Kept  `json:"kept"`
	UpTo  *int           `json:"up_to"`
	Held  bool           `json:"held"`
	// Because says what broke it; empty when it held.
	Because string `json:"because"`
}

// Event is one moment of the drill.
type Event struct {
	// At is when it was, Name what, such as stop_signal, and Text the same for a reader.
	At   Seconds `json:"at"`
	Name string  `json:"name"`
	Text string  `json:"text"`
}

// Second is what became of the requests sent in one second.
type Second struct {
	// From is the second's start.
	From int `json:"from"`
	Count
	// ByReplacement is how many of them the replacement answered.
	ByReplacement int `json:"answered_by_replacement"`
}

// The events of a drill.
const (
	EventAsked      = "stop_wanted"
	EventProtected  = "protection_taken"
	EventGivenBack  = "protection_given_back"
	EventRanOut     = "protection_ran_out"
	EventGaveUp     = "waited_long_enough"
	EventDeregister = "deregister"
	EventLastRouted = "last_new_request"
	// EventLastConnection is EventLastRouted where WebSockets are drilled.
	EventLastConnection = "last_new_connection"
	EventExpired        = "deregistration_delay_over"
	EventSignal         = "stop_signal"
	EventNoticed        = "drain_notice"
	EventUnready        = "health_unready"
	EventClosed         = "listener_closed"
	EventDeadline       = "deadline"
	EventKill           = "sigkill"
	EventExit           = "exit"
)
