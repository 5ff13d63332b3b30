package parity

import (
	"encoding/json"
	"net/http"
	"slices"
)

// scaling answers what moto cannot: the tags of a scalable target, for which it has
// no operation, and predictive policies, which it refuses.
func (m *Memory) scaling(e *Exchange) ([]byte, bool, error) {
	name := text(e.Request, "ResourceId") + " " + text(e.Request, "PolicyName")
	var answer map[string]any
	switch e.Name() {
	case "application-autoscaling.ListTagsForResource":
		answer = map[string]any{"Tags": m.tags[text(e.Request, "ResourceARN")]}
	case "application-autoscaling.PutScalingPolicy":
		if text(e.Request, "PolicyType") != "PredictiveScaling" {
			return nil, false, nil
		}
		arn := "arn:aws:autoscaling:" + Region + ":" + Account + ":scalingPolicy:00000000-0000-4000-8000-000000000000:resource/ecs/" + text(e.Request, "ResourceId") + ":policyName/" + text(e.Request, "PolicyName")
		m.policies[name] = map[string]any{"PolicyARN": arn, "CreationTime": 1700000000}
		for k, v := range e.Request {
			m.policies[name][k] = v
		}
		answer = map[string]any{"PolicyARN": arn, "Alarms": []any{}}
	case "application-autoscaling.DeleteScalingPolicy":
		if m.policies[name] == nil {
			return nil, false, nil
		}
		delete(m.policies, name)
		answer = map[string]any{}
	case "application-autoscaling.DescribeScalingPolicies":
		if len(m.policies) == 0 || e.Status >= http.StatusMultipleChoices {
			return nil, false, nil
		}
		answer = e.Response
		answer["ScalingPolicies"] = append(list(answer, "ScalingPolicies"), m.predictive(e)...)
	default:
		return nil, false, nil
	}
	e.Status, e.Response = http.StatusOK, answer
	b, err := json.Marshal(answer)
	return b, true, err
}

// predictive are the policies that somebody asks for.
func (m *Memory) predictive(e *Exchange) []any {
	var out []any
	names, id := list(e.Request, "PolicyNames"), text(e.Request, "ResourceId")
	for _, policy := range m.policies {
		if (id == "" || id == text(policy, "ResourceId")) && (len(names) == 0 || slices.Contains(names, any(text(policy, "PolicyName")))) {
			out = append(out, policy)
		}
	}
	return out
}
