package parity

// Resource is one thing that a side creates, in the shape of CloudFormation.
// Strings in Properties refer to other resources as ${ID.ATTRIBUTE}.
type Resource struct {
	// ID is unique on its side: a logical id, or a running number.
	ID string
	// Type is the CloudFormation type.
	Type string
	// Properties have the API's names, with a small first letter.
	Properties map[string]any
}

// The resource types that a service is made of.
const (
	typeService        = "AWS::ECS::Service"
	typeTaskDefinition = "AWS::ECS::TaskDefinition"
	typeLogGroup       = "AWS::Logs::LogGroup"
	typeRole           = "AWS::IAM::Role"
	typePolicy         = "AWS::IAM::Policy"
	typeTargetGroup    = "AWS::ElasticLoadBalancingV2::TargetGroup"
	typeListener       = "AWS::ElasticLoadBalancingV2::Listener"
	typeListenerRule   = "AWS::ElasticLoadBalancingV2::ListenerRule"
	typeSecurityGroup  = "AWS::EC2::SecurityGroup"
	typeIngress        = "AWS::EC2::SecurityGroupIngress"
	typeEgress         = "AWS::EC2::SecurityGroupEgress"
	typeScalableTarget = "AWS::ApplicationAutoScaling::ScalableTarget"
	typeScalingPolicy  = "AWS::ApplicationAutoScaling::ScalingPolicy"
	typeQueue          = "AWS::SQS::Queue"
	typeLoadBalancer   = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	typeRecord         = "AWS::Route53::RecordSet"
)

// reference writes a reference to another resource.
func reference(id, attribute string) string { return "${" + id + "." + attribute + "}" }

// at walks nested maps and lists: a string steps into a map, an int into a list.
// It returns nil where the path ends early.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				return nil
			}
			v = m[step]
		case int:
			l, ok := v.([]any)
			if !ok || step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

// text is the string at a path, or "".
func text(v any, path ...any) string {
	s, _ := at(v, path...).(string)
	return s
}

// list is the list at a path, or nil.
func list(v any, path ...any) []any {
	l, _ := at(v, path...).([]any)
	return l
}

// walk rebuilds a value with every string changed by f, which is told the key
// under which the string stands.
func walk(v any, key string, f func(key, s string) any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = walk(e, k, f)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = walk(e, key, f)
		}
		return out
	case string:
		return f(key, v)
	default:
		return v
	}
}
