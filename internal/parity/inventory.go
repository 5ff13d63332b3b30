package parity

import (
	"context"
	"fmt"
	"sort"
)

// Inventory lists everything that moto holds of the kinds a service is made of,
// one line each. Of deleted services and task definitions AWS itself keeps an
// inactive record, which does not count.
func (m Moto) Inventory(ctx context.Context) ([]string, error) {
	var out []string
	collect := func(kind string, items []any, name ...any) {
		for _, item := range items {
			label := text(item, name...)
			if len(name) == 0 {
				label, _ = item.(string)
			}
			out = append(out, kind+" "+label)
		}
	}
	query := func(service, version, action string, path []any, name ...any) error {
		answer, err := m.query(ctx, service, version, action)
		if err != nil {
			return fmt.Errorf("%s: %w", action, err)
		}
		collect(service+"."+action, list(answer, path...), name...)
		return nil
	}
	call := func(service, target string, body map[string]any, key string, name ...any) error {
		answer, err := m.json(ctx, service, target, body)
		if err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		collect(target, list(answer, key), name...)
		return nil
	}
	elb := func(action, key, name string) error {
		return query("elasticloadbalancing", elbVersion, action, []any{action + "Response", action + "Result", key}, name)
	}
	const ecs = "AmazonEC2ContainerServiceV20141113."
	for _, err := range []error{
		query("ec2", ec2Version, "DescribeSecurityGroups", []any{"DescribeSecurityGroupsResponse", "securityGroupInfo"}, "groupName"),
		query("iam", iamVersion, "ListRoles", []any{"ListRolesResponse", "ListRolesResult", "Roles"}, "RoleName"),
		elb("DescribeTargetGroups", "TargetGroups", "TargetGroupName"),
		call("ecs", ecs+"ListTaskDefinitions", map[string]any{"status": "ACTIVE"}, "taskDefinitionArns"),
		call("logs", "Logs_20140328.DescribeLogGroups", map[string]any{}, "logGroups", "logGroupName"),
		call("sqs", "AmazonSQS.ListQueues", map[string]any{}, "QueueUrls"),
		call("application-autoscaling", "AnyScaleFrontendService.DescribeScalableTargets", map[string]any{"ServiceNamespace": "ecs"}, "ScalableTargets", "ResourceId"),
		call("application-autoscaling", "AnyScaleFrontendService.DescribeScalingPolicies", map[string]any{"ServiceNamespace": "ecs"}, "ScalingPolicies", "PolicyName"),
	} {
		if err != nil {
			return nil, err
		}
	}
	if err := m.services(ctx, &out); err != nil {
		return nil, err
	}
	if err := m.listeners(ctx, &out); err != nil {
		return nil, err
	}
	sort.Strings(out)
	return out, nil
}

// services adds the services that are not deleted. Moto goes on listing deleted
// ones; AWS only describes them.
func (m Moto) services(ctx context.Context, out *[]string) error {
	const ecs = "AmazonEC2ContainerServiceV20141113."
	listed, err := m.json(ctx, "ecs", ecs+"ListServices", map[string]any{"cluster": clusterName})
	if err != nil {
		return err
	}
	for _, arn := range list(listed, "serviceArns") {
		described, err := m.json(ctx, "ecs", ecs+"DescribeServices", map[string]any{"cluster": clusterName, "services": []any{arn}})
		if err != nil {
			return err
		}
		for _, s := range list(described, "services") {
			if text(s, "status") != "INACTIVE" {
				*out = append(*out, "service "+text(s, "serviceName"))
			}
		}
	}
	return nil
}

// listeners adds the listeners and rules of every load balancer.
func (m Moto) listeners(ctx context.Context, out *[]string) error {
	const response, result = "Response", "Result"
	balancers, err := m.query(ctx, "elasticloadbalancing", elbVersion, "DescribeLoadBalancers")
	if err != nil {
		return err
	}
	for _, lb := range list(balancers, "DescribeLoadBalancers"+response, "DescribeLoadBalancers"+result, "LoadBalancers") {
		answer, err := m.query(ctx, "elasticloadbalancing", elbVersion, "DescribeListeners", "LoadBalancerArn", text(lb, "LoadBalancerArn"))
		if err != nil {
			return err
		}
		for _, l := range list(answer, "DescribeListeners"+response, "DescribeListeners"+result, "Listeners") {
			arn := text(l, "ListenerArn")
			*out = append(*out, "listener "+arn)
			rules, err := m.query(ctx, "elasticloadbalancing", elbVersion, "DescribeRules", "ListenerArn", arn)
			if err != nil {
				return err
			}
			for _, r := range list(rules, "DescribeRules"+response, "DescribeRules"+result, "Rules") {
				*out = append(*out, "rule "+text(r, "RuleArn"))
			}
		}
	}
	return nil
}
