package audit

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Service is what an audit says of one service.
type Service struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Source  Source `json:"source"`
	// When is under which choices there is the service at all; empty where it is
	// there by default.
	When string `json:"when,omitempty"`
	// Values are the numbers that it was judged by.
	Values shutdown.Table[Number] `json:"values"`
	// PromisesBefore and Change are there where it was compared with what it was.
	PromisesBefore *shutdown.Table[shutdown.Promise] `json:"promises_before,omitempty"`
	shutdown.Assessment
	// Evidence is what the app's own program tells of its stop, and the promises rest
	// on; empty where it tells nothing, or the environment says it.
	Evidence string `json:"evidence,omitempty"`
	// PromisesWhen are those that are lower under other choices than the defaults.
	PromisesWhen []PromisesWhen `json:"promises_when,omitempty"`
	Findings     []Finding      `json:"findings"`
	Change       *Change        `json:"change,omitempty"`
	// Judged are the values as they were assessed.
	Judged shutdown.Values `json:"-"`
	// Unjudged are the values that rules ask for and that are not known, with the
	// reasons.
	Unjudged map[string]string `json:"-"`
	// Left counts the further choices that were not looked at, being too many.
	Left int `json:"-"`

	// there are the choices of When, and varied says that it was looked at under any.
	there   []service.Choice
	varied  bool
	picture *service.Service
	ignores []*service.Ignore
}

// Source is where a service stands.
type Source struct {
	File string `json:"file"`
	Line *int   `json:"line"`
}

// Services audits services, worst first. One whose values no assessment takes has
// a finding that says so, and no promise. The images are what Dockerfiles say of
// those that the containers run.
func Services(list []*service.Service, images ...*evidence.Image) []Service {
	return Varied(list, service.Variants{}, images...)
}

// Varied audits services and with them the further pictures that there may be of
// them. What is found in those alone says under which choices.
func Varied(list []*service.Service, variants service.Variants, images ...*evidence.Image) []Service {
	settle(list, images)
	j := newJoiner(len(list), images)
	for _, s := range list {
		if s.OnFargate() {
			j.add(s, one(s, images))
		}
	}
	j.all(variants)
	out := j.joined()
	inOrder(out)
	return out
}

// inOrder puts the worst services first.
func inOrder(list []Service) {
	slices.SortStableFunc(list, func(a, b Service) int {
		for _, severity := range severities {
			if c := cmp.Compare(b.count(severity), a.count(severity)); c != 0 {
				return c
			}
		}
		return cmp.Compare(least(a), least(b))
	})
}

// count is how many findings are of that severity and count.
func (s Service) count(severity Severity) int {
	n := 0
	for _, f := range s.Findings {
		if f.Severity == severity && f.Suppressed == nil {
			n++
		}
	}
	return n
}

// least is the shortest work that is sure to survive a cause, for the order.
func least(s Service) int {
	out := int(^uint(0) >> 1)
	for _, p := range s.Promises {
		if p.Value.SureSeconds != nil && p.Key != "host_failure" {
			out = min(out, *p.Value.SureSeconds)
		}
	}
	return out
}

func one(s *service.Service, images []*evidence.Image) Service {
	at, values, running := s.Resource.Where, s.Values(), containers(s, images)
	told := told(s, &values, running)
	out := Service{Name: s.Name.Or(at.Address), Address: cmp.Or(s.Resource.Path, at.Address), Source: Source{File: at.File}, Findings: []Finding{}, Judged: values, picture: s, ignores: s.Ignores()}
	if at.Line > 0 {
		out.Source.Line = &at.Line
	}
	assessment, err := shutdown.Assess(out.Judged)
	out.Assessment = assessment
	sub := &subject{service: s, values: out.Judged, assessment: assessment, numbers: numbers(s, out.Judged, told), refused: err, containers: running, told: told}
	out.Evidence = saidOf(told, running)
	out.Unjudged = unjudged(sub)
	for _, n := range sub.numbers {
		out.Values = append(out.Values, shutdown.Entry[Number]{Key: n.Name, Value: n})
	}
	for _, rule := range rules {
		if err != nil && !rule.limits {
			continue // Its values are none that AWS would take.
		}
		for _, f := range rule.check(sub) {
			out.add(rule, f)
		}
	}
	slices.SortStableFunc(out.Findings, bySeverity)
	opposed(out.Findings)
	return out
}

func bySeverity(a, b Finding) int { return cmp.Compare(a.Severity.rank(), b.Severity.rank()) }

// add takes in a finding, with what its rule says of it.
func (s *Service) add(rule Rule, f Finding) {
	f.Rule, f.Source = rule.ID, cmp.Or(f.Source, rule.Source)
	f.Severity = cmp.Or(f.Severity, rule.Severity)
	f.Fingerprint = s.fingerprint(f, "")
	if f.Numbers == nil {
		f.Numbers = []Number{}
	}
	if f.Fix == nil {
		f.Fix = []Number{}
	}
	s.Findings = append(s.Findings, f)
}

// fingerprint tells a finding of the service from others.
func (s *Service) fingerprint(f Finding, more string) string {
	sum := sha256.Sum256([]byte(f.Rule + "\n" + s.Address + "\n" + names(f.Numbers) + more))
	return hex.EncodeToString(sum[:8])
}

// underChoices is what the fingerprint of a finding has that is not there by default.
const underChoices = "\nunder choices"
