package gracefulecs

import (
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const targetGroupType = "AWS::ElasticLoadBalancingV2::TargetGroup"

// kindOf is what a target group is for, by its protocol.
func kindOf(group map[string]any) shutdown.LoadBalancer {
	switch group["protocol"] {
	case "HTTP", "HTTPS":
		return shutdown.ALB
	case "TCP", "TLS", "UDP", "TCP_UDP":
		return shutdown.NLB
	default:
		return ""
	}
}

// balancing compares the target groups that a service is registered in, and the
// idle timeout of the load balancers before them.
func (a *assembly) balancing(c *comparison, s *checkedResource) {
	registered := items(s.properties["loadBalancers"])
	if wanted := c.settings.LoadBalancer != shutdown.NoLoadBalancer; (len(registered) > 0) != wanted {
		words := map[bool]string{true: "a target group", false: "none"}
		c.findings = append(c.findings, finding{setting: "load_balancer", got: words[!wanted], want: words[wanted]})
		return
	}
	seen := map[place]bool{}
	for _, b := range registered {
		arns := []any{object(b)["targetGroupArn"]}
		if arn := nested(object(b), "advancedConfiguration.alternateTargetGroupArn"); arn != nil { // The two take turns.
			arns = append(arns, arn)
		}
		for _, arn := range arns {
			group := a.follow(s.at.in, arn)
			if p := group.is(targetGroupType); p != nil {
				c.group(p)
			} else {
				c.findings = append(c.findings, finding{setting: "deregistration_delay", got: "that of an imported target group", want: written(float64(*c.settings.DeregistrationDelay)), doubt: true})
			}
			for _, listener := range a.leads[group] {
				a.idle(c, listener, seen)
			}
		}
	}
}

func (c *comparison) group(p map[string]any) {
	s := c.settings
	if kind := kindOf(p); kind != "" && kind != s.LoadBalancer {
		c.findings = append(c.findings, finding{setting: "load_balancer", got: string(kind), want: string(s.LoadBalancer)})
		return
	}
	c.groupNumbers(p)
}

// groupNumbers compares the numbers of a target group. Connections are ended behind
// a Network Load Balancer alone.
func (c *comparison) groupNumbers(p map[string]any) {
	s := c.settings
	a := named(p["targetGroupAttributes"], "key")
	c.number("deregistration_delay", a[attributeDelay], *s.DeregistrationDelay)
	if s.ConnectionTermination != nil && kindOf(p) != shutdown.ALB {
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
func (a *assembly) idle(c *comparison, listener place, seen map[place]bool) {
	l := listener.is("AWS::ElasticLoadBalancingV2::Listener")
	if l == nil {
		return
	}
	var got any
	where, s := listener, c.settings
	switch {
	case s.LoadBalancer == shutdown.NLB && l["protocol"] == protocolTLS:
		if *s.IdleTimeout > shutdown.NLBTLSIdleTimeout {
			c.number("idle_timeout", float64(shutdown.NLBTLSIdleTimeout), *s.IdleTimeout)
		}
		return
	case s.LoadBalancer == shutdown.NLB:
		got = named(l["listenerAttributes"], "key")[attributeNLBIdle]
	default:
		where = a.follow(listener.in, l["loadBalancerArn"])
		balancer := where.is("AWS::ElasticLoadBalancingV2::LoadBalancer")
		if balancer == nil {
			return
		}
		got = named(balancer["loadBalancerAttributes"], "key")[attributeALBIdle]
	}
	if seen[where] {
		return
	}
	seen[where] = true
	if usual, ok := shutdown.AWSDefaultOf("idle_timeout", s.LoadBalancer); ok && got == nil {
		got = float64(usual)
	}
	before := len(c.findings)
	c.number("idle_timeout", got, *s.IdleTimeout)
	for i := before; i < len(c.findings); i++ {
		c.findings[i].doubt = true
	}
}
