package report

import (
	"cmp"
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
)

// auditNotices are the findings of an audit, with those that are gone, and what is
// said of decisions about them.
func auditNotices(r *audit.Report) []notice {
	var out []notice
	for _, s := range r.Services {
		for _, f := range s.Findings {
			out = append(out, auditNotice(s, f))
		}
		if s.Change != nil {
			for _, f := range s.Change.Gone {
				out = append(out, goneNotice(s, f))
			}
		}
	}
	for _, s := range r.Gone {
		for _, f := range s.Findings {
			out = append(out, goneNotice(s, f))
		}
	}
	for _, k := range r.Fixed {
		out = append(out, notice{rule: k.Rule, severity: audit.Info, message: k.Rule + " of the baseline is gone", subject: k.Service, address: k.Service, fingerprint: k.Fingerprint, change: isGone})
	}
	for _, m := range r.Remarks {
		n := notice{rule: m.Rule, severity: m.Severity, message: m.Message, subject: m.Source.File, file: m.Source.File}
		if m.Source.Line != nil {
			n.line = *m.Source.Line
		}
		out = append(out, n)
	}
	return out
}

func goneNotice(s audit.Service, f audit.Finding) notice {
	n := auditNotice(s, f)
	n.change = isGone
	return n
}

// auditNotice stands where the first of its values has a line that is to change, or
// else where one has a line at all, or else where the service stands.
func auditNotice(s audit.Service, f audit.Finding) notice {
	f.When = cmp.Or(f.When, s.When)
	n := notice{rule: f.Rule, page: f.Source, severity: f.Severity, message: f.Told(), fix: fixes(f), subject: s.Name, address: s.Address,
		file: s.Source.File, fingerprint: f.Fingerprint, suppressed: f.Suppressed, change: f.Change}
	if s.Source.Line != nil {
		n.line = *s.Source.Line
	}
	for _, list := range [][]audit.Number{f.Numbers, f.Fix} {
		for i := len(list) - 1; i >= 0; i-- {
			if at := list[i].At; at.File != "" && at.Line > 0 {
				n.file, n.line = at.File, at.Line
			}
		}
	}
	if n.file == "" && len(f.Numbers) > 0 {
		n.file = f.Numbers[0].At.File
	}
	for _, v := range f.Numbers {
		n.related = append(n.related, somewhere{v.Name + " is " + numberText(v), v.At.File, v.At.Address, v.At.Line})
	}
	return n
}

// numberText is a value with how it came to be.
func numberText(n audit.Number) string {
	text := "unknown"
	if n.Value != nil {
		text = strconv.Itoa(*n.Value)
	}
	if n.State != "" && n.Value != nil {
		text += " (" + string(n.State) + ")"
	}
	return text
}

// fixes are the values with which a finding is gone.
func fixes(f audit.Finding) string {
	out := ""
	for _, n := range f.Fix {
		if n.Value == nil {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += n.Name + " " + strconv.Itoa(*n.Value)
	}
	return out
}
