package gracefulecs_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

type ruleProps = gracefulecs.RuleProps

func furtherRule() *ruleProps {
	return &ruleProps{Name: jsii.String("admin"), Priority: jsii.Number(3), PathPatterns: jsii.Strings("/admin")}
}

// ruled adds a further rule, and routed a further way in, whose listener, if it is a
// network, is that of another load balancer.
func ruled(set func(w world, r *ruleProps)) func(world, *props) {
	return func(w world, p *props) {
		r := furtherRule()
		set(w, r)
		p.Rules = &[]*ruleProps{r}
	}
}

func routed(set func(w world, r *routeProps)) func(world, *props) {
	return func(w world, p *props) {
		r := route(w)
		set(w, r)
		p.Routes = &[]*routeProps{r}
	}
}

func routedNetwork(set func(w world, r *routeProps)) func(world, *props) {
	return func(w world, p *props) {
		r := networkRoute(w)
		set(w, r)
		p.Routes = &[]*routeProps{r}
	}
}

func routedRule(set func(w world, r *ruleProps)) func(world, *props) {
	return routed(func(w world, route *routeProps) {
		r := furtherRule()
		set(w, r)
		route.Rules = &[]*ruleProps{r}
	})
}

func openNetwork(w world) awselasticloadbalancingv2.INetworkLoadBalancer {
	return awselasticloadbalancingv2.NetworkLoadBalancer_FromNetworkLoadBalancerAttributes(w.stack, jsii.String("Open"),
		&awselasticloadbalancingv2.NetworkLoadBalancerAttributes{LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/open/50dc6c495c0c9188")})
}

const otherListenerName = `listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab9`

// routeReaches are the rows of further rules and ways in.
var routeReaches = map[string]reach{
	"Conditions":         {set: func(_ world, p *props) { p.PathPatterns, p.Conditions = nil, everyCondition() }, want: `"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"X-Role","Values":["admin"]}`},
	"Rules":              {set: ruled(func(world, *ruleProps) {}), want: `"Priority":3`},
	"Rules.Conditions":   {set: ruled(func(_ world, r *ruleProps) { r.Conditions, r.PathPatterns = everyCondition(), nil }), want: `"QueryStringConfig":{"Values":[{"Key":"v","Value":"2"},{"Value":"x"}]}`},
	"Rules.HostHeaders":  {set: ruled(func(_ world, r *ruleProps) { r.HostHeaders = jsii.Strings("admin.example.com") }), want: `"HostHeaderConfig":{"Values":["admin.example.com"]}`},
	"Rules.Listener":     {set: ruled(func(w world, r *ruleProps) { r.Listener = otherListener(w) }), want: otherListenerName},
	"Rules.Name":         {set: ruled(func(_ world, r *ruleProps) { r.Name = jsii.String("manage") }), want: `"ApiRulemanage`},
	"Rules.PathPatterns": {set: ruled(func(_ world, r *ruleProps) { r.PathPatterns = jsii.Strings("/manage") }), want: `"PathPatternConfig":{"Values":["/manage"]}`},
	"Rules.Priority":     {set: ruled(func(_ world, r *ruleProps) { r.Priority = jsii.Number(4) }), want: `"Priority":4`},
	"Routes":             {set: routed(func(world, *routeProps) {}), want: `"ApiRoutenextTargetGroup`},
	"Routes.ClientCidrs": {profile: network(), set: routedNetwork(func(w world, r *routeProps) {
		r.NetworkLoadBalancer, r.ClientCidrs = openNetwork(w), jsii.Strings("10.9.0.0/16")
	}), want: `"CidrIp":"10.9.0.0/16","Description":"Load balancer to target","FromPort":8080`},
	"Routes.Conditions":      {set: routed(func(_ world, r *routeProps) { r.HostHeaders, r.Conditions = nil, everyCondition() }), want: `"SourceIpConfig":{"Values":["10.0.0.0/8"]}`},
	"Routes.HealthCheckPath": {set: routed(func(_ world, r *routeProps) { r.HealthCheckPath = jsii.String("/next") }), want: `"HealthCheckPath":"/next"`},
	"Routes.HealthCheckPort": {set: func(w world, p *props) {
		routed(func(_ world, r *routeProps) { r.HealthCheckPort = jsii.Number(9090) })(w, p)
		p.AdditionalPorts = jsii.PtrSlice(9090.0)
	}, want: `"HealthCheckPort":"9090"`},
	"Routes.HostHeaders":         {set: routed(func(_ world, r *routeProps) { r.HostHeaders = jsii.Strings("b.example.com") }), want: `"HostHeaderConfig":{"Values":["b.example.com"]}`},
	"Routes.Listener":            {set: routed(func(w world, r *routeProps) { r.Listener = otherListener(w) }), want: otherListenerName},
	"Routes.ListenerPort":        {profile: network(), set: routedNetwork(func(_ world, r *routeProps) { r.ListenerPort = jsii.Number(9443) }), want: `"Port":9443`},
	"Routes.Name":                {set: routed(func(_ world, r *routeProps) { r.Name = jsii.String("http2") }), want: `"ApiRoutehttp2TargetGroup`},
	"Routes.NetworkLoadBalancer": {profile: network(), set: routedNetwork(func(world, *routeProps) {}), want: `loadbalancer/net/other/`},
	"Routes.PathPatterns":        {set: routed(func(_ world, r *routeProps) { r.PathPatterns = jsii.Strings("/v3/*") }), want: `"PathPatternConfig":{"Values":["/v3/*"]}`},
	"Routes.Port": {set: func(w world, p *props) {
		routed(func(_ world, r *routeProps) { r.Port = jsii.Number(9090) })(w, p)
		p.AdditionalPorts = jsii.PtrSlice(9090.0)
	}, want: `{"ContainerName":"app","ContainerPort":9090,"TargetGroupArn":`},
	"Routes.Priority": {set: routed(func(_ world, r *routeProps) { r.Priority = jsii.Number(8) }), want: `"Priority":8`},
	"Routes.ProtocolVersion": {set: routed(func(_ world, r *routeProps) {
		r.ProtocolVersion = awselasticloadbalancingv2.ApplicationProtocolVersion_HTTP2
	}), want: `"ProtocolVersion":"HTTP2"`},
	"Routes.Rules":              {set: routedRule(func(world, *ruleProps) {}), want: `"ApiRoutenextRuleadmin`},
	"Routes.Rules.Conditions":   {set: routedRule(func(_ world, r *ruleProps) { r.PathPatterns, r.Conditions = nil, everyCondition() }), want: `"HttpRequestMethodConfig":{"Values":["GET"]}`},
	"Routes.Rules.HostHeaders":  {set: routedRule(func(_ world, r *ruleProps) { r.HostHeaders = jsii.Strings("c.example.com") }), want: `"HostHeaderConfig":{"Values":["c.example.com"]}`},
	"Routes.Rules.Listener":     {set: routedRule(func(w world, r *ruleProps) { r.Listener = otherListener(w) }), want: otherListenerName},
	"Routes.Rules.Name":         {set: routedRule(func(_ world, r *ruleProps) { r.Name = jsii.String("manage") }), want: `"ApiRoutenextRulemanage`},
	"Routes.Rules.PathPatterns": {set: routedRule(func(_ world, r *ruleProps) { r.PathPatterns = jsii.Strings("/r") }), want: `"PathPatternConfig":{"Values":["/r"]}`},
	"Routes.Rules.Priority":     {set: routedRule(func(_ world, r *ruleProps) { r.Priority = jsii.Number(5) }), want: `"Priority":5`},
	"Routes.TargetGroupPort":    {set: routed(func(_ world, r *routeProps) { r.TargetGroupPort = jsii.Number(81) }), want: `"Port":81,"Protocol":"HTTP"`},
}
