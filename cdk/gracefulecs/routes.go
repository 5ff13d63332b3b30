package gracefulecs

import (
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
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
			r.groups[*v.Ref()] = targetGroup{resource: v, stack: v.Stack(), reference: written(resolve(v.Stack(), v.Ref()))}
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
	text := written(resolve(stack, actions))
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

// balancing compares the target groups that a service is registered in, and the
// idle timeout of the load balancers before them.
func (c *comparison) balancing(s shutdown.Settings, r *routes, subject *subject) {
	registered := deref(subject.service.LoadBalancers())
	if wanted := s.LoadBalancer != shutdown.NoLoadBalancer; (len(registered) > 0) != wanted {
		words := map[bool]string{true: "a target group", false: "none"}
		c.findings = append(c.findings, finding{setting: "load_balancer", got: words[!wanted], want: words[wanted]})
		return
	}
	for _, b := range registered {
		arns := []string{*b.TargetGroupArn}
		if arn, ok := alternateOf(b); ok { // The two take turns.
			arns = append(arns, arn)
		}
		for _, arn := range arns {
			group, ok := r.groups[arn]
			if !ok {
				c.findings = append(c.findings, finding{setting: "deregistration_delay", got: "that of an imported target group", want: written(float64(*s.DeregistrationDelay)), doubt: true})
				continue
			}
			c.group(s, group)
		}
		for _, listener := range r.leads[*b.TargetGroupArn] {
			c.idle(s, r, listener)
		}
	}
}

// alternateOf is the target group that a deployment moves traffic to.
func alternateOf(b *awsecs.CfnService_LoadBalancerProperty) (string, bool) {
	switch v := b.AdvancedConfiguration.(type) {
	case *awsecs.CfnService_AdvancedConfigurationProperty:
		return *v.AlternateTargetGroupArn, true
	case map[string]any:
		arn, ok := v["alternateTargetGroupArn"].(string)
		return arn, ok
	default:
		return "", false
	}
}

func (c *comparison) group(s shutdown.Settings, group targetGroup) {
	p := properties(group.stack, group.resource)
	kind := shutdown.ALB
	if p["protocol"] != "HTTP" && p["protocol"] != "HTTPS" {
		kind = shutdown.NLB
	}
	if kind != s.LoadBalancer {
		c.findings = append(c.findings, finding{setting: "load_balancer", got: string(kind), want: string(s.LoadBalancer)})
		return
	}
	a := named(p["targetGroupAttributes"], "key")
	c.number("deregistration_delay", a[attributeDelay], *s.DeregistrationDelay)
	if s.ConnectionTermination != nil {
		got := a[attributeTermination]
		if got == nil { // The API's default for TCP.
			got = "false"
		}
		c.value("connection_termination", got, written(*s.ConnectionTermination))
	}
	c.number("health_check.interval", p["healthCheckIntervalSeconds"], s.HealthCheck.Interval)
	c.number("health_check.timeout", p["healthCheckTimeoutSeconds"], s.HealthCheck.Timeout)
	c.number("health_check.healthy_threshold", p["healthyThresholdCount"], s.HealthCheck.HealthyThreshold)
	c.number("health_check.unhealthy_threshold", p["unhealthyThresholdCount"], s.HealthCheck.UnhealthyThreshold)
}

// idle compares the idle timeout, which other services may share: a warning,
// but for a TLS listener, which can have no other than its own.
func (c *comparison) idle(s shutdown.Settings, r *routes, listener string) {
	l, ok := r.listeners[listener]
	if !ok {
		return
	}
	var got any
	switch {
	case s.LoadBalancer == shutdown.NLB && deref(l.Protocol()) == protocolTLS:
		if *s.IdleTimeout > shutdown.NLBTLSIdleTimeout {
			c.number("idle_timeout", float64(shutdown.NLBTLSIdleTimeout), *s.IdleTimeout)
		}
		return
	case s.LoadBalancer == shutdown.NLB:
		got = named(properties(l.Stack(), l)["listenerAttributes"], "key")[attributeNLBIdle]
	default:
		lb, ok := r.loadBalancers[deref(l.LoadBalancerArn())]
		if !ok {
			return
		}
		got = named(properties(lb.Stack(), lb)["loadBalancerAttributes"], "key")[attributeALBIdle]
	}
	if usual, ok := shutdown.AWSDefaultOf("idle_timeout", s.LoadBalancer); ok && got == nil {
		got = float64(usual)
	}
	before := len(c.findings)
	c.number("idle_timeout", got, *s.IdleTimeout)
	for i := before; i < len(c.findings); i++ {
		c.findings[i].doubt = true
	}
}
