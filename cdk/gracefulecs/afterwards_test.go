package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// What is added to the constructs of a service afterwards takes effect, or the
// synthesis says why it may not.
func TestAfterwards(t *testing.T) {
	group := func(w world) awselasticloadbalancingv2.ApplicationTargetGroup {
		return awselasticloadbalancingv2.NewApplicationTargetGroup(w.stack, jsii.String("Extra"), &awselasticloadbalancingv2.ApplicationTargetGroupProps{
			Vpc: w.vpc, Port: jsii.Number(80), TargetType: awselasticloadbalancingv2.TargetType_IP})
	}
	for name, row := range map[string]struct {
		profile *shutdown.Profile // Default: web.
		set     func(w world, p *props)
		add     func(w world, s gracefulecs.Service)
		want    string // In the template.
		refused string // By the synthesis.
	}{
		"a security group by Connections": {add: func(w world, s gracefulecs.Service) { s.Connections().AddSecurityGroup(w.group("99999999")) }, want: `"GroupId"]},"sg-99999999"]`},
		"a caller by Connections": {add: func(w world, s gracefulecs.Service) {
			s.Connections().AllowFrom(w.group("99999999"), awsec2.Port_Tcp(jsii.Number(8080)), nil)
		}, want: `"SourceSecurityGroupId":"sg-99999999"`},
		"a variable": {add: func(_ world, s gracefulecs.Service) {
			s.AppContainer().AddEnvironment(jsii.String("COLOUR"), jsii.String("blue"))
		}, want: `{"Name":"COLOUR","Value":"blue"}`},
		"a port": {add: func(_ world, s gracefulecs.Service) {
			s.AppContainer().AddPortMappings(&awsecs.PortMapping{ContainerPort: jsii.Number(7070)})
		}, want: `"ContainerPort":7070`},
		"a volume": {add: func(_ world, s gracefulecs.Service) {
			s.TaskDefinition().AddVolume(&awsecs.Volume{Name: jsii.String("scratch")})
		}, want: `"Volumes":[{"Name":"scratch"}]`},
		"a statement": {add: func(_ world, s gracefulecs.Service) {
			s.TaskDefinition().AddToTaskRolePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings("s3:GetObject"), Resources: jsii.Strings("*")}))
		}, want: `"s3:GetObject"`},
		"a target group attribute": {add: func(_ world, s gracefulecs.Service) {
			s.ApplicationTargetGroup().EnableCookieStickiness(awscdk.Duration_Hours(jsii.Number(1)), jsii.String("session"))
		}, want: `"stickiness.type"`},
		"a condition": {add: func(_ world, s gracefulecs.Service) {
			s.ListenerRule().AddCondition(awselasticloadbalancingv2.ListenerCondition_HttpHeader(jsii.String("X-A"), jsii.Strings("b")))
		}, want: `"HttpHeaderName":"X-A"`},
		"alarms": {add: func(_ world, s gracefulecs.Service) {
			s.FargateService().EnableDeploymentAlarms(jsii.Strings("errors"), nil)
		}, want: `"AlarmNames":["errors"],"Enable":true`},
		"a scaling policy": {set: scaling(func(*gracefulecs.AutoscalingProps) {}), add: func(_ world, s gracefulecs.Service) {
			s.ScalableTaskCount().ScaleOnMemoryUtilization(jsii.String("More"), &awsecs.MemoryUtilizationScalingProps{TargetUtilizationPercent: jsii.Number(66)})
		}, want: `"TargetValue":66`},
		"a policy of the target": {set: scaling(func(*gracefulecs.AutoscalingProps) {}), add: func(_ world, s gracefulecs.Service) {
			s.ScalableTarget().ScaleToTrackMetric(jsii.String("Depth"), &awsapplicationautoscaling.BasicTargetTrackingScalingPolicyProps{TargetValue: jsii.Number(67),
				CustomMetric: awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String("A"), MetricName: jsii.String("B")})})
		}, want: `"TargetValue":67`},

		"a container": {add: func(_ world, s gracefulecs.Service) {
			s.TaskDefinition().AddContainer(jsii.String("agent"), &awsecs.ContainerDefinitionOptions{Image: image()})
		}, refused: `Stack/Api: the container "agent" was added to the task definition, and the profile gives no stop timeout for it.`},
		"a log router": {add: func(_ world, s gracefulecs.Service) {
			s.TaskDefinition().AddFirelensLogRouter(jsii.String("router"), &awsecs.FirelensLogRouterDefinitionOptions{Image: image(), FirelensConfig: &awsecs.FirelensConfig{Type: awsecs.FirelensLogRouterType_FLUENTBIT}})
		}, refused: `the container "router" was added`},
		"a target group": {add: func(w world, s gracefulecs.Service) { group(w).AddTarget(s.FargateService()) }, refused: "1 target groups were attached to the service"},
		"a target group by AttachToApplicationTargetGroup": {add: func(w world, s gracefulecs.Service) { s.FargateService().AttachToApplicationTargetGroup(group(w)) },
			refused: "Put them into Routes."},
		"a target group without a load balancer": {profile: unbalanced(), set: func(_ world, p *props) { p.ContainerPort = jsii.Number(8080) },
			add: func(w world, s gracefulecs.Service) { group(w).AddTarget(s.FargateService()) }, refused: "1 target groups were attached"},
		"a health path by ConfigureHealthCheck": {add: func(_ world, s gracefulecs.Service) {
			s.ApplicationTargetGroup().ConfigureHealthCheck(&awselasticloadbalancingv2.HealthCheck{Path: jsii.String("/up")})
		}, refused: "Stack/Api/TargetGroup was changed: health_check.interval is not set, the profile gives 5"},
		"the same numbers by ConfigureHealthCheck": {add: func(_ world, s gracefulecs.Service) {
			check := *s.ApplicationTargetGroup().HealthCheck()
			check.Path = jsii.String("/up")
			s.ApplicationTargetGroup().ConfigureHealthCheck(&check)
		}, want: `"HealthCheckPath":"/up"`},
		"a deregistration delay": {add: func(_ world, s gracefulecs.Service) {
			s.ApplicationTargetGroup().SetAttribute(jsii.String("deregistration_delay.timeout_seconds"), jsii.String("24"))
		}, refused: "deregistration_delay is 24, the profile gives 25"},
		"the end of connections": {profile: network(), add: func(_ world, s gracefulecs.Service) {
			s.NetworkTargetGroup().SetAttribute(jsii.String("deregistration_delay.connection_termination.enabled"), jsii.String("true"))
		}, refused: "connection_termination is true, the profile gives false"},
		"a deregistration delay of a route": {set: routed(http2), add: func(_ world, s gracefulecs.Service) {
			s.Route("next").ApplicationTargetGroup().SetAttribute(jsii.String("deregistration_delay.timeout_seconds"), jsii.String("24"))
		}, refused: "Stack/Api/Route-next/TargetGroup was changed"},
		"a deregistration delay of the alternate": {profile: blueGreen(), add: func(_ world, s gracefulecs.Service) {
			s.AlternateApplicationTargetGroup().SetAttribute(jsii.String("deregistration_delay.timeout_seconds"), jsii.String("24"))
		}, refused: "Stack/Api/AlternateTargetGroup was changed"},
		"autoscaling": {add: func(_ world, s gracefulecs.Service) {
			s.FargateService().AutoScaleTaskCount(&awsapplicationautoscaling.EnableScalingProps{MaxCapacity: jsii.Number(4)})
		}, refused: "AutoScaleTaskCount scales the service"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := w.propsOr(row.profile)
			if row.set != nil {
				row.set(w, p)
			}
			s := newService(t, w, p)
			if err := caught(func() { row.add(w, s) }); err != nil {
				t.Fatalf("the CDK refuses it: %v", err)
			}
			if row.refused == "" {
				if got := text(t, w); !strings.Contains(got, row.want) {
					t.Errorf("%s is not in the template:\n%s", row.want, got)
				}
				return
			}
			if err := caught(func() { assertions.Template_FromStack(w.stack, nil) }); err == nil || !strings.Contains(err.Error(), row.refused) {
				t.Errorf("synth: %v, want %q", err, row.refused)
			}
		})
	}
}

// The CDK itself refuses a second autoscaling.
func TestAfterwards_autoscalingTwice(t *testing.T) {
	w := newWorld()
	p := w.props(web())
	scaling(func(*gracefulecs.AutoscalingProps) {})(w, p)
	s := newService(t, w, p)
	err := caught(func() {
		s.FargateService().AutoScaleTaskCount(&awsapplicationautoscaling.EnableScalingProps{MaxCapacity: jsii.Number(4)})
	})
	if err == nil || !strings.Contains(err.Error(), "already enabled") {
		t.Errorf("AutoScaleTaskCount: %v", err)
	}
}

// Every container is there by its name.
func TestService_containers(t *testing.T) {
	w := newWorld()
	profile := *frontProfile()
	profile.Sidecars = []shutdown.Sidecar{{Name: "agent", Flush: new(1)}}
	s := newService(t, w, w.props(profile))
	if s.Container("app") != s.AppContainer() || s.Container("proxy") != s.FrontContainer() || s.Container("agent") != s.Sidecar("agent") || s.Container("other") != nil {
		t.Error("Container gives other containers than the getters")
	}
	if s.ScalableTarget() != nil {
		t.Error("there is a scalable target without autoscaling")
	}
}
