package report

import (
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// protectionFacts are the numbers of the protection, each with its name.
func protectionFacts(r verdict.Result) [][2]string {
	p := r.Protection
	if p == nil {
		return nil
	}
	text := print.Times("taken", p.Taken)
	if p.Taken > 0 {
		text += ", " + print.Times("renewed", p.Renewed) + ", " + print.Times("given back", p.GivenBack)
	}
	if p.RanOut > 0 {
		text += ", " + print.Times("ran out", p.RanOut)
	}
	rows := [][2]string{{"task protection", text}}
	if p.HeldOff != nil {
		rows = append(rows, [2]string{"stop held off", "for " + p.HeldOff.String()})
	}
	return append(rows, [2]string{"without protection", print.Grouped(p.Unprotected) + " of " + print.Count(p.Needed, "message") + " longer than the drain, for " + p.Exposed.String() + " in all"})
}
