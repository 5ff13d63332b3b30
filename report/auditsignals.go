package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// fargateSignals is how sure it is that Fargate sends the image's signal.
const fargateSignals = "Fargate sends the STOPSIGNAL of the image, and SIGTERM where it declares none: documented by AWS for Linux since December 2025, without a word on platform versions."

// fargateSignalsSource is where AWS says so.
const fargateSignalsSource = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html"

// effectWords say in a word what a signal does.
var effectWords = map[string]string{"graceful": "finishes its work", "quick": "drops its work", "swallowed": "never hears of it", "unknown": "not known"}

// Signals writes for a terminal what the stop signal does in each container.
func (style TableStyle) Signals(list []audit.StopSignal) string {
	var b strings.Builder
	for _, s := range list {
		who := safe.Line(s.Container)
		switch {
		case s.Service != "" && s.Container == "":
			who = safe.Line(s.Service) + ", containers that are not known"
		case s.Service != "":
			who = safe.Line(s.Service) + ", container " + who
		}
		style.heading(&b, who+": "+safe.Line(string(s.Signal))+", "+effectWords[string(s.Effect)])
		writeWrapped(&b, "  what it does: ", safe.Line(s.Why))
		certain := "known, "
		if !s.Known {
			certain = "not sure, "
		}
		writeWrapped(&b, "  the signal: ", certain+safe.Line(s.Because))
		if s.Program != "" {
			writeWrapped(&b, "  what runs: ", s.Program+", told by "+safe.Line(s.By))
		}
		if s.Bound != nil {
			writeWrapped(&b, "  its own bound: ", bound(s.Bound))
		}
		if s.StopTimeout != nil {
			writeWrapped(&b, "  ECS waits: ", stopTimeout(*s.StopTimeout))
		}
		if s.Source != "" {
			b.WriteString("  " + s.Source + "\n")
		}
	}
	if len(list) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(strings.Join(wrap(fargateSignals, tableWidth), "\n") + "\n")
	b.WriteString(fargateSignalsSource + "\n\n" + signalSummary(list) + "\n")
	return b.String()
}

func bound(b *audit.Bound) string {
	text := string(b.State)
	if b.Seconds != nil {
		text = print.Number(*b.Seconds) + " s, " + text
	}
	if b.By != "" && b.By != "its default" {
		text += " by " + safe.Line(b.By)
	}
	if b.Why != "" {
		text += " (" + safe.Line(b.Why) + ")"
	}
	return text
}

func stopTimeout(n audit.Number) string {
	if n.Value == nil {
		return "unknown: " + safe.Line(n.Why)
	}
	return strconv.Itoa(*n.Value) + " s (" + string(n.State) + ") before it kills"
}

// signalSummary counts.
func signalSummary(list []audit.StopSignal) string {
	other, by := 0, map[string]int{}
	for _, s := range list {
		if s.Known && s.Signal != "SIGTERM" {
			other++
		}
		by[string(s.Effect)]++
	}
	return print.Count(len(list), "container") + ": " + strconv.Itoa(other) + " with another signal than SIGTERM; " + strconv.Itoa(by["graceful"]) + " finish their work, " +
		strconv.Itoa(by["quick"]) + " drop it, " + strconv.Itoa(by["swallowed"]) + " never hear of the signal, " + strconv.Itoa(by["unknown"]) + " not known"
}

// SignalsJSON writes the same as one indented object.
func SignalsJSON(version string, list []audit.StopSignal) ([]byte, error) {
	return indented(struct {
		Version    string             `json:"version"`
		Containers []audit.StopSignal `json:"containers"`
		Fargate    string             `json:"fargate"`
		Source     string             `json:"source"`
	}{version, present(list), fargateSignals, fargateSignalsSource})
}
