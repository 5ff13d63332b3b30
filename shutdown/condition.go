package shutdown

import (
	"slices"
	"strings"
)

// condition says to which profiles a row of a table applies. A list that is not
// empty must hold the profile's word; no list at all means every profile. It is
// data, so that the documentation says it in words made from it.
type condition struct {
	workloads  []Workload
	balancers  []LoadBalancer
	strategies []Strategy
	capacities []Capacity
	interrupts []Interrupt
	brokers    []Broker
	// notices are values of drain_notice.
	notices []bool
}

func (c condition) holds(p *Profile) bool {
	return among(c.workloads, p.Workload) && among(c.balancers, p.LoadBalancer) &&
		among(c.strategies, p.Strategy) && among(c.capacities, p.Capacity) && among(c.interrupts, p.OnInterrupt) && among(c.brokers, p.Broker) &&
		(len(c.notices) == 0 || p.DrainNotice != nil && among(c.notices, *p.DrainNotice))
}

// certain says that the condition holds whatever the words are that the profile
// has not set.
func (c condition) certain(p *Profile) bool {
	return surely(c.workloads, p.Workload) && surely(c.balancers, p.LoadBalancer) &&
		surely(c.strategies, p.Strategy) && surely(c.capacities, p.Capacity) && surely(c.interrupts, p.OnInterrupt) && surely(c.brokers, p.Broker) &&
		(len(c.notices) == 0 || p.DrainNotice != nil && among(c.notices, *p.DrainNotice))
}

func among[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func surely[T ~string](list []T, v T) bool {
	return len(list) == 0 || v != "" && slices.Contains(list, v)
}

// words says the condition in a sentence; empty when it always holds.
func (c condition) words() string {
	var parts []string
	if len(c.workloads) > 0 {
		parts = append(parts, "for "+and(code(c.workloads)))
	}
	for _, b := range c.balancers {
		parts = append(parts, map[LoadBalancer]string{ALB: "with an ALB", NLB: "with an NLB", NoLoadBalancer: "without a load balancer"}[b])
	}
	if len(c.strategies) > 0 {
		parts = append(parts, "with strategy "+or2(code(c.strategies)))
	}
	if len(c.capacities) > 0 {
		parts = append(parts, "with capacity "+or2(code(c.capacities)))
	}
	if len(c.interrupts) > 0 {
		parts = append(parts, "with `on_interrupt` "+or2(code(c.interrupts)))
	}
	if len(c.brokers) > 0 {
		parts = append(parts, "with broker "+or2(code(c.brokers)))
	}
	for _, noticed := range c.notices {
		parts = append(parts, map[bool]string{true: "with `drain_notice`", false: "without `drain_notice`"}[noticed])
	}
	return strings.Join(parts, " ")
}

// code puts each word between backticks, as Markdown does.
func code[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = "`" + string(v) + "`"
	}
	return out
}

// and and or2 join words as a sentence does.
func and(list []string) string { return joined(list, " and ") }
func or2(list []string) string { return joined(list, " or ") }

func joined(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	n := len(list) - 1
	return strings.Join(list[:n], ", ") + last + list[n]
}
