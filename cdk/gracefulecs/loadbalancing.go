package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

const (
	defaultHealthCheckPath = "/healthz"
	fromLoadBalancer       = "Load balancer to target"
)

// addApplicationTargets adds the target group behind an Application Load
// Balancer and the rule of the caller's listener that forwards to it.
func (s *service) addApplicationTargets(p *plan) {
	if !p.alb() {
		return
	}
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
	s.applicationTargetGroup = awselasticloadbalancingv2.NewApplicationTargetGroup(s, jsii.String("TargetGroup"), &awselasticloadbalancingv2.ApplicationTargetGroupProps{
		Vpc:                 p.vpc,
		TargetType:          awselasticloadbalancingv2.TargetType_IP,
		Port:                jsii.Number(p.port),
		Protocol:            awselasticloadbalancingv2.ApplicationProtocol_HTTP,
		ProtocolVersion:     version,
		DeregistrationDelay: s.values.seconds(*p.settings.DeregistrationDelay),
		HealthCheck:         check,
		Targets:             &[]awselasticloadbalancingv2.IApplicationLoadBalancerTarget{s.fargateService},
	})
	// CDK writes stickiness.enabled although false is the default of the API.
	s.applicationTargetGroup.SetAttribute(jsii.String("stickiness.enabled"), nil)
	s.listenerRule = awselasticloadbalancingv2.NewApplicationListenerRule(s, jsii.String("Rule"), &awselasticloadbalancingv2.ApplicationListenerRuleProps{
		Listener:     p.Listener,
		Priority:     p.Priority,
		Conditions:   conditions(p),
		TargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{s.applicationTargetGroup},
	})
	if p.healthPort != 0 && p.healthPort != p.port {
		p.Listener.RegisterConnectable(s.fargateService, awsec2.Port_Tcp(jsii.Number(p.healthPort)))
	}
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

// addNetworkTargets adds the target group behind a Network Load Balancer and
// the listener that forwards to it.
func (s *service) addNetworkTargets(p *plan) {
	if !p.nlb() {
		return
	}
	check := s.healthCheck(p)
	check.Protocol = awselasticloadbalancingv2.Protocol_TCP
	if check.Path != nil {
		check.Protocol = awselasticloadbalancingv2.Protocol_HTTP
		check.HealthyHttpCodes = jsii.String("200")
	}
	s.networkTargetGroup = awselasticloadbalancingv2.NewNetworkTargetGroup(s, jsii.String("TargetGroup"), &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc:                   p.vpc,
		TargetType:            awselasticloadbalancingv2.TargetType_IP,
		Port:                  jsii.Number(p.port),
		Protocol:              awselasticloadbalancingv2.Protocol_TCP,
		ConnectionTermination: p.settings.ConnectionTermination,
		DeregistrationDelay:   s.values.seconds(*p.settings.DeregistrationDelay),
		HealthCheck:           check,
		Targets:               &[]awselasticloadbalancingv2.INetworkLoadBalancerTarget{s.fargateService},
	})
	s.networkListener = awselasticloadbalancingv2.NewNetworkListener(s, jsii.String("Listener"), &awselasticloadbalancingv2.NetworkListenerProps{
		LoadBalancer:        p.NetworkLoadBalancer,
		Port:                p.ListenerPort,
		Protocol:            awselasticloadbalancingv2.Protocol_TCP,
		DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{s.networkTargetGroup},
		TcpIdleTimeout:      s.values.seconds(*p.settings.IdleTimeout),
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

// addIngress opens the app's port to those whom the props name. An Application
// Load Balancer has been let in with its listener.
func (s *service) addIngress(p *plan) {
	if !p.nlb() && len(deref(p.IngressSecurityGroups)) == 0 {
		return
	}
	connections := s.fargateService.Connections()
	ports := []int{p.port}
	if p.healthPort != 0 && p.healthPort != p.port {
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
		connections.AllowFrom(group, awsec2.Port_Tcp(jsii.Number(p.port)), jsii.String("Callers of "+p.name))
	}
}
