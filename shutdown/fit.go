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
