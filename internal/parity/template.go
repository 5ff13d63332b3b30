package parity

import (
	"fmt"
	"sort"
	"strings"
)

// Template reads the resources of a CloudFormation template, with intrinsic
// functions resolved to references.
func Template(template map[string]any) ([]*Resource, error) {
	t := &reader{resources: map[string]map[string]any{}}
	all, _ := template["Resources"].(map[string]any)
	ids := make([]string, 0, len(all))
	for id, r := range all {
		m, ok := r.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("resource %s is no object", id)
		}
		t.resources[id] = m
		ids = append(ids, id)
	}
	sort.Strings(ids)
	out := make([]*Resource, 0, len(ids))
	for _, id := range ids {
		properties, _ := t.resources[id]["Properties"].(map[string]any)
		resolved, err := t.resolve(properties)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		m, _ := resolved.(map[string]any)
		out = append(out, &Resource{ID: id, Type: text(t.resources[id], "Type"), Properties: lowerKeys(m)})
	}
	return out, nil
}

// reader resolves intrinsic functions against the template's resources.
type reader struct {
	resources map[string]map[string]any
}

// pseudo are CloudFormation's own parameters.
var pseudo = map[string]string{
	"AWS::AccountId": Account,
	"AWS::Partition": "aws",
	"AWS::Region":    Region,
	"AWS::URLSuffix": "amazonaws.com",
}

func (t *reader) resolve(v any) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 1 {
			for name, argument := range v {
				if name == "Ref" || strings.HasPrefix(name, "Fn::") {
					return t.function(name, argument)
				}
			}
		}
		out := make(map[string]any, len(v))
		for k, e := range v {
			r, err := t.resolve(e)
			if err != nil {
				return nil, err
			}
			out[k] = r
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			r, err := t.resolve(e)
			if err != nil {
				return nil, err
			}
			out[i] = r
		}
		return out, nil
	default:
		return v, nil
	}
}

func (t *reader) function(name string, argument any) (any, error) {
	switch name {
	case "Ref":
		id, _ := argument.(string)
		if v, ok := pseudo[id]; ok {
			return v, nil
		}
		return t.attribute(id, "Ref")
	case "Fn::GetAtt":
		return t.attribute(text(argument, 0), text(argument, 1))
	case "Fn::Join":
		parts, err := t.resolve(at(argument, 1))
		if err != nil {
			return nil, err
		}
		words := make([]string, 0, len(list(parts)))
		for _, p := range list(parts) {
			words = append(words, fmt.Sprint(p))
		}
		return strings.Join(words, text(argument, 0)), nil
	case "Fn::Select", "Fn::Split":
		return t.pick(name, argument)
	default:
		return nil, fmt.Errorf("%s is not understood", name)
	}
}

// pick resolves Fn::Split and Fn::Select over a string that holds references,
// which have no separator inside.
func (t *reader) pick(name string, argument any) (any, error) {
	rest, err := t.resolve(at(argument, 1))
	if err != nil {
		return nil, err
	}
	if name == "Fn::Split" {
		out := []any{}
		for _, s := range strings.Split(fmt.Sprint(rest), text(argument, 0)) {
			out = append(out, s)
		}
		return out, nil
	}
	var i int
	if _, err := fmt.Sscan(fmt.Sprint(at(argument, 0)), &i); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if l := list(rest); i < len(l) {
		return l[i], nil
	}
	return nil, fmt.Errorf("%s: %v has no element %d", name, rest, i)
}

// attribute is what Ref or Fn::GetAtt gives for a resource: a name that the
// template declares, or a reference by the same words as on the other side.
func (t *reader) attribute(id, name string) (any, error) {
	r, ok := t.resources[id]
	if !ok {
		return nil, fmt.Errorf("there is no resource %s", id)
	}
	kind := text(r, "Type")
	a, ok := attributes[kind+"."+name]
	if !ok {
		return nil, fmt.Errorf("%s of %s is not understood", name, kind)
	}
	if strings.HasPrefix(a, "=") {
		return t.resolve(at(r, "Properties", a[1:]))
	}
	return reference(id, a), nil
}

// attributes names what Ref and Fn::GetAtt give: =PROPERTY is that property of
// the resource, anything else the attribute of a reference.
var attributes = map[string]string{
	typeService + ".Ref":                        "arn",
	typeService + ".Name":                       "=ServiceName",
	typeTaskDefinition + ".Ref":                 "arn",
	typeLogGroup + ".Ref":                       "=LogGroupName",
	typeLogGroup + ".Arn":                       "arn",
	typeRole + ".Ref":                           "name",
	typeRole + ".Arn":                           "arn",
	typeTargetGroup + ".Ref":                    "arn",
	typeTargetGroup + ".TargetGroupFullName":    "fullName",
	typeTargetGroup + ".TargetGroupArn":         "arn",
	typeListener + ".Ref":                       "arn",
	typeListener + ".ListenerArn":               "arn",
	typeListenerRule + ".Ref":                   "arn",
	typeSecurityGroup + ".Ref":                  "id",
	typeSecurityGroup + ".GroupId":              "id",
	typeScalableTarget + ".Ref":                 "id",
	typeLoadBalancer + ".Ref":                   "arn",
	typeLoadBalancer + ".DNSName":               "dnsName",
	typeLoadBalancer + ".CanonicalHostedZoneID": "zoneId",
	typeLoadBalancer + ".LoadBalancerFullName":  "fullName",
	typeQueue + ".Ref":                          "url",
	typeQueue + ".Arn":                          "arn",
	typeQueue + ".QueueName":                    "name",
}
