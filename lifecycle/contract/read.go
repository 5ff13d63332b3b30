package contract

import (
	"strconv"
	"strings"
	"time"
)

// Read reads the contract from variables whose names start with prefix, or
// with [DefaultPrefix] when it is empty. lookup is [os.LookupEnv] in a program.
//
// Without any of the first four variables the contract is 15 s of delay, 5 s
// of drain and 5 s of cleanup. When only some are set, the others take what
// the deadline leaves them, and Missing names them.
//
// The error, if any, is a [Faults].
func Read(prefix string, lookup func(name string) (string, bool)) (Contract, error) {
	if prefix == "" {
		prefix = DefaultPrefix
	}
	return ReadFrom(func(field string) (string, string, bool) {
		v, ok := lookup(prefix + field)
		return prefix + field, v, ok
	})
}

// ReadFrom is [Read] for values that come from elsewhere too, such as flags:
// get returns what the user calls the field, its value, and whether it is set.
func ReadFrom(get func(field string) (name, value string, ok bool)) (Contract, error) {
	r := reader{get: get}
	deadline := r.number(DeadlineSeconds, 0, 86400)
	delay := r.number(DelaySeconds, 0, 86400)
	drain := r.number(DrainSeconds, 0, 86400)
	cleanup := r.number(CleanupSeconds, 0, 86400)
	keepAlive := r.number(KeepAliveSeconds, 1, 86400)
	age := r.number(MaxConnectionAgeSeconds, 1, 172800)
	protection := r.number(ProtectionMinutes, 1, 2880)
	heartbeat, visibility := r.heartbeat()
	spread := r.number(NoticeSpreadSeconds, 0, 300)
	groups := r.targetGroups()
	if len(r.faults) > 0 {
		return Contract{}, r.faults
	}
	c := Contract{
		KeepAlive:        time.Duration(keepAlive.value) * time.Second,
		MaxConnectionAge: time.Duration(age.value) * time.Second,
		Protection:       time.Duration(protection.value) * time.Minute,
		Heartbeat:        time.Duration(heartbeat.value) * time.Second,
		Visibility:       time.Duration(visibility.value) * time.Second,
		DrainNotice:      spread.set,
		NoticeSpread:     time.Duration(spread.value) * time.Second,
		TargetGroups:     groups,
	}
	for _, n := range [...]number{deadline, delay, drain, cleanup} {
		if !n.set {
			c.Missing = append(c.Missing, n.name)
		}
	}
	if err := fit(&deadline, &delay, &drain, &cleanup); err != nil {
		return Contract{}, err
	}
	c.Deadline = time.Duration(deadline.value) * time.Second
	c.Delay = time.Duration(delay.value) * time.Second
	c.Drain = time.Duration(drain.value) * time.Second
	c.Cleanup = time.Duration(cleanup.value) * time.Second
	return c, nil
}

// fit gives the missing numbers what the deadline leaves, and refuses a
// deadline that is shorter than what must happen before it.
func fit(deadline, delay, drain, cleanup *number) error {
	parts := [...]*number{cleanup, delay, drain}
	sum, some := 0, deadline.set
	for _, p := range parts {
		sum += p.value
		some = some || p.set
	}
	if !some {
		deadline.value = defaultDeadline
	}
	bounded := deadline.set || !some
	room := deadline.value - sum
	if bounded && room < 0 {
		return Faults{deadline.tooShort(delay, drain, cleanup, sum)}
	}
	for i, standard := range [...]int{defaultCleanup, defaultDelay, defaultDrain} {
		p := parts[i]
		switch {
		case p.set:
			continue
		case !bounded:
			p.value = standard
		case p == drain:
			// Units in flight get all that is left.
			p.value = room
		default:
			p.value = min(standard, room)
		}
		room -= p.value
	}
	if !bounded {
		deadline.value = delay.value + drain.value + cleanup.value
	}
	return nil
}

// number is one variable as it was read.
type number struct {
	name  string
	value int
	set   bool
}

func (n *number) tooShort(delay, drain, cleanup *number, sum int) Fault {
	least := strconv.Itoa(sum)
	var parts, names []string
	for _, p := range [...]*number{delay, drain, cleanup} {
		if p.set {
			parts = append(parts, p.name+" "+strconv.Itoa(p.value))
			names = append(names, p.name)
		}
	}
	take, together, all := " take ", " together", "all of them"
	if len(parts) == 1 {
		take, together, all = " takes ", "", "both"
	}
	return Fault{
		Path: n.name, Rule: "range", Given: strconv.Itoa(n.value), Allowed: "at least " + least,
		Message: strings.Join(parts, ", ") + take + least + " s, longer than the deadline of " + strconv.Itoa(n.value) + " s.",
		WaysOut: []string{
			"set " + n.name + " to at least " + least,
			"set " + strings.Join(names, ", ") + " to at most " + strconv.Itoa(n.value) + together,
			"take " + all + " from one profile, so that they agree",
		},
	}
}

// reader collects the faults of single values.
type reader struct {
	get    func(field string) (name, value string, ok bool)
	faults Faults
}

// number reads a whole number from least to most, both included.
func (r *reader) number(field string, least, most int) number {
	name, text, ok := r.get(field)
	if !ok {
		return number{name: name}
	}
	allowed := "a whole number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most)
	fault := Fault{Path: name, Given: quote(text), Allowed: allowed, WaysOut: []string{"set " + name + " to " + allowed, "unset it"}}
	v, err := strconv.Atoi(text)
	switch {
	case !digits(text):
		fault.Rule = "type"
		fault.Message = name + " takes a whole number, not " + quote(text) + "."
	case err != nil || v < least || v > most:
		fault.Rule, fault.Given = "range", text
		if len(text) > 30 {
			fault.Given = text[:30] + "…"
		}
		fault.Message = name + " is out of range."
	default:
		return number{name: name, value: v, set: true}
	}
	r.faults = append(r.faults, fault)
	return number{name: name}
}

// digits says whether s is an optional minus and decimal digits; Atoi alone
// would take a plus too.
func digits(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// quote puts a value from outside into a message, cut to a readable length.
func quote(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
