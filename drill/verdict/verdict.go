package verdict

// Verdict is what a drill says of an app.
type Verdict string

// The verdicts.
const (
	// Held is that every guarantee of the path held and no finding is a fault.
	Held Verdict = "held"
	// NotHeld is that one did not, or that a finding is a fault.
	NotHeld Verdict = "not_held"
	// NotShown is that nothing was lost, but that too little met the stopping task
	// for that to say anything.
	NotShown Verdict = "not_shown"
	// NotJudged is that the machine was too late for either.
	NotJudged Verdict = "not_judged"
)

// MachineLate is the rule of the finding on a drill that is not judged.
const MachineLate = "machine-late"

// decide says what the result comes to. What a late machine has spoiled has
// neither guarantees nor findings, since each of them may be its doing.
func (j judge) decide(out *Result) {
	m := j.Machine
	limit, worst := m.limit(out.OK && len(out.Findings) == 0), m.worst(out.OK)
	switch {
	case worst > limit:
		out.Verdict, out.OK, out.Guarantees = NotJudged, false, nil
		out.Findings = []Finding{{Rule: MachineLate,
			Message: "the machine was up to " + worst.String() + " late, and a drill of these times bears " + limit.String() + ": what was lost may be its doing, and what was not seen too",
			Fix:     "play the drill on a machine that does less meanwhile, at a lower rate, or with longer times"}}
	case !out.OK && m.overload() != "":
		out.Verdict, out.OK, out.Guarantees = NotJudged, false, nil
		out.Findings = []Finding{{Rule: Overload, Message: m.overload(),
			Fix: "play the drill at a lower rate, or on a machine with more processors"}}
	case out.OK && out.Exposure.Units == 0:
		out.NotShown(j.nothingMet())
	case out.OK:
		out.Verdict = Held
	default:
		out.Verdict, out.Output = NotHeld, j.Process.Output
		for i, c := range j.Containers {
			out.Containers[i].Output = c.Process.Output
		}
	}
}

// ExposedTooLittle is the rule of the finding on a drill that shows nothing.
const ExposedTooLittle = "exposed-too-little"

// NotShown turns a drill that held into one that has not shown it, and says why
// and what would.
func (r *Result) NotShown(why, fix string) {
	r.Verdict, r.OK = NotShown, false
	r.Findings = append(r.Findings, Finding{Rule: ExposedTooLittle, Message: why, Fix: fix})
}

// Words is the verdict for a reader.
func (v Verdict) Words() string {
	switch v {
	case Held:
		return "HELD"
	case NotJudged:
		return "NOT JUDGED"
	case NotShown:
		return "NOT SHOWN"
	}
	return "NOT HELD"
}
