package drill_test

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// plantedTransport are faults that few requests meet: what is lost by them is
// lost by chance, and they are named at any rate.
func plantedTransport(rate int) map[string]planted {
	at := func(mode string) drill.Plan {
		p := plan(mode, shutdown.Concurrent)
		p.Rate = rate
		return p
	}
	const early = "sooner than the load balancer's idle timeout of 60 s"
	return map[string]planted{
		"drops idle connections":                 {at(dropsIdle), verdict.DropsIdle, "while new requests may arrive on them for 1 s", true},
		"a short keep-alive, before the signal":  {at(impatient), verdict.KeepAliveTooShort, early, true},
		"a short keep-alive, after the signal":   {at(patient), verdict.KeepAliveTooShort, early, true},
		"a short keep-alive that is only said":   {at(declares), verdict.KeepAliveTooShort, "after 5 s (Keep-Alive: timeout), " + early, true},
		"drops idle connections, TLS":            {withTLS(at(dropsIdle)), verdict.DropsIdle, "while new requests may arrive on them for 1 s", true},
		"closes its port, TLS":                   {withTLS(at(closesPort)), verdict.ClosesListener, "while new requests may arrive for 1 s", true},
		"closes after answers":                   {at(closesAfter), verdict.DropsIdle, "after an answer from the signal on that does not say", true},
		"a short keep-alive from the signal on":  {at(shortens), verdict.KeepAliveTooShort, "from the signal on that it closes idle connections after 1 s", true},
		"closes its port under kept connections": {at(closesPort), verdict.ClosesListener, "while new requests may arrive for 1 s", true},
	}
}

func TestRun_namesTransportFaults(t *testing.T) {
	t.Parallel()
	playPlanted(t, plantedTransport(5), nil)
}

// Connections may end with an answer that says so, at any time.
func TestRun_transportMaySayTheEnd(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{saysEnd, goodTransport} {
		if r := play(t, plan(mode, shutdown.Concurrent)); !r.OK || len(r.Findings) > 1 || r.Idle.Late == nil || (r.Idle.Late.Told > 0) != (mode == saysEnd) {
			t.Errorf("%s does not hold, or was not looked at:\n%s", mode, report.DrillText(r))
		}
	}
}
