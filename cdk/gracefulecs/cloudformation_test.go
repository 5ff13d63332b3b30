package gracefulecs_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// kept is what CloudFormation does with a kind of resource: which properties it
// cannot change in place, and which values no two resources have at once. It makes
// the new resource before it removes the old one.
type kept struct {
	replaces []string
	identity []string // Nothing if AWS makes the name up, or keeps several.
}

// ofType is from the page of each type, "Update requires: Replacement", and the same
// as createOnlyProperties of its registry schema.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
var ofType = map[string]kept{
	"AWS::ApplicationAutoScaling::ScalableTarget": {[]string{"ResourceId", "ScalableDimension", "ServiceNamespace"}, []string{"ResourceId"}},
	"AWS::ApplicationAutoScaling::ScalingPolicy":  {[]string{"PolicyName", "ResourceId", "ScalableDimension", "ScalingTargetId", "ServiceNamespace"}, []string{"PolicyName", "ScalingTargetId"}},
	"AWS::EC2::SecurityGroup":                     {[]string{"GroupDescription", "GroupName", "VpcId"}, []string{"GroupName"}},
	"AWS::EC2::SecurityGroupIngress": {[]string{"CidrIp", "FromPort", "GroupId", "IpProtocol", "SourceSecurityGroupId", "ToPort"},
		[]string{"GroupId", "FromPort", "SourceSecurityGroupId"}},
	// A new revision of the family, beside the old one.
	"AWS::ECS::TaskDefinition": {[]string{"ContainerDefinitions", "Cpu", "EphemeralStorage", "ExecutionRoleArn", "Family", "Memory", "NetworkMode", "RequiresCompatibilities",
		"RuntimePlatform", "TaskRoleArn", "Volumes"}, nil},
	"AWS::ECS::Service":                         {[]string{"Cluster", "LaunchType", "Role", "SchedulingStrategy", "ServiceName"}, []string{"Cluster", "ServiceName"}},
	"AWS::ElasticLoadBalancingV2::Listener":     {[]string{"LoadBalancerArn"}, []string{"LoadBalancerArn", "Port"}},
	"AWS::ElasticLoadBalancingV2::ListenerRule": {[]string{"ListenerArn"}, []string{"ListenerArn", "Priority"}},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {[]string{"IpAddressType", "Name", "Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId"}, []string{"Name"}},
	"AWS::IAM::Policy":                          {nil, nil}, // Its name is unique within a role, which keeps it.
	"AWS::IAM::Role":                            {[]string{"Path", "RoleName"}, []string{"RoleName"}},
	"AWS::Logs::LogGroup":                       {[]string{"LogGroupName"}, []string{"LogGroupName"}},
	"AWS::SQS::Queue":                           {[]string{"FifoQueue", "QueueName"}, []string{"QueueName"}},
}

// stackUpdate is what CloudFormation does to get from one template to another.
type stackUpdate struct {
	before, after template
	replaced      map[string]bool
}

// updateOf finds what is replaced. What refers to a replaced resource changes too, and
// is replaced where the property cannot change.
func updateOf(before, after template) *stackUpdate {
	u := &stackUpdate{before, after, map[string]bool{}}
	for more := true; more; {
		more = false
		for id := range before.Resources {
			if !u.replaced[id] && slices.ContainsFunc(ofType[before.Resources[id].Type].replaces, func(p string) bool { return u.changed(id, p) }) {
				u.replaced[id], more = true, true
			}
		}
	}
	return u
}

// value is a property in a template, with the mark of a replacement where it refers
// to a resource that is replaced.
func (u *stackUpdate) value(r resource, property string, mark string) string {
	text := show(r.Properties[property])
	for id := range u.replaced {
		text = strings.ReplaceAll(text, `"`+id+`"`, `"`+id+mark+`"`)
	}
	return text
}

func (u *stackUpdate) changed(id, property string) bool {
	after, ok := u.after.Resources[id]
	return ok && u.value(u.before.Resources[id], property, "") != u.value(after, property, " replaced")
}

var generatedEnd = regexp.MustCompile(`[0-9A-F]{8}$`)

// steps are what happens to each resource, by its logical id without what the CDK
// appends to it.
func (u *stackUpdate) steps() []string {
	var out []string
	ids := maps.Clone(u.before.Resources)
	maps.Copy(ids, u.after.Resources)
	for id, r := range ids {
		name := generatedEnd.ReplaceAllString(strings.TrimPrefix(id, "Api"), "")
		old, was := u.before.Resources[id]
		now, is := u.after.Resources[id]
		properties := map[string]any{}
		maps.Copy(properties, old.Properties)
		maps.Copy(properties, now.Properties)
		if r.Type == "AWS::EC2::SecurityGroupIngress" {
			name = fmt.Sprint("Ingress ", r.Properties["FromPort"])
		}
		switch {
		case !was:
			out = append(out, "create "+name)
		case !is:
			out = append(out, "delete "+name)
		case old.Type != now.Type:
			out = append(out, "impossible "+name)
		case u.replaced[id]:
			out = append(out, "replace "+name)
		case slices.ContainsFunc(slices.Collect(maps.Keys(properties)), func(p string) bool { return u.changed(id, p) }):
			out = append(out, "update "+name)
		}
		if _, ok := ofType[r.Type]; !ok {
			out = append(out, "unknown "+r.Type)
		}
	}
	slices.Sort(out)
	return out
}

// clashes are new resources that would have the identity of one that is still there.
func (u *stackUpdate) clashes() []string {
	here := map[string]string{}
	key := func(r resource, mark string) string {
		parts := []string{r.Type}
		for _, p := range ofType[r.Type].identity {
			if r.Properties[p] == nil {
				return ""
			}
			parts = append(parts, u.value(r, p, mark))
		}
		if len(parts) == 1 {
			return ""
		}
		return strings.Join(parts, " ")
	}
	for id, r := range u.before.Resources {
		here[key(r, "")] = id
	}
	var out []string
	for id, r := range u.after.Resources {
		_, was := u.before.Resources[id]
		if k := key(r, " replaced"); k != "" && (!was || u.replaced[id]) {
			if other, ok := here[k]; ok {
				out = append(out, fmt.Sprintf("%s is made while %s has its name: %s", id, other, k))
			}
		}
	}
	return out
}
