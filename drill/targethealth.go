package drill

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// targetHealth is the part of AWS that an app asks for the drain notice: the task
// metadata, which tells a task its address, and DescribeTargetHealth of Elastic
// Load Balancing, which tells how the target with that address is.
type targetHealth struct {
	address string
	server  *http.Server
	// late is how much later than the deregistration the API tells of it, and
	// throttle how many of 100 calls it refuses.
	late     time.Duration
	throttle int

	mu           sync.Mutex
	deregistered time.Time
	gone         bool
	// calls is how often the old task has asked, refused how often in vain.
	calls, refused int
	// told is when the old task was first told that it drains.
	told time.Time
}

// targetGroupARN names the target group, and addresses the tasks in it.
const targetGroupARN = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/drill/0123456789abcdef"

var taskAddresses = map[verdict.Task]string{verdict.OldTask: "10.0.0.1", verdict.ReplacementTask: "10.0.0.2"}

func newTargetHealth(late time.Duration, throttle int) (*targetHealth, error) {
	h := &targetHealth{late: late, throttle: throttle}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v4/{task}/task", h.metadata)
	mux.HandleFunc("POST /elb/{task}", h.describe) // As the SDKs ask; a redirect they do not follow.
	mux.HandleFunc("POST /elb/{task}/", h.describe)
	h.server = &http.Server{Handler: mux}
	return h, serveLocal(h.server, &h.address)
}

func (h *targetHealth) close() { h.server.Close() } //nolint:errcheck // Nobody asks any more.

// environment is what a task needs to ask: its metadata, the API, and credentials
// that stand for those of its task role.
func (h *targetHealth) environment(t verdict.Task, prefix string) []string {
	return append([]string{"ECS_CONTAINER_METADATA_URI_V4=" + h.address + "/v4/" + string(t), "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2=" + h.address + "/elb/" + string(t),
		prefix + "TARGET_GROUPS=" + targetGroupARN}, asTaskRole...)
}

// deregister begins the drain of the old task, and expire ends it. Without a drain
// notice, where there is none, nobody asks.
func (h *targetHealth) deregister() {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.deregistered = time.Now()
}

func (h *targetHealth) expire() {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.gone = true
}

// asked is how often the API was asked, and how often it refused.
func (h *targetHealth) asked() (calls, refused int, told time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.calls, h.refused, h.told
}

func (h *targetHealth) metadata(w http.ResponseWriter, r *http.Request) {
	address := taskAddresses[verdict.Task(r.PathValue("task"))]
	if address == "" {
		http.NotFound(w, r)
		return
	}
	type network struct {
		NetworkMode   string
		IPv4Addresses []string
	}
	type container struct{ Networks []network }
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(struct { //nolint:errcheck // The app has gone then.
		TaskARN    string
		Containers []container
	}{"arn:aws:ecs:us-east-1:000000000000:task/drill/" + r.PathValue("task"), []container{{[]network{{"awsvpc", []string{address}}}}}})
}

// The answers are those of the Query protocol, as far as DescribeTargetHealth
// goes (Elastic Load Balancing API reference, version 2015-12-01).
type describedTarget struct {
	ID     string `xml:"Target>Id"`
	Port   int    `xml:"Target>Port"`
	State  string `xml:"TargetHealth>State"`
	Reason string `xml:"TargetHealth>Reason,omitempty"`
}

type describeAnswer struct {
	XMLName xml.Name          `xml:"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/ DescribeTargetHealthResponse"`
	Targets []describedTarget `xml:"DescribeTargetHealthResult>TargetHealthDescriptions>member"`
}

type describeRefusal struct {
	XMLName xml.Name `xml:"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/ ErrorResponse"`
	Type    string   `xml:"Error>Type"`
	Code    string   `xml:"Error>Code"`
	Message string   `xml:"Error>Message"`
}

func (h *targetHealth) describe(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	if err := r.ParseForm(); err != nil || r.Form.Get("Action") != "DescribeTargetHealth" {
		refuse(w, "InvalidAction", "the drill knows DescribeTargetHealth alone")
		return
	}
	if r.Form.Get("TargetGroupArn") != targetGroupARN {
		refuse(w, "TargetGroupNotFound", "the drill knows "+targetGroupARN+" alone")
		return
	}
	answer, ok := h.answer(verdict.Task(r.PathValue("task")), r.Form)
	if !ok {
		refuse(w, "Throttling", "Rate exceeded")
		return
	}
	if text, err := xml.Marshal(answer); err == nil {
		w.Write(text) //nolint:errcheck // The app has gone then.
	}
}

// answer counts a call of a task and answers it, unless it is throttled.
func (h *targetHealth) answer(task verdict.Task, form url.Values) (a describeAnswer, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if task == verdict.OldTask {
		h.calls++
		if (h.calls*h.throttle)%100 < h.throttle {
			h.refused++
			return a, false
		}
	}
	a.Targets = h.targets(form)
	if task == verdict.OldTask && h.told.IsZero() && slices.ContainsFunc(a.Targets, describedTarget.leaves) {
		h.told = time.Now()
	}
	return a, true
}

// leaves says that the old task's target is told to be going.
func (t describedTarget) leaves() bool {
	return t.ID == taskAddresses[verdict.OldTask] && t.State != "healthy"
}

// targets are those that were asked for, or all. The mutex is held.
func (h *targetHealth) targets(form url.Values) []describedTarget {
	var wanted []string
	for i := 1; ; i++ {
		id := form.Get("Targets.member." + strconv.Itoa(i) + ".Id")
		if id == "" {
			break
		}
		wanted = append(wanted, id)
	}
	if wanted == nil {
		wanted = []string{taskAddresses[verdict.OldTask], taskAddresses[verdict.ReplacementTask]}
	}
	var out []describedTarget
	for _, id := range wanted {
		t := describedTarget{ID: id, Port: 80, State: "healthy"}
		switch {
		case id != taskAddresses[verdict.OldTask] && id != taskAddresses[verdict.ReplacementTask]:
			t.State, t.Reason = "unused", "Target.NotRegistered"
		case id != taskAddresses[verdict.OldTask] || h.deregistered.IsZero() || time.Since(h.deregistered) < h.late:
		case h.gone:
			t.State, t.Reason = "unused", "Target.NotRegistered"
		default:
			t.State, t.Reason = "draining", "Target.DeregistrationInProgress"
		}
		out = append(out, t)
	}
	return out
}

func refuse(w http.ResponseWriter, code, message string) {
	w.WriteHeader(http.StatusBadRequest)
	if text, err := xml.Marshal(describeRefusal{Type: "Sender", Code: code, Message: message}); err == nil {
		w.Write(text) //nolint:errcheck // The app has gone then.
	}
}
