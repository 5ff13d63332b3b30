package shutdown

import "strings"

// deployment gives percentages with which ECS can always roll: it rounds the
// minimum up and the maximum down, so the maximum is rounded up here.
func (w work) deployment() DeploymentSettings {
	d := DeploymentSettings{Strategy: strings.ToUpper(string(w.Strategy)), MinimumHealthyPercent: 100, AvailabilityZoneRebalancing: "ENABLED"}
	if w.singleton {
		d.MinimumHealthyPercent, d.MaximumPercent, d.AvailabilityZoneRebalancing = 0, 100, "DISABLED"
	} else {
		d.MaximumPercent = max(w.maximumFor(w.count, w.extra()), w.maximumFor(w.least, 1))
	}
	switch w.Strategy {
	case Rolling:
		d.CircuitBreaker = &CircuitBreaker{Enable: true, Rollback: true}
		return d
	case Linear:
		d.Linear = &LinearSettings{StepPercent: *w.StepPercent, StepBakeTimeInMinutes: *w.StepMinutes}
	case Canary:
		d.Canary = &CanarySettings{Percent: *w.StepPercent, BakeTimeInMinutes: *w.StepMinutes}
	}
	d.BakeTimeInMinutes = new(*w.BakeMinutes)
	return d
}

// extra is how many tasks more than desired a deployment may run, k.
func (w work) extra() int { return max(1, w.count*w.surge/100) }

func (w work) maximumFor(count, extra int) int { return ceilDiv((count+extra)*100, count) }

// CanRoll says whether a deployment of count tasks can begin: ECS rounds the
// maximum down and the minimum up, and one of the two must leave room.
func CanRoll(count, minimum, maximum int) bool { return room(count, minimum, maximum) > 0 }

// room is how many tasks a deployment can change at once.
func room(count, minimum, maximum int) int {
	return max(0, count*maximum/100-count) + max(0, count-ceilDiv(count*minimum, 100))
}

// capacityProviders is where the tasks run; mixed keeps one task on demand and
// shares the others, so that any but one may be on Spot.
func (w work) capacityProviders() []CapacityProvider {
	switch w.Capacity {
	case Spot:
		return []CapacityProvider{{Name: "FARGATE_SPOT", Base: 0, Weight: 1}}
	case Mixed:
		return []CapacityProvider{{Name: "FARGATE", Base: 1, Weight: 1}, {Name: "FARGATE_SPOT", Base: 0, Weight: 1}}
	default:
		return []CapacityProvider{{Name: "FARGATE", Base: 0, Weight: 1}}
	}
}
