package audit

// Remark is what is said of a decision rather than of a service.
type Remark struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	Source   Source   `json:"source"`
}

var (
	ignoreInvalid = Rule{ID: "ignore-invalid", Severity: Warning, Doc: "Somebody wants a finding ignored in words that say no rule, no day or no reason, and it is not ignored."}
	ignoreExpired = Rule{ID: "ignore-expired", Severity: Warning, Doc: "A finding was ignored until a day that is over, and is still there."}
	ignoreUnused  = Rule{ID: "ignore-unused", Severity: Info, Doc: "What is ignored is not found any more, and whoever comes next would not be told of it."}
)

// Remarks lists what is remarked, as rules that nothing suppresses.
func Remarks() []Rule { return []Rule{ignoreInvalid, ignoreExpired, ignoreUnused, profileNotCompared} }

func (m *Remark) is(rule Rule, message string) {
	m.Rule, m.Severity, m.Message = rule.ID, rule.Severity, message
}

// remark says of an ignore what it is not good for. One in a list may be for
// services that are audited another time.
func (r *Report) remark(i *Ignore, today string) {
	out := Remark{Source: Source{File: i.Where.File}}
	if i.Where.Line > 0 {
		out.Source.Line = &i.Where.Line
	}
	subject := "what is to be ignored"
	if i.Rule != "" {
		subject = i.subject()
	}
	switch {
	case i.fault != "":
		out.is(ignoreInvalid, "cannot ignore "+subject+": "+i.fault)
	case i.matched && !i.used:
		found := "nothing is found"
		if len(i.Choices) > 0 {
			found += " under that choice alone"
		}
		out.is(ignoreUnused, subject+" is ignored, and "+found)
	case i.used && i.expired(today):
		out.is(ignoreExpired, subject+" was ignored until "+i.Until+" ("+i.Reason+"), and is still found")
	default:
		return
	}
	if at := i.Where.String(); at != "" && i.Where.Line == 0 {
		out.Message += " (" + i.By + " at " + at + ")"
	}
	r.Remarks = append(r.Remarks, out)
}
