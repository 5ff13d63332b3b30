package parity

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// importer imports what the surroundings have, each once.
type importer struct {
	stack     awscdk.Stack
	s         Surroundings
	listeners map[string]awselasticloadbalancingv2.IApplicationListener
}

func (i *importer) listener(second bool) awselasticloadbalancingv2.IApplicationListener {
	id, arn := "Listener", i.s.ALBListener
	if second {
		id, arn = "SecondListener", i.s.SecondListener
	}
	if i.listeners[id] == nil {
		// Each with a security group of its own, which is the same one.
		i.listeners[id] = awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(i.stack, &id,
			&awselasticloadbalancingv2.ApplicationListenerAttributes{ListenerArn: &arn, SecurityGroup: group(i.stack, id+"Group", i.s.ALBGroup)})
	}
	return i.listeners[id]
}

func (i *importer) network(id string, clients bool) awselasticloadbalancingv2.INetworkLoadBalancer {
	attributes := &awselasticloadbalancingv2.NetworkLoadBalancerAttributes{LoadBalancerArn: &i.s.NLB}
	if !clients {
		attributes.LoadBalancerSecurityGroups = jsii.Strings(i.s.NLBGroup)
	}
	return awselasticloadbalancingv2.NetworkLoadBalancer_FromNetworkLoadBalancerAttributes(i.stack, &id, attributes)
}

func (c Conditions) props() *[]awselasticloadbalancingv2.ListenerCondition {
	var out []awselasticloadbalancingv2.ListenerCondition
	for name, values := range c.Headers {
		out = append(out, awselasticloadbalancingv2.ListenerCondition_HttpHeader(&name, words(values)))
	}
	if len(c.Methods) > 0 {
		out = append(out, awselasticloadbalancingv2.ListenerCondition_HttpRequestMethods(words(c.Methods)))
	}
	if len(c.Queries) > 0 {
		var queries []*awselasticloadbalancingv2.QueryStringCondition
		for _, q := range c.Queries {
			queries = append(queries, &awselasticloadbalancingv2.QueryStringCondition{Key: word(q.Key), Value: jsii.String(q.Value)})
		}
		out = append(out, awselasticloadbalancingv2.ListenerCondition_QueryStrings(&queries))
	}
	if len(c.Sources) > 0 {
		out = append(out, awselasticloadbalancingv2.ListenerCondition_SourceIps(words(c.Sources)))
	}
	if out == nil {
		return nil
	}
	return &out
}

func (a *ALB) rules(i *importer) *[]*gracefulecs.RuleProps {
	var out []*gracefulecs.RuleProps
	for _, r := range a.Rules {
		p := &gracefulecs.RuleProps{Name: jsii.String(r.Name), Priority: number(r.Priority), HostHeaders: words(r.Hosts), PathPatterns: words(r.Paths), Conditions: r.Conditions.props()}
		if r.Second {
			p.Listener = i.listener(true)
		}
		out = append(out, p)
	}
	if out == nil {
		return nil
	}
	return &out
}

// balancerProps gives the service's own way in, and the further ones.
func (c Case) balancerProps(p *gracefulecs.ServiceProps, stack awscdk.Stack, s Surroundings) {
	i := &importer{stack: stack, s: s, listeners: map[string]awselasticloadbalancingv2.IApplicationListener{}}
	if a := c.ALB; a != nil {
		p.Listener = i.listener(false)
		p.Priority, p.HostHeaders, p.PathPatterns, p.Conditions = number(a.Priority), words(a.Hosts), words(a.Paths), a.Conditions.props()
		p.HealthCheckPath, p.Rules = word(a.HealthCheckPath), a.rules(i)
		p.ProtocolVersion = awselasticloadbalancingv2.ApplicationProtocolVersion(a.ProtocolVersion)
	}
	if n := c.NLB; n != nil {
		p.NetworkLoadBalancer = i.network("Network", len(n.Clients) > 0)
		p.ListenerPort, p.ClientCidrs, p.HealthCheckPath = number(n.Port), words(n.Clients), word(n.HealthCheckPath)
		p.NetworkListener = n.TLS.props()
	}
	var routes []*gracefulecs.RouteProps
	for _, r := range c.Routes {
		route := &gracefulecs.RouteProps{Name: jsii.String(r.Name), Port: number(r.Port), HealthCheckPort: number(r.HealthCheckPort)}
		if a := r.ALB; a != nil {
			route.Listener = i.listener(false)
			route.Priority, route.HostHeaders, route.PathPatterns, route.Conditions = number(a.Priority), words(a.Hosts), words(a.Paths), a.Conditions.props()
			route.HealthCheckPath, route.Rules = word(a.HealthCheckPath), a.rules(i)
			route.ProtocolVersion = awselasticloadbalancingv2.ApplicationProtocolVersion(a.ProtocolVersion)
		}
		if n := r.NLB; n != nil {
			route.NetworkLoadBalancer = i.network("Network-"+r.Name, len(n.Clients) > 0)
			route.ListenerPort, route.ClientCidrs, route.HealthCheckPath = number(n.Port), words(n.Clients), word(n.HealthCheckPath)
			route.NetworkListener = n.TLS.props()
		}
		routes = append(routes, route)
	}
	if routes != nil {
		p.Routes = &routes
	}
}
