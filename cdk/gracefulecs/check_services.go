package gracefulecs

import (
	"slices"
	"strings"
)

// checkedResource is a service in a template.
type checkedResource struct {
	at         place
	path       string
	properties map[string]any
	task       map[string]any // The task definition's, nil if it is not in the app.
}

// link notes which listeners lead to which target groups, and which policies scale
// which services.
func (a *assembly) link() {
	a.leads, a.policies, a.scaled = map[place][]place{}, map[place][]place{}, map[place][]place{}
	services, targets, policies := a.all("AWS::ECS::Service"), a.all("AWS::ApplicationAutoScaling::ScalableTarget"), a.all("AWS::ApplicationAutoScaling::ScalingPolicy")
	for _, listener := range a.all("AWS::ElasticLoadBalancingV2::Listener") {
		a.lead(listener, listener, "defaultActions")
	}
	for _, rule := range a.all("AWS::ElasticLoadBalancingV2::ListenerRule") {
		if listener := a.follow(rule.in, rule.resource().Properties["listenerArn"]); listener.in != nil {
			a.lead(listener, rule, "actions")
		}
	}
	for _, t := range targets {
		id := written(t.resource().Properties["resourceId"])
		for _, s := range services {
			name, literal := s.resource().Properties["serviceName"].(string)
			if s.in == t.in && strings.Contains(id, quote(s.id)) || literal && strings.HasSuffix(strings.Trim(id, `"[]}`), "/"+name) {
				a.scaled[s] = append(a.scaled[s], t)
			}
		}
	}
	for _, p := range policies {
		properties := p.resource().Properties
		target := a.follow(p.in, properties["scalingTargetId"])
		for s, by := range a.scaled {
			for _, t := range by {
				if t == target || properties["resourceId"] != nil && written(properties["resourceId"]) == written(t.resource().Properties["resourceId"]) {
					a.policies[s] = append(a.policies[s], p)
				}
			}
		}
	}
}

// lead notes the target groups that actions forward to.
func (a *assembly) lead(listener, from place, property string) {
	for _, action := range items(from.resource().Properties[property]) {
		arns := []any{object(action)["targetGroupArn"]}
		for _, g := range items(nested(object(action), "forwardConfig.targetGroups")) {
			arns = append(arns, object(g)["targetGroupArn"])
		}
		for _, arn := range arns {
			if group := a.follow(from.in, arn); group.in != nil && !slices.Contains(a.leads[group], listener) {
				a.leads[group] = append(a.leads[group], listener)
			}
		}
	}
}

// all are the resources of a type, in the order of their names.
func (a *assembly) all(kind string) []place {
	var out []place
	for _, d := range a.documents {
		for _, id := range sortedKeys(d.Resources) {
			if d.Resources[id].Type == kind {
				out = append(out, place{d, id})
			}
		}
	}
	return out
}

// services are the services on Fargate.
func (a *assembly) services() []*checkedResource {
	var out []*checkedResource
	for _, at := range a.all("AWS::ECS::Service") {
		s := &checkedResource{at: at, path: at.in.paths[at.id], properties: at.resource().Properties}
		if s.path == "" {
			s.path = at.in.stack + "/" + at.id
		}
		if above, ok := strings.CutSuffix(s.path, "/Service"); ok && strings.Contains(above, "/") {
			s.path = above // That of the construct above the resource.
		}
		s.task = a.follow(at.in, s.properties["taskDefinition"]).is("AWS::ECS::TaskDefinition")
		if s.onFargate() {
			out = append(out, s)
		}
	}
	return out
}

// onFargate says whether tasks of the service run on Fargate, as far as is known.
func (s *checkedResource) onFargate() bool {
	if strategy := items(s.properties["capacityProviderStrategy"]); len(strategy) > 0 {
		return slices.ContainsFunc(strategy, func(v any) bool {
			name, _ := object(v)["capacityProvider"].(string)
			return strings.HasPrefix(name, "FARGATE")
		})
	}
	if launch, ok := s.properties["launchType"].(string); ok {
		return launch == "FARGATE"
	}
	return slices.Contains(items(s.task["requiresCompatibilities"]), any("FARGATE"))
}

// described is the service as a function that picks its profile sees it.
func (s *checkedResource) described() CheckedService {
	out := CheckedService{Path: s.path, Stack: s.at.in.stack, Tags: map[string]string{}}
	out.Name, _ = s.properties["serviceName"].(string)
	for key, v := range named(s.properties["tags"], "key") {
		if text, ok := v.(string); ok {
			out.Tags[key] = text
		}
	}
	for _, c := range rendered(s.task) {
		out.Containers = append(out.Containers, c.name)
	}
	return out
}
