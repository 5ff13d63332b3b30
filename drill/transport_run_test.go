package drill_test

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
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
		"closes its port under kept connections": {at(closesPort), verdict.ClosesListener, "while new requests may arrive for 1 s", true},
	}
}

func TestRun_namesTransportFaults(t *testing.T) {
	t.Parallel()
	playPlanted(t, plantedTransport(5), nil)
}
