package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// AssessmentJSON writes what values promise as one indented object whose keys
// keep the order of [shutdown.Assessment].
func AssessmentJSON(a shutdown.Assessment) ([]byte, error) { return indented(a) }

// promise is what one cause leaves, in words.
type promise struct {
	cause, sure, refused, because string
	tone                          tone
}

// promises puts the promises into words. A reason that repeats is written once.
func promises(list shutdown.Table[shutdown.Promise]) []promise {
	out := make([]promise, len(list))
	for i, e := range list {
		p := e.Value
		out[i] = promise{cause: e.Key, sure: sureWords(p), because: p.Because, tone: promiseTone(p)}
		if p.RefusedSeconds > 0 {
			out[i].refused = "refuses " + strconv.Itoa(p.RefusedSeconds) + " s"
		}
	}
	return out
}

// sureWords is the verdict, where the longest unit is known, and what is sure.
func sureWords(p shutdown.Promise) string {
	var sure string
	switch {
	case p.SureSeconds == nil && strings.HasPrefix(p.Because, "unknown: "):
		return "unknown"
	case p.SureSeconds == nil:
		return "does not happen"
	case p.AtMost:
		sure = "at most " + strconv.Itoa(*p.SureSeconds) + " s"
	default:
		sure = strconv.Itoa(*p.SureSeconds) + " s"
	}
	if p.Kept != "" && p.Kept != shutdown.KeptUpTo && p.Kept != shutdown.KeptNone {
		sure = string(p.Kept) + ", " + sure
	}
	return sure
}

func promiseTone(p shutdown.Promise) tone {
	switch {
	case p.Kept != "" && p.Kept != shutdown.KeptUpTo:
		return toneOf(p.Kept)
	case p.SureSeconds == nil:
		return toneNeutral
	case *p.SureSeconds == 0:
		return toneBad
	case p.AtMost, p.RefusedSeconds > 0, p.Kept == shutdown.KeptUpTo:
		return toneDoubt
	default:
		return toneNeutral
	}
}

// answers are what is said beside the promises, the most telling first.
func answers(a shutdown.Assessment) []row {
	number := func(name string, v *int, unit string) row {
		if v == nil {
			return row{name: name, value: "unknown"}
		}
		return row{name, strconv.Itoa(*v), singular(strconv.Itoa(*v), unit)}
	}
	roll := row{name: "can_roll", value: "unknown"}
	if can := a.Rollout.CanRoll; can != nil {
		roll.value = "yes"
		if !*can {
			var counts []string
			for _, n := range a.Rollout.StuckAt {
				counts = append(counts, strconv.Itoa(n)+" "+singular(strconv.Itoa(n), "tasks"))
			}
			roll.value = "no: a deployment is stuck with " + strings.Join(counts, " and with ")
			if n := a.Rollout.GoesOnWith; n > 0 {
				roll.value += "; it goes on with " + strconv.Itoa(n)
			}
		}
	}
	out := []row{roll, number("least_in_service", a.Rollout.LeastInService, "tasks"), number("seconds", a.Rollout.Seconds, "seconds")}
	if a.Rollout.Seconds == nil && a.Rollout.CanRoll != nil && !*a.Rollout.CanRoll {
		out[2].value = "never"
	}
	for i := range out {
		out[i].name = "rollout." + out[i].name
	}
	if a.DeadTaskSeconds != nil {
		out = append(out, number("dead_task_seconds", a.DeadTaskSeconds, "seconds"))
	}
	out = append(out, number("first_request_seconds", a.FirstRequestSeconds, "seconds"))
	if covers := a.GraceCoversStart; covers != nil {
		word := "yes"
		if !*covers {
			word = "no: ECS may replace a task that is still starting"
		}
		out = append(out, row{name: "grace_covers_start", value: word})
	}
	return out
}

// origin is where numbers come from that nobody typed in.
type origin struct{ title, text string }

func origins(v shutdown.Values, a shutdown.Assessment) []origin {
	assumed := make([]string, len(a.Assumed))
	for i, e := range a.Assumed {
		assumed[i] = e.Key + " " + fmt.Sprint(e.Value)
	}
	var defaults []string
	for _, path := range a.Defaults {
		defaults = append(defaults, strings.TrimSpace(path+" "+awsDefault(path, v.LoadBalancer)))
	}
	var out []origin
	for _, o := range []origin{
		{"AWS's default", strings.Join(defaults, ", ")},
		{"unknown", strings.Join(a.Unknown, ", ")},
		{"taken", strings.Join(v.LeftOut(), ", ")},
		{"assumed", strings.Join(assumed, ", ")},
		{"typed in, of no use here", strings.Join(v.Unused(), ", ")},
	} {
		if o.text != "" {
			out = append(out, o)
		}
	}
	return out
}

// awsDefault is the number behind a path such as "sidecars[0].stop_timeout".
func awsDefault(path string, b shutdown.LoadBalancer) string {
	for {
		if n, ok := shutdown.AWSDefaultOf(path, b); ok {
			return strconv.Itoa(n)
		}
		_, rest, inside := strings.Cut(path, ".")
		if !inside {
			return ""
		}
		path = rest
	}
}
