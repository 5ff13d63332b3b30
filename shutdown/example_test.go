package shutdown_test

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func ExampleCompute() {
	s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)})
	if err != nil {
		panic(err)
	}
	fmt.Println("stop timeout:", s.StopTimeout)
	fmt.Println("deregistration delay:", *s.DeregistrationDelay)
	deployment, _ := s.Guarantees.Get("deployment")
	fmt.Println("deployment keeps", deployment.Kept+":", deployment.Because)
	// Output:
	// stop timeout: 35
	// deregistration delay: 25
	// deployment keeps all: 25 s of draining cover 15 s of propagation and the longest request of 10 s
}

func ExampleCompute_fault() {
	_, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(85), Capacity: shutdown.Spot})
	fmt.Println(err)
	// Output:
	// longest_work: Spot Budget Exceeded
	// Nothing may be lost under spot_interruption, but only a request of up to 80 s is sure: when deregistration comes first, 15 s of propagation, a delay of 15 s and a tail of 10 s leave 80 s of the two minutes; when deregistration comes first, the stop ends after 125 s, and the capacity is gone after 120 s; the signal may come too late for cleanup (inferred: the order of a Spot stop is contested).
	// Given: 85. Allowed: at most 80.
	// Ways out:
	//   - set longest_work to at most 80
	//   - set propagation to at most 12, if new work really stops arriving by then
	//   - set capacity to on_demand
	//   - set require to [deployment, scale_in], so that the loss is accepted
}
