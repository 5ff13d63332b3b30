//go:build parity

package parity

import (
	"context"
	"strconv"
)

// moveTraffic does what ECS does in a deployment that moves traffic: it gives all
// of it to the target group that had none, at every rule and listener that leads
// to two. It returns how many there are.
func (m Moto) moveTraffic(ctx context.Context) (int, error) {
	const response, result = "Response", "Result"
	c := caller{ctx: ctx, moto: m}
	moved := 0
	move := func(action, identity, arn, actions string, forward any) {
		groups := list(forward, "TargetGroups")
		if len(groups) != 2 {
			return
		}
		moved++
		parameters := []string{identity, arn, actions + ".member.1.Type", "forward"}
		for i, g := range groups {
			weight := "100"
			if text(g, "Weight") == "100" {
				weight = "0"
			}
			prefix := actions + ".member.1.ForwardConfig.TargetGroups.member." + strconv.Itoa(i+1)
			parameters = append(parameters, prefix+".TargetGroupArn", text(g, "TargetGroupArn"), prefix+".Weight", weight)
		}
		c.elb(action, nil, parameters...)
	}
	balancers, err := m.query(ctx, "elasticloadbalancing", elbVersion, "DescribeLoadBalancers")
	if err != nil {
		return 0, err
	}
	for _, lb := range list(balancers, "DescribeLoadBalancers"+response, "DescribeLoadBalancers"+result, "LoadBalancers") {
		answer, err := m.query(ctx, "elasticloadbalancing", elbVersion, "DescribeListeners", "LoadBalancerArn", text(lb, "LoadBalancerArn"))
		if err != nil {
			return 0, err
		}
		for _, l := range list(answer, "DescribeListeners"+response, "DescribeListeners"+result, "Listeners") {
			arn := text(l, "ListenerArn")
			move("ModifyListener", "ListenerArn", arn, "DefaultActions", at(l, "DefaultActions", 0, "ForwardConfig"))
			rules, err := m.query(ctx, "elasticloadbalancing", elbVersion, "DescribeRules", "ListenerArn", arn)
			if err != nil {
				return 0, err
			}
			for _, r := range list(rules, "DescribeRules"+response, "DescribeRules"+result, "Rules") {
				if text(r, "IsDefault") != "true" { // Of the listener itself, which has moved already.
					move("ModifyRule", "RuleArn", text(r, "RuleArn"), "Actions", at(r, "Actions", 0, "ForwardConfig"))
				}
			}
		}
	}
	return moved, c.err
}
