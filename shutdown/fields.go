package shutdown

import (
	"strconv"
	"strings"
)

// FieldType is how a profile field is written.
type FieldType int

// The field types.
const (
	Text     FieldType = iota // one word
	Number                    // a whole number
	Flag                      // true or false
	Texts                     // a list of words
	Sidecars                  // a list of {name, flush}
)

// String names the type as a fault does.
func (t FieldType) String() string {
	return [...]string{"a string", "a whole number", "true or false", "a list of strings", "a list of {name, flush}"}[t]
}

// Field describes one field of a profile. Checks, messages, schemas and
// documentation are all made from it.
type Field struct {
	Name     string
	Type     FieldType
	Required bool
	// Min and Max bound a Number, both included. Unit is "seconds", "tasks" or
	// "percent".
	Min, Max int
	Unit     string
	// Values lists the words of a Text or Texts; nil when any word passes Pattern.
	Values []string
	// Pattern is a regular expression for a free word.
	Pattern string
	// Default is what stands in when the field is not set, as documentation.
	Default string
	// Doc says what the field means, in Markdown without a final range.
	Doc string
}

// Allowed says which values pass, such as "a whole number from 1 to 60".
func (f Field) Allowed() string {
	switch {
	case f.Type == Number:
		return "a whole number from " + strconv.Itoa(f.Min) + " to " + strconv.Itoa(f.Max)
	case len(f.Values) > 0 && f.Type == Texts:
		return "a list of " + strings.Join(f.Values, ", ")
	case len(f.Values) > 0:
		return "one of " + strings.Join(f.Values, ", ")
	case f.Pattern != "":
		return "a string that matches " + f.Pattern
	default:
		return f.Type.String()
	}
}

// Fields lists the fields of a profile in profile order.
func Fields() []Field {
	out := make([]Field, len(fields))
	copy(out, fields[:])
	return out
}

// SidecarFields lists the fields of one entry of sidecars.
func SidecarFields() []Field {
	out := make([]Field, len(sidecarFields))
	copy(out, sidecarFields[:])
	return out
}

var fields = [...]Field{
	{Name: "workload", Type: Text, Required: true, Values: words(HTTP, WebSocket, Queue, Stream, Batch),
		Doc: "What one unit of work is: `http` a request, `websocket` a connection, `queue` a message, `stream` a batch of records, `batch` a job."},
	{Name: "longest_work", Type: Number, Required: true, Min: 1, Max: 172800, Unit: "seconds",
		Doc: "The longest unit that must be allowed to finish. For `websocket` the greatest age that the app lets a connection reach."},
	{Name: "on_interrupt", Type: Text, Values: words(Finish, Checkpoint, Close, Requeue), Default: "`finish` for http, queue and batch, `checkpoint` for stream, `close` for websocket",
		Doc: "What the app does with units in flight when it is signalled. http: `finish`; websocket: `close` or `finish`; queue, stream and batch: `finish`, `checkpoint` or `requeue`."},
	{Name: "interrupt_time", Type: Number, Min: 0, Max: 100, Unit: "seconds", Default: "5",
		Doc: "Time that `checkpoint` or `close` takes."},
	{Name: "cleanup", Type: Number, Min: 0, Max: 100, Unit: "seconds", Default: "5",
		Doc: "Time after the last unit to close pools and flush logs and telemetry."},
	{Name: "startup", Type: Number, Min: 0, Max: 3600, Unit: "seconds", Default: "30",
		Doc: "Time from container start to ready."},
	{Name: "longest_pause", Type: Number, Min: 1, Max: 600, Unit: "seconds", Default: "10",
		Doc: "How long a healthy task may fail to answer, for instance in a garbage collection or with a cold cache."},
	{Name: "margin", Type: Number, Min: 1, Max: 60, Unit: "seconds", Default: "5",
		Doc: "Time between the app's own deadline and SIGKILL."},
	{Name: "load_balancer", Type: Text, Values: words(ALB, NLB, NoLoadBalancer), Default: "`alb` for http and websocket, else `none`",
		Doc: "What routes requests to the task. queue, stream and batch: only `none`."},
	{Name: "propagation", Type: Number, Min: 0, Max: 300, Unit: "seconds", Default: "15 with an ALB, 120 with an NLB, 60 for http and websocket without load balancer, else 0",
		Doc: "How long new work may still arrive: after deregistration with a load balancer, after the signal without one (the age of names in service discovery). Not for queue, stream and batch, whose work stops arriving when they stop fetching."},
	{Name: "capacity", Type: Text, Values: words(OnDemand, Spot, Mixed), Default: "`on_demand`",
		Doc: "What the tasks run on. `mixed` may place any task on Spot and is planned as `spot`."},
	{Name: "desired_count", Type: Number, Min: 0, Max: 5000, Unit: "tasks", Default: "2",
		Doc: "The number of tasks that the service keeps."},
	{Name: "max_surge_percent", Type: Number, Min: 1, Max: 100, Unit: "percent", Default: "100",
		Doc: "The most extra tasks during a deployment, as a share of `desired_count`. At least one task is always allowed."},
	{Name: "singleton", Type: Flag, Default: "`false`",
		Doc: "Two copies must never run at once: a deployment stops the old task before it starts the new one."},
	{Name: "sidecars", Type: Sidecars, Default: "none",
		Doc: "Containers that must outlive the app and then flush, for instance a log router."},
	{Name: "stop_signal", Type: Text, Values: words(SIGTERM, SIGINT, SIGQUIT, SIGUSR1, SIGWINCH), Default: "`SIGTERM`",
		Doc: "What the image declares as STOPSIGNAL. ECS has no field for it: only the image can set it."},
	{Name: "framework", Type: Text, Values: frameworkNames(), Default: "none",
		Doc: "The server that receives the signal. Its own settings are computed and its signals are checked."},
	{Name: "environment_prefix", Type: Text, Pattern: "[A-Z][A-Z0-9_]*", Default: "`SHUTDOWN_`",
		Doc: "Start of the names of the environment variables that the app reads."},
	{Name: "require", Type: Texts, Values: words(Causes()...), Default: "`deployment` and `scale_in`; with Spot also `spot_interruption`",
		Doc: "Causes under which nothing may be lost. A required cause that cannot be kept is a fault."},
}

var sidecarFields = [...]Field{
	{Name: "name", Type: Text, Required: true, Pattern: "[A-Za-z0-9_-]{1,255}", Doc: "The container's name."},
	{Name: "flush", Type: Number, Required: true, Min: 0, Max: 115, Unit: "seconds", Doc: "Time it needs to hand over what it holds once the app has gone."},
}

// field returns the field of that name; the names are constants of this package.
func field(name string) *Field {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	panic("shutdown: no field " + name)
}

// order is the place of a path in profile order; unknown fields come last.
func order(path string) int {
	name, rest, _ := strings.Cut(path, "[")
	place := len(fields)
	for i := range fields {
		if fields[i].Name == name {
			place = i
		}
	}
	index, _, _ := strings.Cut(rest, "]")
	i, err := strconv.Atoi(index)
	if err != nil {
		i = 0
	}
	return place*1_000_000 + min(i, 999_999)
}

func words[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
