package gracefulecs_test

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const groupARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/theirs/50dc6c495c0c9188"

func importedGroup(w world) awselasticloadbalancingv2.ITargetGroup {
	return awselasticloadbalancingv2.ApplicationTargetGroup_FromTargetGroupAttributes(w.stack, jsii.String("Theirs"), &awselasticloadbalancingv2.TargetGroupAttributes{TargetGroupArn: jsii.String(groupARN)})
}

func importedNetworkGroup(w world) awselasticloadbalancingv2.ITargetGroup {
	return awselasticloadbalancingv2.NetworkTargetGroup_FromTargetGroupAttributes(w.stack, jsii.String("Theirs"), &awselasticloadbalancingv2.TargetGroupAttributes{TargetGroupArn: jsii.String(groupARN)})
}

// through gives a service a route through a target group that it does not make.
func through(group func(w world) awselasticloadbalancingv2.ITargetGroup, set ...func(w world, r *routeProps)) func(world, *props) {
	return func(w world, p *props) {
		r := &routeProps{Name: jsii.String("theirs"), ExistingTargetGroup: group(w)}
		for _, f := range set {
			f(w, r)
		}
		p.Routes = &[]*routeProps{r}
	}
}

// withoutOwnWay takes the service's own way in away.
func withoutOwnWay(set func(world, *props)) func(world, *props) {
	return func(w world, p *props) {
		p.Listener, p.Priority, p.PathPatterns, p.NetworkLoadBalancer, p.ListenerPort = nil, nil, nil, nil, nil
		set(w, p)
	}
}

func ofProps(change func(*awselasticloadbalancingv2.NetworkTargetGroupProps)) func(w world) awselasticloadbalancingv2.ITargetGroup {
	return func(w world) awselasticloadbalancingv2.ITargetGroup {
		props := &awselasticloadbalancingv2.NetworkTargetGroupProps{Vpc: w.vpc, Port: jsii.Number(80)}
		change(props)
		return awselasticloadbalancingv2.NewNetworkTargetGroup(w.stack, jsii.String("Theirs"), props)
	}
}

// ownListener is a listener of the stack's own, that leads nowhere yet.
func ownListener(w world, change ...func(*awselasticloadbalancingv2.NetworkListenerProps)) awselasticloadbalancingv2.NetworkListener {
	props := &awselasticloadbalancingv2.NetworkListenerProps{LoadBalancer: otherNetworkLoadBalancer(w), Port: jsii.Number(443)}
	for _, f := range change {
		f(props)
	}
	return awselasticloadbalancingv2.NewNetworkListener(w.stack, jsii.String("OwnListener"), props)
}

// onto gives a service an existing listener in the place of one that it makes.
func onto(listener func(w world) awselasticloadbalancingv2.INetworkListener, set ...func(w world, p *props)) func(world, *props) {
	return func(w world, p *props) {
		p.NetworkLoadBalancer, p.ListenerPort = nil, nil
		p.ExistingNetworkListener = listener(w)
		for _, f := range set {
			f(w, p)
		}
	}
}

func own(change ...func(*awselasticloadbalancingv2.NetworkListenerProps)) func(w world) awselasticloadbalancingv2.INetworkListener {
	return func(w world) awselasticloadbalancingv2.INetworkListener { return ownListener(w, change...) }
}

// slow is a profile whose connections may be silent for so long behind an NLB.
func slow(seconds int) *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(seconds - 5), LoadBalancer: shutdown.NLB, Require: []shutdown.Cause{}}
}

func certified(l *awselasticloadbalancingv2.NetworkListenerProps) {
	l.Certificates = &[]awselasticloadbalancingv2.IListenerCertificate{awselasticloadbalancingv2.ListenerCertificate_FromArn(jsii.String("arn:aws:acm:eu-west-1:123456789012:certificate/0123"))}
}

func badExisting() map[string]bad {
	const at = "Routes[0].ExistingTargetGroup"
	return map[string]bad{
		"group and a rule": {set: through(importedGroup, func(w world, r *routeProps) { r.Listener, r.HealthCheckPath = w.listener(), jsii.String("/up") }),
			want: [][3]string{{"Routes[0].Listener", "type", "has its own"}, {"Routes[0].HealthCheckPath", "type", "remove HealthCheckPath"}}},
		"group and a listener": {profile: network(), set: through(importedGroup, func(_ world, r *routeProps) { r.ListenerPort = jsii.Number(80) }),
			want: one("Routes[0].ListenerPort", "type", "has its own")},
		"group with blue/green": {profile: blueGreen(), set: withoutOwnWay(through(importedGroup)), want: one(at, "type", "ECS moves traffic between two target groups")},
		"group of an alb, tcp":  {set: through(importedNetworkGroup), want: one(at, "type", "but the profile gives alb")},
		"group at another port": {set: through(importedGroup, func(_ world, r *routeProps) { r.Port = jsii.Number(9091) }), want: one("Routes[0].Port", "enum", "Given: 9091.")},
		"group of instances": {profile: network(), set: through(ofProps(func(g *awselasticloadbalancingv2.NetworkTargetGroupProps) {
			g.TargetType = awselasticloadbalancingv2.TargetType_INSTANCE
		})), want: one(at, "enum", `Given: target type "instance".`)},
		"group of UDP": {profile: network(), set: through(ofProps(func(g *awselasticloadbalancingv2.NetworkTargetGroupProps) {
			g.Protocol = awselasticloadbalancingv2.Protocol_UDP
		})), want: one(at, "enum", `Given: protocol "UDP".`)},
		"group's health port": {profile: network(), set: through(ofProps(func(g *awselasticloadbalancingv2.NetworkTargetGroupProps) {
			g.HealthCheck = &awselasticloadbalancingv2.HealthCheck{Port: jsii.String("9091")}
		})), want: one(at+" (health check port)", "enum", "Given: 9091.")},
		"security without a group": {set: routed(func(w world, r *routeProps) { r.LoadBalancerSecurityGroup = w.group("7") }), want: one("Routes[0].LoadBalancerSecurityGroup", "type", "It is for ExistingTargetGroup")},
		"group twice": {set: func(w world, p *props) {
			group := importedGroup(w)
			p.Routes = &[]*routeProps{{Name: jsii.String("a"), ExistingTargetGroup: group}, {Name: jsii.String("b"), ExistingTargetGroup: group}}
		}, want: one("Routes[1].ExistingTargetGroup", "duplicate", "Routes[0].ExistingTargetGroup is the same already.")},
		"health path beside a group": {set: withoutOwnWay(func(w world, p *props) { p.HealthCheckPath = jsii.String("/up"); through(importedGroup)(w, p) }), want: one("HealthCheckPath", "type", "there is none beside Routes")},

		"listener with an alb": {set: func(w world, p *props) { p.ExistingNetworkListener = ownListener(w) }, want: one("ExistingNetworkListener", "type", "needs load_balancer nlb")},
		"listener and its own": {profile: network(), set: onto(own(), func(w world, p *props) {
			p.NetworkLoadBalancer, p.ListenerPort, p.NetworkListener = openNetwork(w), jsii.Number(443), &gracefulecs.NetworkListenerProps{}
		}), want: [][3]string{{"ListenerPort", "type", "remove ListenerPort"}, {"NetworkListener", "type", "has its own"}, {"NetworkLoadBalancer", "type", "has its own"}}},
		"imported listener": {profile: network(), set: onto(func(w world) awselasticloadbalancingv2.INetworkListener {
			return awselasticloadbalancingv2.NetworkListener_FromNetworkListenerArn(w.stack, jsii.String("OwnListener"), jsii.String(strings.Replace(listenerARN, "/app/", "/net/", 1)))
		}), want: one("ExistingNetworkListener", "type", "Given: an imported listener.")},
		"listener of UDP": {profile: network(), set: onto(own(func(l *awselasticloadbalancingv2.NetworkListenerProps) {
			l.Protocol = awselasticloadbalancingv2.Protocol_UDP
		})), want: one("ExistingNetworkListener", "enum", `Given: protocol "UDP".`)},
		"listener of TLS, 351 s": {profile: slow(351), set: onto(own(certified)), want: one("ExistingNetworkListener", "range", "Given: an idle timeout of 351 s.")},
		"listener that leads elsewhere": {profile: network(), set: onto(func(w world) awselasticloadbalancingv2.INetworkListener {
			return ownListener(w, func(l *awselasticloadbalancingv2.NetworkListenerProps) {
				l.DefaultTargetGroups = &[]awselasticloadbalancingv2.INetworkTargetGroup{newNetworkGroup(w, "Elsewhere")}
			})
		}), want: one("ExistingNetworkListener", "duplicate", "this one has another")},
		"listener that nobody reaches": {profile: network(), set: onto(func(w world) awselasticloadbalancingv2.INetworkListener {
			return ownListener(w, func(l *awselasticloadbalancingv2.NetworkListenerProps) { l.LoadBalancer = openNetwork(w) })
		}), want: one("ClientCidrs", "required", "nothing says who may reach the tasks")},
		"listener with blue/green": {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), LoadBalancer: shutdown.NLB, Strategy: shutdown.BlueGreen}, set: onto(own()),
			want: one("ExistingNetworkListener", "type", "whoever owns it would set back")},
		"listener twice": {profile: network(), set: onto(own(), func(_ world, p *props) {
			p.Routes = &[]*routeProps{{Name: jsii.String("again"), ExistingNetworkListener: p.ExistingNetworkListener}}
		}), want: one("Routes[0].ExistingNetworkListener", "duplicate", "ExistingNetworkListener is the same already.")},
		"sticky behind TLS": {profile: network(), set: onto(own(certified), func(_ world, p *props) {
			p.TargetGroup = &gracefulecs.TargetGroupProps{SourceIpStickiness: jsii.Bool(true)}
		}),
			want: one("TargetGroup.SourceIpStickiness", "type", "Behind a TLS listener")},
	}
}

func goodExisting() map[string]bad {
	return map[string]bad{
		"group beside the own":   {set: through(importedGroup)},
		"group alone":            {set: withoutOwnWay(through(importedGroup))},
		"network group alone":    {profile: network(), set: withoutOwnWay(through(importedNetworkGroup, func(w world, r *routeProps) { r.LoadBalancerSecurityGroup = w.group("7") }))},
		"application group, nlb": {profile: network(), set: withoutOwnWay(through(importedGroup))},
		"group's mapped port": {profile: network(), set: through(ofProps(func(g *awselasticloadbalancingv2.NetworkTargetGroupProps) {
			g.HealthCheck = &awselasticloadbalancingv2.HealthCheck{Port: jsii.String("8080")}
		}))},
		"listener": {profile: network(), set: onto(own())},
		"listener of TLS, 350 s": {profile: slow(350), set: onto(own(certified), func(_ world, p *props) {
			p.TargetGroup = &gracefulecs.TargetGroupProps{Protocol: awselasticloadbalancingv2.Protocol_TLS}
		})},
		"listener open to clients": {profile: network(), set: onto(func(w world) awselasticloadbalancingv2.INetworkListener {
			return ownListener(w, func(l *awselasticloadbalancingv2.NetworkListenerProps) { l.LoadBalancer = openNetwork(w) })
		}, func(_ world, p *props) { p.ClientCidrs = jsii.Strings("10.0.0.0/8") })},
	}
}

var existingReaches = map[string]reach{
	"ExistingNetworkListener": {profile: network(), set: onto(own()), want: `OwnListener`},
	"Routes.ExistingNetworkListener": {profile: network(), set: func(w world, p *props) {
		p.Routes = &[]*routeProps{{Name: jsii.String("more"), ExistingNetworkListener: ownListener(w)}}
	}, want: `OwnListener`},
	"Routes.ExistingTargetGroup":       {set: through(importedGroup), want: groupARN},
	"Routes.LoadBalancerSecurityGroup": {set: through(importedGroup, func(w world, r *routeProps) { r.LoadBalancerSecurityGroup = w.group("77777777") }), want: "sg-77777777"},
}
