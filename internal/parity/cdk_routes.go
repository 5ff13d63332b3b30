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
		p := &gracefulecs.RuleProps{Name: jsii.String(r.Name), Priority: number(r.Priority), HostHeaders: words(r.Hosts), PathPatterns: words(r.Paths), Conditions: r.Conditions.props(),
			AuthenticateOidc: r.Login.oidc(), AuthenticateCognito: r.Login.cognito(i, r.Name)}
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
	own := i.way(Route{ALB: c.ALB, NLB: c.NLB})
	p.Listener, p.Priority, p.HostHeaders, p.PathPatterns, p.Conditions, p.Rules = own.Listener, own.Priority, own.HostHeaders, own.PathPatterns, own.Conditions, own.Rules
	p.AuthenticateOidc, p.AuthenticateCognito = own.AuthenticateOidc, own.AuthenticateCognito
	p.HealthCheckPath, p.ProtocolVersion = own.HealthCheckPath, own.ProtocolVersion
	p.NetworkLoadBalancer, p.ListenerPort, p.ClientCidrs, p.NetworkListener = own.NetworkLoadBalancer, own.ListenerPort, own.ClientCidrs, own.NetworkListener
	p.ExistingNetworkListener = own.ExistingNetworkListener
	var routes []*gracefulecs.RouteProps
	for _, r := range c.Routes {
		routes = append(routes, i.way(r))
	}
	if routes != nil {
		p.Routes = &routes
	}
}

// way gives one way in; that of the service itself has no name.
func (i *importer) way(r Route) *gracefulecs.RouteProps {
	route := &gracefulecs.RouteProps{Name: word(r.Name), Port: number(r.Port), HealthCheckPort: number(r.HealthCheckPort)}
	if a := r.ALB; a != nil {
		route.Listener = i.listener(false)
		route.Priority, route.HostHeaders, route.PathPatterns, route.Conditions = number(a.Priority), words(a.Hosts), words(a.Paths), a.Conditions.props()
		route.HealthCheckPath, route.Rules = word(a.HealthCheckPath), a.rules(i)
		route.AuthenticateOidc, route.AuthenticateCognito = a.Login.oidc(), a.Login.cognito(i, "Way-"+r.Name)
		route.ProtocolVersion = awselasticloadbalancingv2.ApplicationProtocolVersion(a.ProtocolVersion)
	}
	if n := r.NLB; n != nil {
		id := "Network"
		if r.Name != "" {
			id += "-" + r.Name
		}
		balancer := i.network(id, len(n.Clients) > 0)
		route.ClientCidrs, route.HealthCheckPath = words(n.Clients), word(n.HealthCheckPath)
		if n.Existing {
			route.ExistingNetworkListener = i.owners(id, balancer)
		} else {
			route.NetworkLoadBalancer, route.ListenerPort, route.NetworkListener = balancer, number(n.Port), n.TLS.props()
		}
	}
	if r.Existing {
		route.ExistingTargetGroup = awselasticloadbalancingv2.ApplicationTargetGroup_FromTargetGroupAttributes(i.stack, jsii.String("Existing-"+r.Name),
			&awselasticloadbalancingv2.TargetGroupAttributes{TargetGroupArn: &i.s.TargetGroup})
		if len(i.listeners) == 0 { // Else it is behind the load balancer of the service's own rule.
			route.LoadBalancerSecurityGroup = group(i.stack, "ExistingGroup-"+r.Name, i.s.ALBGroup)
		}
	}
	return route
}
