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
	return map[string]planted{
		"closes its port under kept connections": {at(closesPort), verdict.ClosesListener, "while new requests may arrive for 1 s", true},
	}
}

func TestRun_namesTransportFaults(t *testing.T) {
	t.Parallel()
	playPlanted(t, plantedTransport(5), nil)
}
