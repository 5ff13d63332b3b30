package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

const (
	defaultHealthCheckPath = "/healthz"
	fromLoadBalancer       = "Load balancer to target"
	// Targets are registered with their own port; a target group's port is of no
	// use but required, and to change it would make the target group anew.
	anyPort = 80
)

// addWays adds each way in: what is the service's own stands in the service
// itself, so that it keeps its logical ids when routes come and go.
func (s *built) addWays(p *plan) {
	s.routes = make(map[string]*route, len(p.ways))
	for _, w := range p.ways {
		in := &route{scope: s}
		if w.name != "" {
			in.scope = constructs.NewConstruct(s, jsii.String("Route-"+w.name))
		}
		s.routes[w.name] = in
		switch {
		case w.existing:
			s.addExistingGroup(p, w, in)
		case w.alb():
			s.addApplicationTargets(p, w, in)
		default:
			s.addNetworkTargets(p, w, in)
		}
	}
	s.addIngress(p)
	if len(p.ways) > 1 || len(p.ways) == 1 && len(p.ways[0].rules) > 1 {
		s.dropTwins(p)
	}
}

// addApplicationTargets adds the target groups behind an Application Load
// Balancer and the rules of the caller's listeners that forward to them.
func (s *built) addApplicationTargets(p *plan, w *way, in *route) {
	in.applicationTargetGroup = s.newApplicationTargetGroup(p, w, in.scope, "TargetGroup")
	forward := awselasticloadbalancingv2.ListenerAction_Forward(&[]awselasticloadbalancingv2.IApplicationTargetGroup{in.applicationTargetGroup}, nil)
	if p.shifts() {
		s.alternateApplicationTargetGroup = s.newApplicationTargetGroup(p, w, in.scope, alternateID)
		forward = awselasticloadbalancingv2.ListenerAction_WeightedForward(&[]*awselasticloadbalancingv2.WeightedTargetGroup{
			{TargetGroup: in.applicationTargetGroup, Weight: jsii.Number(allTraffic)},
			{TargetGroup: s.alternateApplicationTargetGroup, Weight: jsii.Number(noTraffic)},
		}, nil)
	}
	in.rules = make(map[string]awselasticloadbalancingv2.ApplicationListenerRule, len(w.rules))
	for i := range w.rules {
		r, id := &w.rules[i], "Rule"
		if r.name != "" {
			id += "-" + r.name
		}
		in.rules[r.name] = awselasticloadbalancingv2.NewApplicationListenerRule(in.scope, &id, &awselasticloadbalancingv2.ApplicationListenerRuleProps{
			Listener:   r.listener,
			Priority:   r.priority,
			Conditions: &r.conditions,
			Action:     r.login.before(forward),
		})
	}
	s.addTestRule(p, in.scope, forward)
	in.applicationTargetGroup.AddTarget(s.target(p, w, s.alternateApplicationTargetGroup, func() awsecs.ListenerRuleConfiguration {
		return awsecs.ListenerRuleConfiguration_ApplicationListenerRule(in.rules[w.rules[0].name])
	}))
	for _, port := range w.ports()[1:] {
		for i := range w.rules {
			w.rules[i].listener.RegisterConnectable(s.fargateService, awsec2.Port_Tcp(jsii.Number(port)))
		}
	}
}

// newApplicationTargetGroup adds one of the target groups. They take turns, so
// they are alike.
func (s *built) newApplicationTargetGroup(p *plan, w *way, scope constructs.Construct, id string) awselasticloadbalancingv2.ApplicationTargetGroup {
	version := w.ProtocolVersion
	if version == "" {
		version = awselasticloadbalancingv2.ApplicationProtocolVersion_HTTP1
	}
	check := s.healthCheck(p, w)
	check.Protocol = awselasticloadbalancingv2.Protocol_HTTP
	if check.Path == nil {
		check.Path = jsii.String(defaultHealthCheckPath)
	}
	if version == awselasticloadbalancingv2.ApplicationProtocolVersion_GRPC {
		check.HealthyGrpcCodes = jsii.String("0")
	} else {
		check.HealthyHttpCodes = jsii.String("200")
	}
	props := &awselasticloadbalancingv2.ApplicationTargetGroupProps{
		Vpc:                 p.vpc,
		TargetType:          awselasticloadbalancingv2.TargetType_IP,
		Port:                jsii.Number(w.groupPort),
		Protocol:            awselasticloadbalancingv2.ApplicationProtocol_HTTP,
		ProtocolVersion:     version,
		DeregistrationDelay: s.values.seconds(*p.settings.DeregistrationDelay),
		HealthCheck:         check,
	}
	w.TargetGroup.application(id, props)
	group := awselasticloadbalancingv2.NewApplicationTargetGroup(scope, &id, props)
	if props.StickinessCookieDuration == nil {
		// CDK writes stickiness.enabled although false is the default of the API.
		group.SetAttribute(jsii.String("stickiness.enabled"), nil)
	}
	return group
}

// addNetworkTargets adds the target groups behind a Network Load Balancer and
// the listener that forwards to them.
func (s *built) addNetworkTargets(p *plan, w *way, in *route) {
	in.networkTargetGroup = s.newNetworkTargetGroup(p, w, in.scope, "TargetGroup")
	forward := awselasticloadbalancingv2.NetworkListenerAction_Forward(&[]awselasticloadbalancingv2.INetworkTargetGroup{in.networkTargetGroup}, nil)
	if p.shifts() {
		s.alternateNetworkTargetGroup = s.newNetworkTargetGroup(p, w, in.scope, alternateID)
		forward = awselasticloadbalancingv2.NetworkListenerAction_WeightedForward(&[]*awselasticloadbalancingv2.NetworkWeightedTargetGroup{
			{TargetGroup: in.networkTargetGroup, Weight: jsii.Number(allTraffic)},
			{TargetGroup: s.alternateNetworkTargetGroup, Weight: jsii.Number(noTraffic)},
		}, nil)
	}
	if in.networkListener = w.listener; in.networkListener != nil {
		s.useListener(p, w.listener, forward)
	} else {
		in.networkListener = awselasticloadbalancingv2.NewNetworkListener(in.scope, jsii.String("Listener"), w.NetworkListener.listener(&awselasticloadbalancingv2.NetworkListenerProps{
			LoadBalancer:   w.NetworkLoadBalancer,
			Port:           w.ListenerPort,
			Protocol:       awselasticloadbalancingv2.Protocol_TCP,
			DefaultAction:  forward,
			TcpIdleTimeout: s.values.seconds(*p.settings.IdleTimeout),
		}))
	}
	s.addTestListener(p, w, in.scope, forward)
	in.networkTargetGroup.AddTarget(s.target(p, w, s.alternateNetworkTargetGroup, func() awsecs.ListenerRuleConfiguration {
		return awsecs.ListenerRuleConfiguration_NetworkListener(in.networkListener)
	}))
}

// newNetworkTargetGroup adds one of the target groups. They take turns, so they
// are alike.
func (s *built) newNetworkTargetGroup(p *plan, w *way, scope constructs.Construct, id string) awselasticloadbalancingv2.NetworkTargetGroup {
	check := s.healthCheck(p, w)
	check.Protocol = awselasticloadbalancingv2.Protocol_TCP
	if check.Path != nil {
		check.Protocol = awselasticloadbalancingv2.Protocol_HTTP
		check.HealthyHttpCodes = jsii.String("200")
	}
	props := &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc:                   p.vpc,
		TargetType:            awselasticloadbalancingv2.TargetType_IP,
		Port:                  jsii.Number(w.groupPort),
		Protocol:              awselasticloadbalancingv2.Protocol_TCP,
		ConnectionTermination: p.settings.ConnectionTermination,
		DeregistrationDelay:   s.values.seconds(*p.settings.DeregistrationDelay),
		HealthCheck:           check,
	}
	w.TargetGroup.network(id, props)
	group := awselasticloadbalancingv2.NewNetworkTargetGroup(scope, &id, props)
	w.TargetGroup.sticky(group)
	return group
}

// healthCheck is the part of the load balancer's check that both kinds share.
func (s *built) healthCheck(p *plan, w *way) *awselasticloadbalancingv2.HealthCheck {
	h := p.settings.HealthCheck
	check := &awselasticloadbalancingv2.HealthCheck{
		Enabled:                 jsii.Bool(true),
		Interval:                s.values.seconds(h.Interval),
		Timeout:                 s.values.seconds(h.Timeout),
		HealthyThresholdCount:   jsii.Number(h.HealthyThreshold),
		UnhealthyThresholdCount: jsii.Number(h.UnhealthyThreshold),
		Path:                    w.HealthCheckPath,
	}
	if w.healthPort != 0 {
		check.Port = jsii.Sprintf("%d", w.healthPort)
	}
	return check
}

// addIngress opens the ports that take the requests to those whom the props
// name. An Application Load Balancer has been let in with its listener.
func (s *built) addIngress(p *plan) {
	connections := s.fargateService.Connections
	for _, w := range p.ways {
		if w.alb() || w.existing {
			continue
		}
		for _, number := range w.ports() {
			port := awsec2.Port_Tcp(jsii.Number(number))
			if balancer := w.balancer(); len(deref(balancer.SecurityGroups())) > 0 {
				connections().AllowFrom(balancer, port, jsii.String(fromLoadBalancer))
			}
			for _, cidr := range deref(w.ClientCidrs) {
				connections().AllowFrom(awsec2.Peer_Ipv4(cidr), port, jsii.String(fromLoadBalancer))
			}
		}
	}
	for _, group := range deref(p.IngressSecurityGroups) {
		connections().AllowFrom(group, awsec2.Port_Tcp(jsii.Number(p.reached.port)), jsii.String("Callers of "+p.described()))
	}
}
