package shutdown

// InterruptsOf lists what a workload may do with units in flight, its default
// first.
func InterruptsOf(w Workload) []Interrupt { return interrupts(w) }

// LoadBalancersOf lists what may route work to a workload, its default first.
func LoadBalancersOf(w Workload) []LoadBalancer {
	if w.pulled() {
		return []LoadBalancer{NoLoadBalancer}
	}
	return []LoadBalancer{ALB, NLB, NoLoadBalancer}
}

// TakesPropagation says whether a profile of the workload may set propagation.
func TakesPropagation(w Workload) bool { return !w.pulled() }

// The readings of a Spot interruption behind a load balancer.
const (
	SignalFirst         = "signal first"
	DeregistrationFirst = "deregistration first"
)

// Readings lists the orders in which a Spot interruption may go, as the
// timelines name them.
func Readings() []string { return []string{SignalFirst, DeregistrationFirst} }
