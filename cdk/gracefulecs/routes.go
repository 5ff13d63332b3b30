package gracefulecs

import (
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// routes is how requests reach target groups in an app: which load balancers
// and listeners lead to each. All are known by the token of their ARN; what is
// imported is not in the app and not here.
type routes struct {
	groups        map[string]targetGroup
	listeners     map[string]awselasticloadbalancingv2.CfnListener
	loadBalancers map[string]awselasticloadbalancingv2.CfnLoadBalancer
	// leads has the listeners that forward to a target group.
	leads map[string][]string
}

type targetGroup struct {
	resource  awselasticloadbalancingv2.CfnTargetGroup
	stack     awscdk.Stack
	reference string // As it stands in templates of its stack.
}

// newRoutes reads every target group, listener, rule and load balancer of an app.
func newRoutes(root constructs.IConstruct) *routes {
	r := &routes{groups: map[string]targetGroup{}, listeners: map[string]awselasticloadbalancingv2.CfnListener{},
		loadBalancers: map[string]awselasticloadbalancingv2.CfnLoadBalancer{}, leads: map[string][]string{}}
	var rules []awselasticloadbalancingv2.CfnListenerRule
	for _, node := range *root.Node().FindAll("") {
		switch v := node.(type) {
		case awselasticloadbalancingv2.CfnTargetGroup:
			r.groups[*v.Ref()] = targetGroup{resource: v, stack: v.Stack(), reference: service.Written(resolve(v.Stack(), v.Ref()))}
		case awselasticloadbalancingv2.CfnListener:
			r.listeners[*v.Ref()] = v
		case awselasticloadbalancingv2.CfnListenerRule:
			rules = append(rules, v)
		case awselasticloadbalancingv2.CfnLoadBalancer:
			r.loadBalancers[*v.Ref()] = v
		}
	}
	for arn, l := range r.listeners {
		r.lead(arn, l.Stack(), l.DefaultActions())
	}
	for _, rule := range rules {
		r.lead(deref(rule.ListenerArn()), rule.Stack(), rule.Actions())
	}
	return r
}

// lead notes the target groups that actions forward to. What another stack's is
// called there may be the name of one of the same stack, which goes first.
func (r *routes) lead(listener string, stack awscdk.Stack, actions any) {
	text := service.Written(resolve(stack, actions))
	for _, same := range []bool{true, false} {
		found := false
		for arn, group := range r.groups {
			if (group.stack == stack) == same && strings.Contains(text, group.reference) {
				found = true
				if !slices.Contains(r.leads[arn], listener) {
					r.leads[arn] = append(r.leads[arn], listener)
				}
			}
		}
		if found {
			return
		}
	}
}

// listenersOf are the listeners of a load balancer.
func (r *routes) listenersOf(balancer string) []string {
	var out []string
	for arn, l := range r.listeners {
		if deref(l.LoadBalancerArn()) == balancer {
			out = append(out, arn)
		}
	}
	return out
}

// only says whether listeners lead to these target groups and to no other.
func (r *routes) only(groups, listeners []string) bool {
	for arn, by := range r.leads {
		if !slices.Contains(groups, arn) && slices.ContainsFunc(by, func(l string) bool { return slices.Contains(listeners, l) }) {
			return false
		}
	}
	return true
}
