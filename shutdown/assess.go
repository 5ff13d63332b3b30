package shutdown

import (
	"sort"
	"strings"
)

// Assessment is what values promise.
type Assessment struct {
	// Promises has every cause.
	Promises Table[Promise] `json:"promises"`
	Rollout  Rollout        `json:"rollout"`
	// DeadTaskSeconds is the longest that a dead task is sent requests.
	DeadTaskSeconds *int `json:"dead_task_seconds"`
	// FirstRequestSeconds is the time until a new task gets its first request.
	FirstRequestSeconds *int `json:"first_request_seconds"`
	// GraceCoversStart says whether the grace period covers the start.
	GraceCoversStart *bool `json:"grace_covers_start"`
	// Defaults names the values that are AWS's because nothing else is said.
	Defaults []string `json:"defaults"`
	// Unknown names those that cannot be known.
	Unknown []string `json:"unknown"`
	// Assumed are the fields of a profile that no value tells.
	Assumed Table[any] `json:"assumed"`
}

// Promise is what survives one cause of a stop.
type Promise struct {
	// SureSeconds is the longest unit that survives wherever in its life the stop
	// finds it; nil if that is unknown or the cause does not apply.
	SureSeconds *int `json:"sure_seconds"`
	// AtMost says that it rests on an assumption in the service's favour.
	AtMost bool `json:"at_most"`
	// RefusedSeconds is how long new work is refused although it still arrives.
	RefusedSeconds int    `json:"refused_seconds"`
	Because        string `json:"because"`
	// Kept and UpTo are the verdict, where the longest unit is known.
	Kept Kept `json:"kept,omitempty"`
	UpTo *int `json:"up_to,omitempty"`
	// Readings and CleanupRuns are for a Spot interruption behind a load balancer.
	Readings    *SpotReadings `json:"readings,omitempty"`
	CleanupRuns *bool         `json:"cleanup_runs,omitempty"`
}

// SpotReadings are the sure seconds under each order of a Spot interruption.
type SpotReadings struct {
	SignalFirst         int `json:"signal_first"`
	DeregistrationFirst int `json:"deregistration_first"`
}

// Rollout is how a deployment goes.
type Rollout struct {
	CanRoll *bool `json:"can_roll"`
	StuckAt []int `json:"stuck_at"`
	// GoesOnWith is the least count above those at which it is stuck with which a
	// deployment goes on; 0 if it is stuck with none, or with any.
	GoesOnWith     int  `json:"-"`
	LeastInService *int `json:"least_in_service"`
	Seconds        *int `json:"seconds"`
}

// Assess says what values promise, without the service's own profile: the
// fields under Assume, and else the defaults of a profile, stand in. The error,
// if any, is a [Faults].
func Assess(v Values) (Assessment, error) {
	if faults := v.faults(v.unknownPaths()); len(faults) > 0 {
		return Assessment{}, faults
	}
	return newAssessor(v).assessment(), nil
}

// Assess says what the values promise for this profile.
func (v Proven) Assess(standing Values) (Assessment, error) {
	full := v.Profile()
	if or(standing.LoadBalancer, NoLoadBalancer) == NoLoadBalancer { // Nothing there drains, whatever the app watches.
		full.DrainNotice, full.NoticeSpread = nil, nil
	}
	standing.Assume = &full
	return Assess(standing)
}

func (v *Values) unknownPaths() map[string]bool {
	skip := make(map[string]bool, len(v.Unknown))
	for path := range v.Unknown {
		skip[path] = true
	}
	return skip
}

// assumptions are the profile that stands behind the values.
func (v *Values) assumptions() Profile {
	var p Profile
	if v.Assume != nil {
		p = *v.Assume
	}
	if p.Workload == "" {
		p.Workload = HTTP
		if v.VisibilityTimeout != nil {
			p.Workload = Queue
		}
	}
	p.LoadBalancer, p.Capacity = or(v.LoadBalancer, NoLoadBalancer), or(v.Capacity, OnDemand)
	longest := p.LongestWork
	if longest == nil {
		p.LongestWork = new(0)
	}
	p = p.WithDefaults()
	p.LongestWork = longest
	return p
}

// assessor answers for one set of values. What it reads is noted: the verdict
// that rests on something unknown is unknown too.
type assessor struct {
	Values
	assumed  Profile
	balancer LoadBalancer
	// missing collects the unknown values that the current answer rests on.
	missing map[string]bool
	// generous says that the current answer rests on an assumption in the
	// service's favour.
	generous bool
	defaults map[string]bool
}

func newAssessor(v Values) *assessor {
	a := &assessor{Values: v, assumed: v.assumptions(), balancer: or(v.LoadBalancer, NoLoadBalancer), defaults: map[string]bool{}}
	if a.Values.HealthCheck == nil {
		a.Values.HealthCheck = &HealthValues{}
	}
	if a.App == nil {
		a.App = &AppValues{}
	}
	return a
}

// number is a value as it stands, or AWS's default for the setting.
func (a *assessor) number(path string, v *int, setting string) int {
	if v != nil {
		return *v
	}
	if a.known(path) {
		if d, ok := AWSDefaultOf(setting, a.balancer); ok {
			a.defaults[path] = true
			return d
		}
		a.missing[path] = true
	}
	return 0
}

// known notes that the answer rests on a value, and says whether it, and all that
// it stands in, is known.
func (a *assessor) known(path string) bool {
	for at := path; at != ""; at = at[:max(0, strings.LastIndexAny(at, ".["))] {
		if _, unknown := a.Unknown[at]; unknown {
			a.missing[at] = true
			return false
		}
	}
	return true
}

// answer computes one answer and says which unknown values it rests on, in
// order, and whether it is generous.
func (a *assessor) answer(compute func()) (missing []string, generous bool) {
	a.missing, a.generous = map[string]bool{}, false
	compute()
	for path := range a.missing {
		missing = append(missing, path)
	}
	sort.Strings(missing)
	return missing, a.generous
}

// maybe is an answer that is nil when something that it rests on is unknown.
func maybe[T any](a *assessor, compute func() T) *T {
	var v T
	if missing, _ := a.answer(func() { v = compute() }); len(missing) > 0 {
		return nil
	}
	return &v
}

func (a *assessor) assessment() Assessment {
	out := Assessment{Promises: make(Table[Promise], 0, 8)}
	for _, c := range Causes() {
		out.Promises = append(out.Promises, Entry[Promise]{string(c), a.promise(c)})
	}
	out.Rollout = a.rollout()
	if a.balancer != NoLoadBalancer || a.Unknown["load_balancer"] != "" {
		out.DeadTaskSeconds = maybe(a, func() int { return a.unhealthyThreshold()*a.interval() + a.healthTimeout() })
		out.GraceCoversStart = maybe(a, func() bool {
			return a.gracePeriod() >= value(a.assumed.Startup, 0)+2*a.interval()+a.healthTimeout()
		})
	}
	out.FirstRequestSeconds = maybe(a, func() int { return a.deployment().inService() })
	a.answer(func() { // Values that no answer rests on, but that have a default.
		if a.balancer != NoLoadBalancer {
			a.number("idle_timeout", a.IdleTimeout, "idle_timeout")
			a.number("health_check.healthy_threshold", a.Values.HealthCheck.HealthyThreshold, "health_check.healthy_threshold")
		}
	})
	out.Defaults, out.Unknown = a.named(a.defaults), a.unknown()
	out.Assumed = a.assumptions()
	return out
}

// named puts paths in the order of the values.
func (a *assessor) named(paths map[string]bool) []string {
	out := make([]string, 0, len(paths))
	for path := range paths {
		out = append(out, path)
	}
	sort.Slice(out, func(i, j int) bool {
		if p, q := a.valuePlace(out[i]), a.valuePlace(out[j]); p != q {
			return p < q
		}
		return out[i] < out[j]
	})
	return out
}

// unknown names what was given as unknown, and the app's times that nobody gave.
func (a *assessor) unknown() []string {
	paths := make(map[string]bool)
	for path := range a.Unknown {
		paths[path] = true
	}
	for path, v := range map[string]*int{"app.delay": a.App.Delay, "app.drain": a.App.Drain, "app.cleanup": a.App.Cleanup} {
		if v == nil {
			paths[path] = true
		}
	}
	return a.named(paths)
}

// assumptions are the fields of a profile that the answers rest on.
func (a *assessor) assumptions() Table[any] {
	t := Table[any]{{"workload", a.assumed.Workload}, {"propagation", a.propagation()}, {"cleanup", a.cleanup()},
		{"startup", value(a.assumed.Startup, 0)}, {"provisioning", value(a.assumed.Provisioning, 0)}}
	if a.assumed.LongestWork != nil {
		t = append(t, Entry[any]{"longest_work", *a.assumed.LongestWork}, Entry[any]{"on_interrupt", a.assumed.OnInterrupt})
	}
	if a.assumed.noticed() {
		t = append(t, Entry[any]{"drain_notice", true}, Entry[any]{"notice_spread", value(a.assumed.NoticeSpread, 0)})
	}
	return t
}
