package parity

import (
	"fmt"
	"maps"
	"net/http"
)

// apply changes the picture by what a request has changed. It says whether it did.
// A request that changes something and is not understood is an error.
func (w *Traffic) apply(e Exchange) (changed bool, err error) {
	if e.Status >= http.StatusMultipleChoices {
		return false, nil
	}
	switch e.Service {
	case "elasticloadbalancing":
		changed = w.applyBalancing(e)
	case "ec2":
		changed = w.applyNetwork(e)
	default:
		changed, err = w.applyTasks(e)
	}
	if changed || err != nil || reads(e.Action) || harmless[e.Name()] != "" {
		return changed, err
	}
	return false, fmt.Errorf("%s changes something and is not judged: %v", e.Name(), e.Request)
}

func (w *Traffic) applyBalancing(e Exchange) bool {
	created := func(kind string) any { return at(e.Response, e.Action+"Response", e.Action+"Result", kind, 0) }
	switch e.Action {
	case "CreateLoadBalancer":
		w.balance(text(created("LoadBalancers"), "LoadBalancerArn"), e.Request)
	case "SetSecurityGroups":
		w.balance(text(e.Request, "LoadBalancerArn"), e.Request)
	case "DeleteLoadBalancer":
		gone := balancerOf(text(e.Request, "LoadBalancerArn"))
		maps.DeleteFunc(w.listeners, func(arn string, _ listener) bool { return balancerOf(arn) == gone })
		maps.DeleteFunc(w.rules, func(_ string, r rule) bool { return balancerOf(r.listener) == gone })
	case "CreateTargetGroup":
		w.group(text(created("TargetGroups"), "TargetGroupArn"), e.Request)
	case "ModifyTargetGroup", "ModifyTargetGroupAttributes":
		w.group(text(e.Request, "TargetGroupArn"), e.Request)
	case "DeleteTargetGroup":
		delete(w.groups, text(e.Request, "TargetGroupArn"))
	case "CreateListener":
		w.listen(text(created("Listeners"), "ListenerArn"), e.Request)
	case "ModifyListener":
		w.listen(text(e.Request, "ListenerArn"), e.Request)
	case "DeleteListener":
		gone := text(e.Request, "ListenerArn")
		delete(w.listeners, gone)
		maps.DeleteFunc(w.rules, func(_ string, r rule) bool { return r.listener == gone })
	case "CreateRule":
		w.rule(text(created("Rules"), "RuleArn"), e.Request)
	case "ModifyRule":
		w.rule(text(e.Request, "RuleArn"), e.Request)
	case "SetRulePriorities":
		for _, p := range list(e.Request, "RulePriorities") {
			r := w.rules[text(p, "RuleArn")]
			r.priority = text(p, "Priority")
			w.rules[text(p, "RuleArn")] = r
		}
	case "DeleteRule":
		delete(w.rules, text(e.Request, "RuleArn"))
	default:
		return false
	}
	return true
}

func (w *Traffic) applyNetwork(e Exchange) bool {
	group := text(e.Request, "GroupId")
	switch e.Action {
	case "AuthorizeSecurityGroupIngress":
		w.allow(e)
	case "ModifySecurityGroupRules":
		w.alter(e.Request)
	case "RevokeSecurityGroupIngress":
		w.revoke(e.Request)
	case "DeleteSecurityGroup":
		maps.DeleteFunc(w.ingress, func(_ string, i ingress) bool { return i.group == group })
	case "RevokeSecurityGroupEgress":
		// Tasks answer all the same. A load balancer asks, and might no longer.
		for _, groups := range w.balancers {
			for _, g := range groups {
				if g == group {
					return false
				}
			}
		}
	default:
		return false
	}
	return true
}

func (w *Traffic) applyTasks(e Exchange) (changed bool, err error) {
	switch e.Name() {
	case "application-autoscaling.RegisterScalableTarget":
		w.scale(e.Request)
	case "ecs.RegisterTaskDefinition":
		return true, w.register(e)
	case "ecs.CreateService", "ecs.UpdateService", "ecs.DeleteService":
		return true, w.service(e)
	case "ecs.DescribeServiceDeployments":
		return w.settle(e), nil
	case "logs.CreateLogGroup", "logs.DeleteLogGroup":
		w.logGroups[text(e.Request, "logGroupName")] = e.Action == "CreateLogGroup"
	case "sqs.CreateQueue", "sqs.DeleteQueue":
		return true, w.queue(e)
	default:
		return false, nil
	}
	return true, nil
}

func (w *Traffic) balance(arn string, request map[string]any) {
	var groups []string
	for _, g := range list(request, "SecurityGroups") {
		groups = append(groups, fmt.Sprint(g))
	}
	w.Balancer(arn, groups...)
}

// listen takes what a request says of a listener, and keeps the rest.
func (w *Traffic) listen(arn string, request map[string]any) {
	l := w.listeners[arn]
	if v := text(request, "Port"); v != "" {
		l.port = v
	}
	if v := text(request, "Protocol"); v != "" {
		l.protocol = v
	}
	if actions := list(request, "DefaultActions"); actions != nil {
		l.leadsTo = leads(arn, actions)
	}
	w.listeners[arn] = l
}

// rule takes what a request says of a rule, and keeps the rest.
func (w *Traffic) rule(arn string, request map[string]any) {
	r := w.rules[arn]
	if v := text(request, "ListenerArn"); v != "" {
		r.listener, r.priority = v, text(request, "Priority")
	}
	if actions := list(request, "Actions"); actions != nil {
		r.leadsTo = leads(arn, actions)
	}
	if conditions := list(request, "Conditions"); conditions != nil {
		r.conditions = nil
		for _, c := range conditions {
			r.conditions = append(r.conditions, conditionOf(c))
		}
	}
	w.rules[arn] = r
}
