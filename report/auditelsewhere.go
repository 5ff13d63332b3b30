package report

import (
	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// passed are services that are not judged for the same reason.
type passed struct {
	why   string
	names []string
}

// notOnFargate says each reason once.
func notOnFargate(list []audit.Elsewhere) []passed {
	var out []passed
	at := map[string]int{}
	for _, e := range list {
		if _, had := at[e.Why]; !had {
			at[e.Why] = len(out)
			out = append(out, passed{why: e.Why})
		}
		p := &out[at[e.Why]]
		p.names = append(p.names, safe.Line(e.Name))
	}
	return out
}
