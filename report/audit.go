package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// notJudged is a reason for which values of a service are unknown.
type notJudged struct {
	Service string   `json:"service"`
	Values  []string `json:"values"`
	Why     string   `json:"why"`
}

// unjudged says once for each service and reason what could not be judged.
func unjudged(list []audit.Service) []notJudged {
	out := []notJudged{}
	for _, s := range list {
		by := map[string][]string{}
		for path, why := range s.Judged.Unknown {
			by[why] = append(by[why], path)
		}
		for why, paths := range by {
			slices.Sort(paths)
			out = append(out, notJudged{s.Address, paths, why})
		}
	}
	slices.SortFunc(out, func(a, b notJudged) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Why, b.Why))
	})
	return out
}

// auditSummary counts.
type auditSummary struct {
	Services int `json:"services"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
}

func summed(list []audit.Service) auditSummary {
	out := auditSummary{Services: len(list)}
	for _, s := range list {
		for _, f := range s.Findings {
			switch f.Severity {
			case audit.Error:
				out.Errors++
			case audit.Warning:
				out.Warnings++
			default:
				out.Infos++
			}
		}
	}
	return out
}

// AuditJSON writes an audit as one indented object.
func AuditJSON(version string, list []audit.Service) ([]byte, error) {
	return indented(struct {
		Version   string          `json:"version"`
		Services  []audit.Service `json:"services"`
		NotJudged []notJudged     `json:"not_judged"`
		Summary   auditSummary    `json:"summary"`
	}{version, present(list), unjudged(list), summed(list)})
}

// AuditGitHub writes a workflow command of GitHub for each finding, worst first, so
// that those which it cuts off are the least.
func AuditGitHub(list []audit.Service) string {
	var b strings.Builder
	for _, severity := range []audit.Severity{audit.Error, audit.Warning, audit.Info} {
		for _, s := range list {
			for _, f := range s.Findings {
				if f.Severity != severity {
					continue
				}
				word := string(severity)
				if severity == audit.Info {
					word = "notice"
				}
				b.WriteString("::" + word + " file=" + command(s.Source.File, ":", ","))
				if s.Source.Line != nil {
					b.WriteString(",line=" + strconv.Itoa(*s.Source.Line))
				}
				b.WriteString(",title=" + command(f.Rule+" in "+s.Name, ":", ",") + "::" + command(f.Message+fixed(f)) + "\n")
			}
		}
	}
	return b.String()
}

// command escapes a text for a workflow command, and further characters in it.
func command(text string, more ...string) string {
	text = strings.ReplaceAll(text, "\x1b", "")
	pairs := []string{"%", "%25", "\r", "%0D", "\n", "%0A"}
	for _, c := range more {
		pairs = append(pairs, c, "%"+strings.ToUpper(strconv.FormatInt(int64(c[0]), 16)))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// fixed is the fix of a finding as the end of a sentence.
func fixed(f audit.Finding) string {
	if len(f.Fix) == 0 {
		return ""
	}
	out := make([]string, len(f.Fix))
	for i, n := range f.Fix {
		out[i] = n.Name + " " + print.Number(float64(*n.Value))
	}
	return "; fix: " + strings.Join(out, ", ")
}
