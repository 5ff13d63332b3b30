package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

const (
	defaultHealthCheckPath = "/healthz"
	fromLoadBalancer       = "Load balancer to target"
	// Targets are registered with their own port; a target group's port is of no
	// use but required, and to change it would make the target group anew.
	anyPort = 80
)

// addApplicationTargets adds the target groups behind an Application Load
// Balancer and the rule of the caller's listener that forwards to them.
func (s *service) addApplicationTargets(p *plan) {
	if !p.alb() {
		return
	}
	s.applicationTargetGroup = s.newApplicationTargetGroup(p, "TargetGroup")
	forward := awselasticloadbalancingv2.ListenerAction_Forward(&[]awselasticloadbalancingv2.IApplicationTargetGroup{s.applicationTargetGroup}, nil)
	if p.shifts() {
		s.alternateApplicationTargetGroup = s.newApplicationTargetGroup(p, "AlternateTargetGroup")
		forward = awselasticloadbalancingv2.ListenerAction_WeightedForward(&[]*awselasticloadbalancingv2.WeightedTargetGroup{
			{TargetGroup: s.applicationTargetGroup, Weight: jsii.Number(allTraffic)},
			{TargetGroup: s.alternateApplicationTargetGroup, Weight: jsii.Number(noTraffic)},
		}, nil)
	}
	s.listenerRule = awselasticloadbalancingv2.NewApplicationListenerRule(s, jsii.String("Rule"), &awselasticloadbalancingv2.ApplicationListenerRuleProps{
		Listener:   p.Listener,
		Priority:   p.Priority,
		Conditions: conditions(p),
		Action:     forward,
	})
	s.applicationTargetGroup.AddTarget(s.target(p, s.alternateApplicationTargetGroup, func() awsecs.ListenerRuleConfiguration {
		return awsecs.ListenerRuleConfiguration_ApplicationListenerRule(s.listenerRule)
	}))
	if p.healthPort != 0 && p.healthPort != p.reached.port {
		p.Listener.RegisterConnectable(s.fargateService, awsec2.Port_Tcp(jsii.Number(p.healthPort)))
	}
}

// newApplicationTargetGroup adds one of the target groups. They take turns, so
// they are alike.
func (s *service) newApplicationTargetGroup(p *plan, id string) awselasticloadbalancingv2.ApplicationTargetGroup {
	version := p.ProtocolVersion
	if version == "" {
		version = awselasticloadbalancingv2.ApplicationProtocolVersion_HTTP1
	}
	check := s.healthCheck(p)
	check.Protocol = awselasticloadbalancingv2.Protocol_HTTP
	if check.Path == nil {
		check.Path = jsii.String(defaultHealthCheckPath)
	}
	if version == awselasticloadbalancingv2.ApplicationProtocolVersion_GRPC {
		check.HealthyGrpcCodes = jsii.String("0")
	} else {
		check.HealthyHttpCodes = jsii.String("200")
	}
	group := awselasticloadbalancingv2.NewApplicationTargetGroup(s, &id, &awselasticloadbalancingv2.ApplicationTargetGroupProps{
		Vpc:                 p.vpc,
		TargetType:          awselasticloadbalancingv2.TargetType_IP,
		Port:                jsii.Number(p.groupPort),
		Protocol:            awselasticloadbalancingv2.ApplicationProtocol_HTTP,
		ProtocolVersion:     version,
		DeregistrationDelay: s.values.seconds(*p.settings.DeregistrationDelay),
		HealthCheck:         check,
	})
	// CDK writes stickiness.enabled although false is the default of the API.
	group.SetAttribute(jsii.String("stickiness.enabled"), nil)
	return group
}

func conditions(p *plan) *[]awselasticloadbalancingv2.ListenerCondition {
	var out []awselasticloadbalancingv2.ListenerCondition
	if len(deref(p.HostHeaders)) > 0 {
		out = append(out, awselasticloadbalancingv2.ListenerCondition_HostHeaders(p.HostHeaders))
	}
	if len(deref(p.PathPatterns)) > 0 {
		out = append(out, awselasticloadbalancingv2.ListenerCondition_PathPatterns(p.PathPatterns))
	}
	return &out
}

// addNetworkTargets adds the target groups behind a Network Load Balancer and
// the listener that forwards to them.
func (s *service) addNetworkTargets(p *plan) {
	if !p.nlb() {
		return
	}
	s.networkTargetGroup = s.newNetworkTargetGroup(p, "TargetGroup")
	forward := awselasticloadbalancingv2.NetworkListenerAction_Forward(&[]awselasticloadbalancingv2.INetworkTargetGroup{s.networkTargetGroup}, nil)
	if p.shifts() {
		s.alternateNetworkTargetGroup = s.newNetworkTargetGroup(p, "AlternateTargetGroup")
		forward = awselasticloadbalancingv2.NetworkListenerAction_WeightedForward(&[]*awselasticloadbalancingv2.NetworkWeightedTargetGroup{
			{TargetGroup: s.networkTargetGroup, Weight: jsii.Number(allTraffic)},
			{TargetGroup: s.alternateNetworkTargetGroup, Weight: jsii.Number(noTraffic)},
		}, nil)
	}
	s.networkListener = awselasticloadbalancingv2.NewNetworkListener(s, jsii.String("Listener"), &awselasticloadbalancingv2.NetworkListenerProps{
		LoadBalancer:   p.NetworkLoadBalancer,
		Port:           p.ListenerPort,
		Protocol:       awselasticloadbalancingv2.Protocol_TCP,
		DefaultAction:  forward,
		TcpIdleTimeout: s.values.seconds(*p.settings.IdleTimeout),
	})
	s.networkTargetGroup.AddTarget(s.target(p, s.alternateNetworkTargetGroup, func() awsecs.ListenerRuleConfiguration {
		return awsecs.ListenerRuleConfiguration_NetworkListener(s.networkListener)
	}))
}

// newNetworkTargetGroup adds one of the target groups. They take turns, so they
// are alike.
func (s *service) newNetworkTargetGroup(p *plan, id string) awselasticloadbalancingv2.NetworkTargetGroup {
	check := s.healthCheck(p)
	check.Protocol = awselasticloadbalancingv2.Protocol_TCP
	if check.Path != nil {
		check.Protocol = awselasticloadbalancingv2.Protocol_HTTP
		check.HealthyHttpCodes = jsii.String("200")
	}
	return awselasticloadbalancingv2.NewNetworkTargetGroup(s, &id, &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc:                   p.vpc,
		TargetType:            awselasticloadbalancingv2.TargetType_IP,
		Port:                  jsii.Number(p.groupPort),
		Protocol:              awselasticloadbalancingv2.Protocol_TCP,
		ConnectionTermination: p.settings.ConnectionTermination,
		DeregistrationDelay:   s.values.seconds(*p.settings.DeregistrationDelay),
		HealthCheck:           check,
	})
}

// healthCheck is the part of the load balancer's check that both kinds share.
func (s *service) healthCheck(p *plan) *awselasticloadbalancingv2.HealthCheck {
	h := p.settings.HealthCheck
	check := &awselasticloadbalancingv2.HealthCheck{
		Enabled:                 jsii.Bool(true),
		Interval:                s.values.seconds(h.Interval),
		Timeout:                 s.values.seconds(h.Timeout),
		HealthyThresholdCount:   jsii.Number(h.HealthyThreshold),
		UnhealthyThresholdCount: jsii.Number(h.UnhealthyThreshold),
		Path:                    p.HealthCheckPath,
	}
	if p.healthPort != 0 {
		check.Port = jsii.Sprintf("%d", p.healthPort)
	}
	return check
}

// addIngress opens the port that takes the requests to those whom the props
// name. An Application Load Balancer has been let in with its listener.
func (s *service) addIngress(p *plan) {
	if !p.nlb() && len(deref(p.IngressSecurityGroups)) == 0 {
		return
	}
	connections := s.fargateService.Connections()
	ports := []int{p.reached.port}
	if p.healthPort != 0 && p.healthPort != p.reached.port {
		ports = append(ports, p.healthPort)
	}
	for _, number := range ports {
		port := awsec2.Port_Tcp(jsii.Number(number))
		if p.nlb() && len(deref(p.NetworkLoadBalancer.SecurityGroups())) > 0 {
			connections.AllowFrom(p.NetworkLoadBalancer, port, jsii.String(fromLoadBalancer))
		}
		for _, cidr := range deref(p.ClientCidrs) {
			connections.AllowFrom(awsec2.Peer_Ipv4(cidr), port, jsii.String(fromLoadBalancer))
		}
	}
	for _, group := range deref(p.IngressSecurityGroups) {
		connections.AllowFrom(group, awsec2.Port_Tcp(jsii.Number(p.reached.port)), jsii.String("Callers of "+p.described()))
	}
}
