package service

// The properties in which a scaling policy is configured, by the policy's kind.
const (
	TargetTracking = "TargetTrackingScalingPolicyConfiguration"
	StepScaling    = "StepScalingPolicyConfiguration"
)

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
