package audit

import (
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Severity says how bad a finding is.
type Severity string

// The severities, worst first.
const (
	// Error is work that is lost, or a service that gets stuck.
	Error Severity = "error"
	// Warning is slow or fragile.
	Warning Severity = "warning"
	// Info is worth knowing.
	Info Severity = "info"
)

// severities are all, worst first.
var severities = [...]Severity{Error, Warning, Info}

// AtLeast says that a severity is as bad as another one, or worse.
func (s Severity) AtLeast(other Severity) bool { return s.rank() <= other.rank() }

func (s Severity) rank() int {
	for i, v := range severities {
		if v == s {
			return i
		}
	}
	return len(severities)
}

// Rule is one thing that is looked for.
type Rule struct {
	// ID names the rule in reports and in what suppresses them.
	ID       string
	Severity Severity
	// Doc is a sentence on what happens to users.
	Doc string
	// Source is the page that the rule rests on.
	Source string

	// limits says that the rule looks at values that AWS may refuse, with which
	// nothing else can be said.
	limits bool
	check  func(*subject) []Finding
}

// Finding is what a rule has found in a service.
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	// Fingerprint stays the same while lines move: it is made of the rule, the
	// address, the names of the numbers and whether it is there under choices alone.
	Fingerprint string `json:"fingerprint"`
	// When is under which choices it is there; empty where it is by default. Choices
	// are the same as who decides about one names them, such as DesiredCount=1.
	When    string   `json:"when,omitempty"`
	Choices []string `json:"choices,omitempty"`
	Message string   `json:"message"`
	// Numbers are what contradicts each other, with where they stand.
	Numbers []Number `json:"numbers"`
	// Fix are the values with which the finding is gone.
	Fix    []Number `json:"fix"`
	Source string   `json:"source"`
	// Suppressed is why it does not count; nil when it does.
	Suppressed *Suppression `json:"suppressed"`
	// Change is new or unchanged where the service was compared with what it was.
	Change string `json:"change,omitempty"`
	// Each is the finding under each of its choices; empty where it is by default.
	Each []Occurrence `json:"-"`
}

// Told is the message with the choices under which it is so.
func (f Finding) Told() string {
	if f.When == "" {
		return f.Message
	}
	return "if " + f.When + ": " + f.Message
}

// subject is a service that is looked at.
type subject struct {
	service    *service.Service
	values     shutdown.Values
	assessment shutdown.Assessment
	numbers    []Number
	// containers are those that a stop finds, and told the app's times that its
	// program tells, by their names.
	containers []container
	told       map[string]Number
	// refused is why there is no assessment, nil when there is one.
	refused error
}

// number is one of the service's by its name.
func (s *subject) number(name string) Number {
	for _, n := range s.numbers {
		if n.Name == name {
			return n
		}
	}
	return Number{Name: name}
}

// known are numbers by their names, with their values; false if one is not known.
func (s *subject) known(names ...string) (list []Number, values []int, ok bool) {
	for _, name := range names {
		n := s.number(name)
		if n.Value == nil {
			return nil, nil, false
		}
		list, values = append(list, n), append(values, *n.Value)
	}
	return list, values, true
}

// found is the one finding of a rule.
func found(message string, numbers []Number, fix ...Number) []Finding {
	return []Finding{{Message: message, Numbers: numbers, Fix: fix}}
}

// to is a number with the value that it should have.
func (n Number) to(value int) Number {
	return Number{Name: n.Name, Value: &value, Where: n.Where, At: n.At}
}
