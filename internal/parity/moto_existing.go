package parity

// existing makes a target group that somebody else owns, and a rule to it. It has the
// numbers that a profile of longest_work 10 gives behind an ALB.
func (s *Surroundings) existing(c *caller) {
	s.TargetGroup = c.elb("CreateTargetGroup", []any{"TargetGroups", 0, "TargetGroupArn"}, "Name", "parity-existing", "Protocol", "HTTP", "Port", "80",
		"VpcId", s.VPC, "TargetType", "ip", "HealthCheckPath", "/theirs", "HealthCheckIntervalSeconds", "5", "HealthCheckTimeoutSeconds", "4",
		"HealthyThresholdCount", "2", "UnhealthyThresholdCount", "2")
	c.elb("ModifyTargetGroupAttributes", nil, "TargetGroupArn", s.TargetGroup,
		"Attributes.member.1.Key", "deregistration_delay.timeout_seconds", "Attributes.member.1.Value", "25")
	c.elb("CreateRule", nil, "ListenerArn", s.ALBListener, "Priority", "49000", "Conditions.member.1.Field", "path-pattern", "Conditions.member.1.Values.member.1", "/theirs",
		"Actions.member.1.Type", "forward", "Actions.member.1.TargetGroupArn", s.TargetGroup)
}
