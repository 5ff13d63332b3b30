package gracefulecs

import (
	"math"
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const maxTasks = 5000

// scaledTo is the profile with the fewest tasks that autoscaling leaves, if it
// does not say itself. Bounds that do not hold the desired count are left out:
// they are a fault of their own.
func scaledTo(profile shutdown.Profile, a *AutoscalingProps) shutdown.Profile {
	if profile.MinCount != nil || a == nil || a.MinCapacity == nil || isToken(*a.MinCapacity) {
		return profile
	}
	least := *a.MinCapacity
	if least == math.Trunc(least) && least >= 0 && least <= float64(*profile.WithDefaults().DesiredCount) {
		profile.MinCount = new(int(least))
	}
	return profile
}

// autoscaling checks the bounds and that each target has something to measure.
func (c *checker) autoscaling(p *plan) {
	a := p.Autoscaling
	if a == nil {
		return
	}
	p.scaling = true
	bounds := "a whole number from 0 to " + strconv.Itoa(maxTasks)
	if a.MinCapacity == nil {
		c.missing("Autoscaling.MinCapacity", bounds, "Autoscaling.MinCapacity must be set.")
	}
	if a.MaxCapacity == nil {
		c.missing("Autoscaling.MaxCapacity", bounds, "Autoscaling.MaxCapacity must be set.")
	}
	faults := len(c.faults)
	least := c.whole("Autoscaling.MinCapacity", a.MinCapacity, 0, maxTasks)
	most := c.whole("Autoscaling.MaxCapacity", a.MaxCapacity, 0, maxTasks)
	if a.MinCapacity != nil && a.MaxCapacity != nil && len(c.faults) == faults {
		c.capacity(p, least, most)
	}
	c.percent("Autoscaling.CpuTarget", a.CpuTarget)
	c.percent("Autoscaling.MemoryTarget", a.MemoryTarget)
	c.positive("Autoscaling.RequestsPerTarget", a.RequestsPerTarget)
	c.positive("Autoscaling.BacklogPerTask", a.BacklogPerTask)
	if scaled := c.scaledBy(p); !scaled && a.CpuTarget == nil && a.MemoryTarget == nil && a.RequestsPerTarget == nil && a.BacklogPerTask == nil {
		c.missing("Autoscaling", "at least one target", "Autoscaling has nothing to scale by.",
			"set CpuTarget, MemoryTarget, RequestsPerTarget, BacklogPerTask, CustomTargets, Predictive, Steps or Scheduled", "or remove Autoscaling")
	}
	if a.RequestsPerTarget != nil && (p.main() == nil || !p.main().alb()) {
		c.misplaced("Autoscaling.RequestsPerTarget", "a value", nobodyCounts,
			"remove RequestsPerTarget", "or set CpuTarget instead")
	}
	if a.RequestsPerTarget != nil && p.shifts() {
		c.misplaced("Autoscaling.RequestsPerTarget", "a value", p.twoCount(),
			"remove RequestsPerTarget", "or set CpuTarget instead")
	}
	if a.BacklogPerTask != nil && !p.worksOnQueue() {
		c.misplaced("Autoscaling.BacklogPerTask", "a value", "Only an SQS queue has a backlog that is measured, and this profile has none.",
			"remove BacklogPerTask", "or set CpuTarget instead")
	}
}

// percent reads a share of what the tasks have: above 100 nothing would scale.
func (c *checker) percent(path string, v *float64) {
	c.positive(path, v)
	if v != nil && !isToken(*v) && *v > 100 {
		c.add(shutdown.Fault{Path: path, Rule: "range", Given: strconv.FormatFloat(*v, 'g', -1, 64), Allowed: "at most 100 percent",
			Message: path + " is a percentage of what the tasks have, so the service would never scale out."})
	}
}

func (c *checker) capacity(p *plan, least, most int) {
	n := p.settings.DesiredCount
	if declared := p.Profile.MinCount; declared != nil && *declared != least {
		c.add(shutdown.Fault{Path: "Autoscaling.MinCapacity", Rule: "enum", Given: strconv.Itoa(least), Allowed: "the profile's min_count, " + strconv.Itoa(*declared),
			Message: "The profile's min_count is another one, and the deployment percentages are computed from it.",
			WaysOut: []string{"set MinCapacity to " + strconv.Itoa(*declared), "or remove min_count: MinCapacity is taken"}})
	}
	switch {
	case least > most:
		c.add(shutdown.Fault{Path: "Autoscaling.MinCapacity", Rule: "range", Given: strconv.Itoa(least), Allowed: "at most MaxCapacity, " + strconv.Itoa(most),
			Message: "MinCapacity exceeds MaxCapacity."})
	case n < least || n > most:
		c.add(shutdown.Fault{Path: "Autoscaling", Rule: "range", Given: strconv.Itoa(least) + " to " + strconv.Itoa(most),
			Allowed: "bounds that hold the profile's desired_count, " + strconv.Itoa(n),
			Message: "The profile's desired_count lies outside the bounds, and the deployment percentages are computed from it.",
			WaysOut: []string{"widen the bounds", "or set the profile's desired_count to a number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most)}})
	}
	if *p.profile.Singleton && most > 1 {
		c.add(shutdown.Fault{Path: "Autoscaling.MaxCapacity", Rule: "range", Given: strconv.Itoa(most), Allowed: "at most 1",
			Message: "The profile says that two copies must never run at once.", WaysOut: []string{"remove Autoscaling", "or remove singleton from the profile"}})
	}
}
