package service

import "strings"

// groupUnknown is why the target group of the first route is not known, or what it is
// for.
func (s *Service) groupUnknown(g *TargetGroup) string {
	const unread = "the target group is not among what was read"
	if g != nil {
		if g.Protocol.State == Unknown {
			return "the protocol of the target group is not known: " + g.Protocol.Why
		}
		return "the protocol of the target group tells of no load balancer in front of tasks"
	}
	all := s.Resource.of("LoadBalancers")
	if first := all.items(); len(first) > 0 {
		all = first[0].at("TargetGroupArn")
	}
	return because("the target group", all, unread)
}

// taskUnknown is why no container is known.
func (s *Service) taskUnknown() string {
	if s.Task != nil && s.Task.Unknown != "" {
		return because("the container definitions", s.Task.Resource.of("ContainerDefinitions"), "the container definitions are "+s.Task.Unknown)
	}
	return because("the task definition", s.Resource.of("TaskDefinition"), "the task definition is not among what was read")
}

// because says why something is not known, where whoever read it says why; else what
// is usually said.
func because(what string, p property, usual string) string {
	if unknown, is := p.v.(Missing); is && !strings.HasPrefix(unknown.Why, "known ") {
		return what + " cannot be known: " + unknown.Why
	}
	return usual
}
