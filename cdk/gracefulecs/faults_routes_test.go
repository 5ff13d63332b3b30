package gracefulecs_test

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// routes gives a service so many further ways in.
func routes(n int) func(world, *props) {
	return func(w world, p *props) {
		var all []*routeProps
		for i := range n {
			r := route(w)
			r.Name, r.Priority = jsii.String("r"+strings.Repeat("x", i)), jsii.Number(100+i)
			all = append(all, r)
		}
		p.Routes = &all
	}
}

func blueGreen() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.BlueGreen}
}

func conditioned(conditions ...awselasticloadbalancingv2.ListenerCondition) func(world, *props) {
	return func(_ world, p *props) { p.PathPatterns, p.Conditions = nil, &conditions }
}

var (
	sources = awselasticloadbalancingv2.ListenerCondition_SourceIps
	methods = awselasticloadbalancingv2.ListenerCondition_HttpRequestMethods
	header  = awselasticloadbalancingv2.ListenerCondition_HttpHeader
	query   = func(key *string, value string) awselasticloadbalancingv2.ListenerCondition {
		return awselasticloadbalancingv2.ListenerCondition_QueryStrings(&[]*awselasticloadbalancingv2.QueryStringCondition{{Key: key, Value: &value}})
	}
)

// badRoutes are rows of faults, goodRoutes those that just pass. They are made in
// a function, because conditions need the CDK.
func badRoutes() map[string]bad {
	return map[string]bad{
		"5 routes":     {set: routes(5), want: one("Routes", "range", "Given: 5. Allowed: at most 4.")},
		"route nil":    {set: func(_ world, p *props) { p.Routes = &[]*routeProps{nil} }, want: one("Routes[0]", "required", "empty entry")},
		"without name": {set: routed(func(_ world, r *routeProps) { r.Name = nil }), want: one("Routes[0].Name", "required", "must be set")},
		"named main":   {set: routed(func(_ world, r *routeProps) { r.Name = jsii.String("main") }), want: one("Routes[0].Name", "enum", `"main" is taken`)},
		"alternate":    {set: routed(func(_ world, r *routeProps) { r.Name = jsii.String("alternate") }), want: one("Routes[0].Name", "enum", "is taken")},
		"named Next":   {set: routed(func(_ world, r *routeProps) { r.Name = jsii.String("Next") }), want: one("Routes[0].Name", "pattern", "lower-case letter")},
		"token name":   {set: routed(func(w world, r *routeProps) { r.Name = tokenText(w) }), want: one("Routes[0].Name", "type", "known at synthesis")},
		"name twice": {set: func(w world, p *props) {
			second := route(w)
			second.Priority = jsii.Number(7)
			p.Routes = &[]*routeProps{route(w), second}
		}, want: one("Routes[1].Name", "duplicate", `"next" already`)},
		"of two kinds": {profile: network(), set: routedNetwork(func(w world, r *routeProps) { r.Listener = w.listener() }),
			want: one("Routes[0]", "type", "A route has either Listener or NetworkLoadBalancer.")},
		"of no kind":   {set: func(_ world, p *props) { p.Routes = &[]*routeProps{{Name: jsii.String("next")}} }, want: one("Routes[0]", "required", "either rules of an Application Load Balancer or a listener")},
		"nlb with alb": {set: routedNetwork(func(world, *routeProps) {}), want: one("Routes[0].NetworkLoadBalancer", "type", "but the profile gives alb")},
		"without a load balancer": {profile: unbalanced(), set: routed(func(world, *routeProps) {}),
			want: one("Routes", "type", "Routes needs load_balancer alb or nlb, but the profile gives none.")},
		"rules without a load balancer": {profile: unbalanced(), set: ruled(func(world, *ruleProps) {}),
			want: one("Rules", "type", "Rules needs load_balancer alb, but the profile gives none.")},
		"port that nobody maps": {set: routed(func(_ world, r *routeProps) { r.Port = jsii.Number(9091) }), want: one("Routes[0].Port", "enum", "Given: 9091. Allowed: ContainerPort or one of AdditionalPorts.")},
		"port 65536":            {set: routed(func(_ world, r *routeProps) { r.Port = jsii.Number(65536) }), want: one("Routes[0].Port", "range", "")},
		"health port that nobody maps": {set: routed(func(_ world, r *routeProps) { r.HealthCheckPort = jsii.Number(9091) }),
			want: one("Routes[0].HealthCheckPort", "enum", "every health check would fail")},
		"group port 0":           {set: routed(func(_ world, r *routeProps) { r.TargetGroupPort = jsii.Number(0) }), want: one("Routes[0].TargetGroupPort", "range", "")},
		"path without /":         {set: routed(func(_ world, r *routeProps) { r.HealthCheckPath = jsii.String("up") }), want: one("Routes[0].HealthCheckPath", "pattern", `Given: "up".`)},
		"without a condition":    {set: routed(func(_ world, r *routeProps) { r.HostHeaders = nil }), want: one("Routes[0].PathPatterns", "required", "without one it would take every request of the listener")},
		"without a priority":     {set: routed(func(_ world, r *routeProps) { r.Priority = nil }), want: one("Routes[0].Priority", "required", "")},
		"without a listener":     {set: routed(func(_ world, r *routeProps) { r.Listener = nil }), want: one("Routes[0].Listener", "required", "A rule needs the listener that it stands on.")},
		"priority 50001":         {set: routed(func(_ world, r *routeProps) { r.Priority = jsii.Number(50001) }), want: one("Routes[0].Priority", "range", "from 1 to 50000")},
		"priority of the other":  {set: routed(func(_ world, r *routeProps) { r.Priority = jsii.Number(10) }), want: one("Routes[0].Priority", "duplicate", "Given: 10. Allowed: a priority that no other rule of the listener has.")},
		"rule nil":               {set: func(_ world, p *props) { p.Rules = &[]*ruleProps{nil} }, want: one("Rules[0]", "required", "empty entry")},
		"rule named main":        {set: ruled(func(_ world, r *ruleProps) { r.Name = jsii.String("main") }), want: one("Rules[0].Name", "enum", `"main" is the rule that Priority makes.`)},
		"rule without condition": {set: ruled(func(_ world, r *ruleProps) { r.PathPatterns = nil }), want: one("Rules[0].PathPatterns", "required", "at least one condition")},
		"rule of another kind of listener": {set: ruled(func(w world, r *ruleProps) {
			r.Listener = awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(w.stack, jsii.String("Net"), &awselasticloadbalancingv2.ApplicationListenerAttributes{
				ListenerArn: jsii.String(strings.Replace(listenerARN, "/app/", "/net/", 1)), SecurityGroup: w.group("66666666")})
		}), want: one("Rules[0].Listener", "type", "its ARN has no :listener/app/")},
		"rule of a route": {set: routedRule(func(_ world, r *ruleProps) { r.Priority = jsii.Number(0) }), want: one("Routes[0].Rules[0].Priority", "range", "from 1 to 50000")},
		"network port of the other": {profile: network(), set: func(w world, p *props) {
			routedNetwork(func(_ world, r *routeProps) {
				r.NetworkLoadBalancer, r.ListenerPort = p.NetworkLoadBalancer, jsii.Number(443)
			})(w, p)
		}, want: one("Routes[0].ListenerPort", "duplicate", "a port that no other listener of the load balancer has")},
		"network without a port": {profile: network(), set: routedNetwork(func(_ world, r *routeProps) { r.ListenerPort = nil }), want: one("Routes[0].ListenerPort", "required", "")},
		"network that nobody reaches": {profile: network(), set: routedNetwork(func(w world, r *routeProps) { r.NetworkLoadBalancer = openNetwork(w) }),
			want: one("Routes[0].ClientCidrs", "required", "nothing says who may reach the tasks")},
		"both kinds at once": {profile: network(), set: func(w world, p *props) { p.Listener = w.listener() },
			want: one("NetworkLoadBalancer", "type", "only one of them can be the main way in")},
		"own health path without an own way": {set: func(w world, p *props) {
			p.Listener, p.Priority, p.PathPatterns, p.HealthCheckPath = nil, nil, nil, jsii.String("/up")
			routes(1)(w, p)
		}, want: one("HealthCheckPath", "type", "there is none beside Routes")},
		"requests of a route": {set: func(w world, p *props) {
			scaling(func(a *gracefulecs.AutoscalingProps) { a.RequestsPerTarget = jsii.Number(1) })(w, p)
			p.Listener, p.Priority, p.PathPatterns = nil, nil, nil
			routes(1)(w, p)
		}, want: one("Autoscaling.RequestsPerTarget", "type", "Only an Application Load Balancer counts requests")},
		"route with blue/green": {profile: blueGreen(), set: routed(func(world, *routeProps) {}), want: one("Routes", "type", "With strategy blue_green ECS moves traffic at one rule or listener")},
		"rule with blue/green":  {profile: blueGreen(), set: ruled(func(world, *ruleProps) {}), want: one("Rules", "type", "empty half of the time")},
		"route alone with blue/green": {profile: blueGreen(), set: func(w world, p *props) {
			p.Listener, p.Priority, p.PathPatterns = nil, nil, nil
			routes(1)(w, p)
		}, want: one("Routes", "type", "With strategy blue_green")},

		"6 values":      {set: conditioned(sources(jsii.Strings("10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16")), methods(jsii.Strings("GET", "PUT", "HEAD"))), want: one("Conditions", "range", "Given: 6 values.")},
		"6 paths":       {set: func(_ world, p *props) { p.PathPatterns = jsii.Strings("/a", "/b", "/c", "/d", "/e", "/f") }, want: one("PathPatterns", "range", "Given: 6 values.")},
		"condition nil": {set: conditioned(sources(jsii.Strings("10.0.0.0/8")), nil), want: one("Conditions[1]", "required", "empty entry")},
		"no conditions": {set: conditioned(), want: one("PathPatterns", "required", "at least one condition")},
		"no values":     {set: conditioned(methods(jsii.Strings())), want: [][3]string{{"Conditions[0]", "required", "no request would meet it"}, {"Conditions", "required", "at least one condition"}}},
		"path twice": {set: func(_ world, p *props) {
			p.Conditions = &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/x"))}
		}, want: one("Conditions[0]", "duplicate", "PathPatterns is a condition of this kind already.")},
		"method small":    {set: conditioned(methods(jsii.Strings("get"))), want: one("Conditions[0]", "pattern", `Given: "get".`)},
		"address":         {set: conditioned(sources(jsii.Strings("10.0.0.1"))), want: one("Conditions[0]", "pattern", "a network such as 10.0.0.0/8")},
		"header name 41":  {set: conditioned(header(jsii.String(strings.Repeat("a", 41)), jsii.Strings("x"))), want: one("Conditions[0]", "pattern", "no valid name")},
		"header of 129":   {set: conditioned(header(jsii.String("A"), jsii.Strings(strings.Repeat("a", 129)))), want: one("Conditions[0]", "pattern", "up to 128 characters")},
		"query key empty": {set: conditioned(query(jsii.String(""), "x")), want: one("Conditions[0]", "pattern", "condition on query-string")},
	}
}

// goodRoutes just pass.
func goodRoutes() map[string]bad {
	return map[string]bad{
		"4 routes": {set: routes(4)},
		"5 values": {set: func(_ world, p *props) {
			p.PathPatterns = nil
			p.Conditions = &[]awselasticloadbalancingv2.ListenerCondition{header(jsii.String(strings.Repeat("a", 40)), jsii.Strings("x", strings.Repeat("a", 128))),
				header(jsii.String("B"), jsii.Strings("y")), query(nil, "v"), methods(jsii.Strings("M-SEARCH"))}
		}},
		"6 path patterns in two rules": {set: func(w world, p *props) {
			ruled(func(_ world, r *ruleProps) { r.PathPatterns = jsii.Strings("/f") })(w, p)
			p.PathPatterns = jsii.Strings("/a", "/b", "/c", "/d", "/e")
		}},
		"rules alone": {set: func(w world, p *props) {
			p.Priority, p.PathPatterns = nil, nil
			ruled(func(world, *ruleProps) {})(w, p)
		}},
		"rules with listeners of their own": {set: func(w world, p *props) {
			p.Listener, p.Priority, p.PathPatterns = nil, nil, nil
			ruled(func(w world, r *ruleProps) { r.Listener = w.listener() })(w, p)
		}},
		"one rule alone with blue/green": {profile: blueGreen(), set: func(w world, p *props) {
			p.Priority, p.PathPatterns = nil, nil
			ruled(func(world, *ruleProps) {})(w, p)
		}},
		"routes alone": {set: func(w world, p *props) {
			p.Listener, p.Priority, p.PathPatterns = nil, nil, nil
			routes(1)(w, p)
		}},
		"network route alone": {profile: network(), set: func(w world, p *props) {
			p.NetworkLoadBalancer, p.ListenerPort = nil, nil
			routedNetwork(func(world, *routeProps) {})(w, p)
		}},
		"alb beside a network route": {profile: network(), set: func(w world, p *props) {
			p.NetworkLoadBalancer, p.ListenerPort = nil, nil
			p.Listener, p.Priority, p.PathPatterns = w.listener(), jsii.Number(1), jsii.Strings("/*")
			routedNetwork(func(world, *routeProps) {})(w, p)
		}},
		"the priority of another listener": {set: ruled(func(w world, r *ruleProps) { r.Listener, r.Priority = otherListener(w), jsii.Number(10) })},
		"the port of the front": {profile: frontProfile(), set: func(w world, p *props) {
			p.Front.Ports = jsii.PtrSlice(9443.0)
			routed(func(_ world, r *routeProps) { r.Port, r.HealthCheckPort = jsii.Number(9443), jsii.Number(8443) })(w, p)
		}},
		"values from tokens": {set: func(w world, p *props) {
			text := tokenText(w)
			p.Conditions = &[]awselasticloadbalancingv2.ListenerCondition{header(text, &[]*string{text}), sources(&[]*string{text})}
		}},
	}
}
