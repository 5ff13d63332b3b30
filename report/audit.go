package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// notJudged is a reason for which values of a service are unknown.
type notJudged struct {
	Service string   `json:"service"`
	Values  []string `json:"values"`
	Why     string   `json:"why"`
	// SettledBy is what would make them known; empty where nothing general does.
	SettledBy string `json:"settled_by,omitempty"`
}

// said is the reason, and what would settle it.
func (n notJudged) said() string {
	if n.SettledBy == "" {
		return n.Why
	}
	return n.Why + ": " + n.SettledBy
}

// shortly are the values, where a whole load balancer is among them without its parts.
func (n notJudged) shortly() []string {
	if !slices.Contains(n.Values, "load_balancer") {
		return n.Values
	}
	var out []string
	for _, name := range n.Values {
		begin, _, _ := strings.Cut(name, ".")
		if !slices.Contains([]string{"connection_termination", "deregistration_delay", "health_check", "idle_timeout"}, begin) {
			out = append(out, name)
		}
	}
	return out
}

// unjudged says once for each service and reason what could not be judged.
func unjudged(list []audit.Service) []notJudged {
	out := []notJudged{}
	for _, s := range list {
		by := map[string][]string{}
		for path, why := range s.Unjudged {
			by[why] = append(by[why], path)
		}
		for why, paths := range by {
			slices.Sort(paths)
			out = append(out, notJudged{s.Address, paths, why, audit.SettledBy(why)})
		}
		if s.Left > 0 {
			out = append(out, notJudged{s.Address, []string{print.Count(s.Left, "further choice") + " of inputs"}, "more are not looked at in one template or folder", ""})
		}
	}
	slices.SortFunc(out, func(a, b notJudged) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Why, b.Why))
	})
	return out
}

// auditSummary counts what counts, and what is suppressed.
type auditSummary struct {
	Services   int `json:"services"`
	Errors     int `json:"errors"`
	Warnings   int `json:"warnings"`
	Infos      int `json:"infos"`
	Suppressed int `json:"suppressed"`
}

func summed(r *audit.Report) auditSummary {
	out := auditSummary{Services: len(r.Services)}
	for _, n := range auditNotices(r) {
		switch {
		case n.change == isGone:
		case n.suppressed != nil:
			out.Suppressed++
		case n.severity == audit.Error:
			out.Errors++
		case n.severity == audit.Warning:
			out.Warnings++
		default:
			out.Infos++
		}
	}
	return out
}

// String is the summary in a line.
func (s auditSummary) String() string {
	out := print.Count(s.Services, "service") + ": " + print.Count(s.Errors, "error") + ", " + print.Count(s.Warnings, "warning") + ", " + print.Grouped(s.Infos) + " for information"
	if s.Suppressed > 0 {
		out += ", " + print.Grouped(s.Suppressed) + " suppressed"
	}
	return out
}

// AuditJSON writes an audit as one indented object. What was not compared with
// anything has no keys of that.
func AuditJSON(version string, r *audit.Report) ([]byte, error) {
	var gone *[]goneService
	if r.Compared {
		gone = &[]goneService{}
		for _, s := range r.Gone {
			*gone = append(*gone, goneService{s.Name, s.Address})
		}
	}
	var fixed *[]audit.Known
	if r.Fixed != nil {
		fixed = &r.Fixed
	}
	return indented(struct {
		Version   string            `json:"version"`
		Services  []audit.Service   `json:"services"`
		Gone      *[]goneService    `json:"services_gone,omitempty"`
		NotJudged []notJudged       `json:"not_judged"`
		Elsewhere []audit.Elsewhere `json:"not_on_fargate"`
		Remarks   []audit.Remark    `json:"remarks"`
		Fixed     *[]audit.Known    `json:"baseline_gone,omitempty"`
		Summary   auditSummary      `json:"summary"`
	}{version, present(r.Services), gone, unjudged(r.Services), present(r.Elsewhere), present(r.Remarks), fixed, summed(r)})
}

// goneService is a service that was there before.
type goneService struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// AuditGitHub writes an audit as workflow commands of GitHub.
func AuditGitHub(r *audit.Report) string { return annotations(auditNotices(r)) }
