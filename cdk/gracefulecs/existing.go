package gracefulecs

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// addExistingGroup registers the service in a target group that it does not make.
func (s *built) addExistingGroup(p *plan, w *way, in *route) {
	in.existing, s.handedOut = w.ExistingTargetGroup, true // Its owner has it.
	target := s.target(p, w, nil, nil)
	switch group := w.ExistingTargetGroup.(type) {
	case awselasticloadbalancingv2.IApplicationTargetGroup:
		group.AddTarget(target)
	case awselasticloadbalancingv2.INetworkTargetGroup:
		group.AddTarget(target)
	}
	port, resource := awsec2.Port_Tcp(jsii.Number(w.reached.port)), groupResource(w.ExistingTargetGroup)
	switch main := p.main(); {
	case w.LoadBalancerSecurityGroup != nil:
		s.fargateService.Connections().AllowFrom(w.LoadBalancerSecurityGroup, port, jsii.String(fromLoadBalancer))
	case resource == nil && main != nil:
		for _, r := range main.rules {
			r.listener.RegisterConnectable(s.fargateService, port)
		}
	}
	a := &application{subject: &subject{stack: awscdk.Stack_Of(s)}, settings: p.settings}
	t := targets{arn: *w.ExistingTargetGroup.TargetGroupArn(), resource: resource}
	if t.resource != nil {
		t.construct, _ = w.ExistingTargetGroup.(awselasticloadbalancingv2.TargetGroupBase)
		t.was = properties(t.resource.Stack(), t.resource)
	}
	a.applyTargetGroup(t)
	a.report.show(s)
}

// useListener lets a listener lead to the service's target group, with the idle
// timeout of the settings. That of TLS cannot be set.
func (s *built) useListener(p *plan, listener awselasticloadbalancingv2.NetworkListener, forward awselasticloadbalancingv2.NetworkListenerAction) {
	resource := listenerResource(listener)
	listener.AddAction(jsii.String("Default"), &awselasticloadbalancingv2.AddNetworkActionProps{Action: forward})
	if deref(resource.Protocol()) == protocolTLS {
		return
	}
	var report applyReport
	want := strconv.Itoa(*p.settings.IdleTimeout)
	report.replaced("idle_timeout of "+*listener.Node().Path(), named(properties(resource.Stack(), resource)["listenerAttributes"], "key")[service.AttributeNLBIdle], want)
	listener.SetAttribute(jsii.String(service.AttributeNLBIdle), &want)
	report.show(s)
}

// groupResource is the resource of a target group of the app, or nil.
func groupResource(group constructs.IConstruct) awselasticloadbalancingv2.CfnTargetGroup {
	resource, _ := group.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup)
	return resource
}

// listenerResource is the resource of a listener of the app, or nil.
func listenerResource(listener awselasticloadbalancingv2.INetworkListener) awselasticloadbalancingv2.CfnListener {
	if listener == nil {
		return nil
	}
	resource, _ := listener.Node().DefaultChild().(awselasticloadbalancingv2.CfnListener)
	return resource
}
