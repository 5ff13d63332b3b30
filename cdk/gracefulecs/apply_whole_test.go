package gracefulecs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecspatterns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsefs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// grown is a service as it is after three years: a pattern in a stage, with FireLens,
// EFS, secrets under a key of the company's, ECS Exec, alarms, parameters, and scaling.
func grown(w world) awsecspatterns.ApplicationLoadBalancedFargateService {
	parameter := awscdk.NewCfnParameter(w.stack, jsii.String("Colour"), &awscdk.CfnParameterProps{Default: jsii.String("blue")})
	key := awskms.NewKey(w.stack, jsii.String("Key"), nil)
	secret := awssecretsmanager.NewSecret(w.stack, jsii.String("Secret"), &awssecretsmanager.SecretProps{EncryptionKey: key})
	files := awsefs.NewFileSystem(w.stack, jsii.String("Files"), &awsefs.FileSystemProps{Vpc: w.vpc})
	web := awsecspatterns.NewApplicationLoadBalancedFargateService(w.stack, jsii.String("Web"), &awsecspatterns.ApplicationLoadBalancedFargateServiceProps{
		Cluster: w.cluster, DesiredCount: jsii.Number(2), EnableExecuteCommand: jsii.Bool(true), PropagateTags: awsecs.PropagatedTagSource_SERVICE,
		CircuitBreaker: &awsecs.DeploymentCircuitBreaker{Rollback: jsii.Bool(false)}, MinHealthyPercent: jsii.Number(50),
		TaskImageOptions: &awsecspatterns.ApplicationLoadBalancedTaskImageOptions{Image: image(), ContainerPort: jsii.Number(8080),
			Environment: &map[string]*string{"COLOUR": parameter.ValueAsString()},
			Secrets:     &map[string]awsecs.Secret{"PASSWORD": awsecs.Secret_FromSecretsManager(secret, jsii.String("password"))},
			LogDriver:   awsecs.LogDrivers_Firelens(&awsecs.FireLensLogDriverProps{Options: &map[string]*string{"Name": jsii.String("cloudwatch")}, SecretOptions: &map[string]awsecs.Secret{"token": awsecs.Secret_FromSecretsManager(secret, nil)}})}})
	web.TaskDefinition().AddVolume(&awsecs.Volume{Name: jsii.String("files"), EfsVolumeConfiguration: &awsecs.EfsVolumeConfiguration{FileSystemId: files.FileSystemId(), TransitEncryption: jsii.String("ENABLED")}})
	web.TaskDefinition().DefaultContainer().AddMountPoints(&awsecs.MountPoint{ContainerPath: jsii.String("/files"), SourceVolume: jsii.String("files"), ReadOnly: jsii.Bool(false)})
	files.Connections().AllowDefaultPortFrom(web.Service(), nil)
	web.TargetGroup().ConfigureHealthCheck(&awselasticloadbalancingv2.HealthCheck{Path: jsii.String("/up"), Interval: awscdk.Duration_Seconds(jsii.Number(30))})
	web.TargetGroup().EnableCookieStickiness(awscdk.Duration_Hours(jsii.Number(1)), nil)
	return web
}

// grow is what its authors do after Apply.
func grow(web awsecspatterns.ApplicationLoadBalancedFargateService) {
	alarm := awscloudwatch.NewAlarm(awscdk.Stack_Of(web), jsii.String("Errors"), &awscloudwatch.AlarmProps{Metric: web.LoadBalancer().Metrics().HttpCodeElb(awselasticloadbalancingv2.HttpCodeElb_ELB_5XX_COUNT, nil), Threshold: jsii.Number(1), EvaluationPeriods: jsii.Number(1)})
	web.Service().EnableDeploymentAlarms(&[]*string{alarm.AlarmName()}, nil)
	scaling := web.Service().AutoScaleTaskCount(&awsapplicationautoscaling.EnableScalingProps{MinCapacity: jsii.Number(2), MaxCapacity: jsii.Number(8)})
	scaling.ScaleOnRequestCount(jsii.String("Requests"), &awsecs.RequestCountScalingProps{RequestsPerTarget: jsii.Number(100), TargetGroup: web.TargetGroup()})
	web.LoadBalancer().SetAttribute(jsii.String("routing.http2.enabled"), jsii.String("true"))
	web.Service().Connections().AllowFrom(awsec2.Peer_Ipv4(jsii.String("10.0.0.0/8")), awsec2.Port_Tcp(jsii.Number(9090)), nil)
}

// Apply changes the settings and nothing else, in a service that has everything
// and to which more is added afterwards.
func TestApply_changesNothingElse(t *testing.T) {
	build := func(apply bool) world {
		w := newWorld()
		stage := awscdk.NewStage(w.app, jsii.String("Prod"), nil)
		w = newWorldNamedIn(stage, w.app, "Shop")
		web := grown(w)
		if apply {
			gracefulecs.Apply(web, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(90), Require: []shutdown.Cause{}}, nil)
			// Something that asks for values early, as cdk-nag does.
			awscdk.Aspects_Of(w.stack).Add(&nag{}, &awscdk.AspectOptions{Priority: awscdk.AspectPriority_READONLY()})
		}
		grow(web)
		return w
	}
	plain, applied := build(false).template(t), build(true).template(t)
	var got []string
	for _, id := range union(plain.Resources, applied.Resources) {
		a, b := plain.Resources[id], applied.Resources[id]
		got = append(got, differences(a.Type+b.Type[min(len(b.Type), len(a.Type)):], any(a.Properties), any(b.Properties))...)
	}
	slices.Sort(got)
	want := []string{
		"AWS::ApplicationAutoScaling::ScalingPolicy.TargetTrackingScalingPolicyConfiguration.ScaleInCooldown",
		"AWS::ECS::Service.AvailabilityZoneRebalancing",
		"AWS::ECS::Service.DeploymentConfiguration.DeploymentCircuitBreaker.Rollback",
		"AWS::ECS::Service.DeploymentConfiguration.MinimumHealthyPercent",
		"AWS::ECS::Service.DeploymentConfiguration.Strategy",
		"AWS::ECS::Service.HealthCheckGracePeriodSeconds",
		"AWS::ECS::TaskDefinition.ContainerDefinitions.0.DependsOn",
		"AWS::ECS::TaskDefinition.ContainerDefinitions.0.Environment",
		"AWS::ECS::TaskDefinition.ContainerDefinitions.0.StopTimeout",
		"AWS::ECS::TaskDefinition.ContainerDefinitions.1.StopTimeout",
		"AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerAttributes",
		"AWS::ElasticLoadBalancingV2::TargetGroup.HealthCheckIntervalSeconds",
		"AWS::ElasticLoadBalancingV2::TargetGroup.HealthCheckTimeoutSeconds",
		"AWS::ElasticLoadBalancingV2::TargetGroup.HealthyThresholdCount",
		"AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupAttributes",
		"AWS::ElasticLoadBalancingV2::TargetGroup.UnhealthyThresholdCount",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("properties that Apply changes mismatch (-want +got):\n%s", diff)
	}
	if got := show(applied.only(t, "AWS::ECS::Service")["DeploymentConfiguration"]); !strings.Contains(got, `"AlarmNames":[{"Ref":"Errors`) {
		t.Errorf("an alarm that was added later is lost: %s", got)
	}
}

type nag struct{ _ byte }

// Visit asks for what rules ask for.
func (*nag) Visit(node constructs.IConstruct) {
	if r, ok := node.(awsecs.CfnTaskDefinition); ok {
		r.Stack().Resolve(r.ContainerDefinitions())
	}
	if r, ok := node.(awsecs.CfnService); ok {
		r.Stack().Resolve(r.CfnProperties())
	}
}

func union(a, b map[string]resource) []string {
	var out []string
	for id := range a {
		out = append(out, id)
	}
	for id := range b {
		if _, ok := a[id]; !ok {
			out = append(out, id)
		}
	}
	return out
}

// differences are the paths of what differs, lists of other lengths as a whole.
func differences(path string, a, b any) []string {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok {
			break
		}
		var out []string
		for k := range x {
			out = append(out, differences(path+"."+k, x[k], y[k])...)
		}
		for k := range y {
			if _, ok := x[k]; !ok {
				out = append(out, path+"."+k)
			}
		}
		return out
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			break
		}
		var out []string
		for i := range x {
			out = append(out, differences(fmt.Sprintf("%s.%d", path, i), x[i], y[i])...)
		}
		return out
	}
	if cmp.Equal(a, b) {
		return nil
	}
	return []string{path}
}

// Load balancer and target group of another stack are set there, whatever the order
// of the stacks.
func TestApply_otherStacks(t *testing.T) {
	w := newWorld()
	front := newWorldNamed(w.app, "Front")
	balancer := awselasticloadbalancingv2.NewApplicationLoadBalancer(front.stack, jsii.String("Balancer"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: front.vpc})
	group := newApplicationGroup(front, "Targets")
	listener := balancer.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{Port: jsii.Number(80), Open: jsii.Bool(false), DefaultTargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{group}})
	own := newApplicationGroup(w, "Own")
	awselasticloadbalancingv2.NewApplicationListenerRule(w.stack, jsii.String("Rule"), &awselasticloadbalancingv2.ApplicationListenerRuleProps{Listener: listener, Priority: jsii.Number(1),
		Conditions: &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/b"))}, TargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{own}})
	task := awsecs.NewFargateTaskDefinition(w.stack, jsii.String("Task"), nil)
	task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{Image: image(), PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8080)}}})
	service := awsecs.NewFargateService(w.stack, jsii.String("Web"), &awsecs.FargateServiceProps{Cluster: w.cluster, TaskDefinition: task,
		DesiredCount: awscdk.NewCfnParameter(w.stack, jsii.String("Count"), &awscdk.CfnParameterProps{Type: jsii.String("Number")}).ValueAsNumber()})
	group.AddTarget(service)
	own.AddTarget(service)
	profile := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(90), Require: []shutdown.Cause{}}
	gracefulecs.Apply(service, profile, nil)
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(profile), nil)
	if got := show(front.template(t).only(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")); !strings.Contains(got, `{"Key":"idle_timeout.timeout_seconds","Value":"95"}`) {
		t.Errorf("the load balancer of the other stack has %s", got)
	}
	for _, tpl := range []template{front.template(t), w.template(t)} {
		if got := show(tpl.only(t, "AWS::ElasticLoadBalancingV2::TargetGroup")); !strings.Contains(got, `{"Key":"deregistration_delay.timeout_seconds","Value":"105"}`) {
			t.Errorf("a target group has %s", got)
		}
	}
	want := []string{"warning: desired_count is known at deployment only, and the deployment percentages are for 2. Write the number, or set desired_count and min_count in the profile to what it may be.",
		"warning: desired_count is known at deployment only: the parameter Count has neither Default nor AllowedValues, which would settle it, the profile gives 2 (desired_count 2)"}
	got := w.reports(t)
	for i := range got {
		got[i], _, _ = strings.Cut(got[i], " (desired_count")
	}
	want[1], _, _ = strings.Cut(want[1], " (desired_count")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reports mismatch (-want +got):\n%s", diff)
	}
}

// A second call with the same profile, as an aspect makes it in a second synthesis,
// does nothing, and one with another profile is a fault.
func TestApply_twice(t *testing.T) {
	p := newPlain(newWorld(), web())
	first, again := gracefulecs.Apply(p.service, web(), nil), gracefulecs.Apply(p.service, web(), nil)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("settings mismatch (-first +second):\n%s", diff)
	}
	err := gracefulecs.ValidateApply(p.service, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(11)}, nil)
	if err == nil || !strings.Contains(err.Error(), "Apply has set this service already, from another profile.") {
		t.Errorf("ValidateApply() = %v", err)
	}
}

// What the author sets after Apply, by hand or in an aspect, is the author's, and the
// check says so.
func TestApply_thenAnAspect(t *testing.T) {
	w := newWorld()
	web1 := fireLens(w)
	gracefulecs.Apply(web1, web(), nil)
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(web()), nil)
	awscdk.Aspects_Of(w.app).Add(&slower{}, nil)
	w.template(t)
	want := []string{"error: deployment.minimum_healthy_percent is 0, the profile gives 100 (100)", "error: deregistration_delay is 300, the profile gives 25 (propagation 15 + longest_work 10)"}
	if diff := cmp.Diff(want, w.reports(t)); diff != "" {
		t.Errorf("reports mismatch (-want +got):\n%s", diff)
	}
}

type slower struct{ _ byte } // jsii knows objects by their address, and those of size 0 share one.

// Visit changes what Apply has set.
func (*slower) Visit(node constructs.IConstruct) {
	if g, ok := node.(awselasticloadbalancingv2.ApplicationTargetGroup); ok {
		g.SetAttribute(jsii.String("deregistration_delay.timeout_seconds"), jsii.String("300"))
	}
	if s, ok := node.(awsecs.CfnService); ok {
		s.AddPropertyOverride(jsii.String("DeploymentConfiguration.MinimumHealthyPercent"), 0)
	}
}
