package service

// The properties in which a scaling policy is configured, by the policy's kind.
const (
	TargetTracking = "TargetTrackingScalingPolicyConfiguration"
	StepScaling    = "StepScalingPolicyConfiguration"
)

// scale gives each service what changes the number of its tasks.
func scale(services []*Service, byType map[string][]*Resource) {
	by := newScaled(services)
	policies, actions := newApplied(byType[TypeScalingPolicy]), newApplied(byType[TypeScheduledAction])
	for _, target := range byType[TypeScalingTarget] {
		id := target.of("ResourceId")
		for _, s := range by.of(id) {
			scaling := Scaling{Resource: target, Minimum: target.of("MinCapacity").number(), Maximum: target.of("MaxCapacity").number()}
			for _, p := range policies.to(target) {
				scaling.Policies = append(scaling.Policies, policy(p))
			}
			for _, a := range target.of("ScheduledActions").items() {
				scaling.Scheduled = append(scaling.Scheduled, scheduled(a))
			}
			for _, a := range actions.to(target) {
				scaling.Scheduled = append(scaling.Scheduled, scheduled(a.of()))
			}
			s.Scaling = append(s.Scaling, scaling)
		}
	}
}

// applied finds what is applied to a scaling target: what refers to it, and what
// names the service that it names.
type applied struct {
	referring map[*Resource][]*Resource
	naming    map[string][]*Resource
}

func newApplied(all []*Resource) applied {
	out := applied{map[*Resource][]*Resource{}, map[string][]*Resource{}}
	for _, r := range all {
		if target := r.of("ScalingTargetId").to(); target != nil {
			out.referring[target] = append(out.referring[target], r)
		} else if id := r.of("ResourceId").written(); id != "" {
			out.naming[id] = append(out.naming[id], r)
		}
	}
	return out
}

func (a applied) to(target *Resource) []*Resource {
	return append(a.referring[target][:len(a.referring[target]):len(a.referring[target])], a.naming[target.of("ResourceId").written()]...)
}

// scheduled reads an action that changes the bounds of the number of tasks.
func scheduled(action property) Scheduled {
	bounds := action.at("ScalableTargetAction")
	return Scheduled{Name: action.at("ScheduledActionName").text(), Minimum: bounds.at("MinCapacity").number(), Maximum: bounds.at("MaxCapacity").number()}
}

// policy reads a scaling policy. One that follows a target scales in unless it is
// told not to; one with steps does when each of them takes tasks away.
func policy(r *Resource) Policy {
	if tracking := r.of(TargetTracking); !tracking.missing() {
		out := Policy{Resource: r, Kind: TargetTracking, Cooldown: tracking.at("ScaleInCooldown").number(),
			Metric: tracking.at("PredefinedMetricSpecification").at("PredefinedMetricType").text()}
		if never := tracking.at("DisableScaleIn").truth(); never.State != Unknown {
			out.TakesAway = new(!never.Or(false))
		}
		return out
	}
	if steps := r.of(StepScaling); !steps.missing() {
		return Policy{Resource: r, Kind: StepScaling, TakesAway: takesAway(steps), Cooldown: steps.at("Cooldown").number()}
	}
	return Policy{Resource: r}
}

// StepsTakeAway says whether the steps of a policy, configured as CloudFormation
// has it, take tasks away; nil if that cannot be told.
func StepsTakeAway(configuration map[string]any) *bool {
	return takesAway(property{v: configuration})
}

func takesAway(steps property) *bool {
	var less, more bool
	for _, s := range steps.at("StepAdjustments").items() {
		n := s.at("ScalingAdjustment").number().Or(0)
		less, more = less || n < 0, more || n > 0
	}
	if less == more || steps.at("AdjustmentType").text().Or("") == "ExactCapacity" {
		return nil
	}
	return new(less)
}
