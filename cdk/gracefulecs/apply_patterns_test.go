package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecspatterns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// fireLens is a pattern whose app logs through a router that the CDK adds.
func fireLens(w world) awsecspatterns.ApplicationLoadBalancedFargateService {
	return awsecspatterns.NewApplicationLoadBalancedFargateService(w.stack, jsii.String("Web"), &awsecspatterns.ApplicationLoadBalancedFargateServiceProps{
		Cluster: w.cluster, DesiredCount: jsii.Number(2), TaskImageOptions: &awsecspatterns.ApplicationLoadBalancedTaskImageOptions{Image: image(), ContainerPort: jsii.Number(8080),
			LogDriver: awsecs.LogDrivers_Firelens(&awsecs.FireLensLogDriverProps{Options: &map[string]*string{"Name": jsii.String("cloudwatch")}})}})
}

// The router that the CDK adds while it renders the containers stays, with its log
// group and permissions, and stops after the app.
func TestApply_keepsTheLogRouter(t *testing.T) {
	for name, row := range map[string]struct {
		sidecars []shutdown.Sidecar
		timeout  float64
	}{
		"not in the profile": {timeout: 10},
		"in the profile":     {sidecars: []shutdown.Sidecar{{Name: "log-router", Flush: new(8), Framework: "fluent_bit"}}, timeout: 13},
	} {
		t.Run(name, func(t *testing.T) {
			profile := web()
			profile.Sidecars = row.sidecars
			plain := newWorld()
			fireLens(plain)
			w := newWorld()
			settings := gracefulecs.Apply(fireLens(w), profile, nil)
			gracefulecs.CheckServices(w.app, gracefulecs.EveryService(profile), nil)
			tpl := w.template(t)
			for id, r := range plain.template(t).Resources {
				if _, ok := tpl.Resources[id]; !ok {
					t.Errorf("%s is lost: %s", r.Type, id)
				}
			}
			containers := tpl.only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"].([]any)
			if len(containers) != 2 {
				t.Fatalf("the task has %d containers, want the app and the router", len(containers))
			}
			app, router := containers[0].(map[string]any), containers[1].(map[string]any)
			if router["Name"] != "log-router" || router["FirelensConfiguration"] == nil || router["StopTimeout"] != row.timeout {
				t.Errorf("the router is %s, want a stop timeout of %v", show(router), row.timeout)
			}
			if got := show(app["DependsOn"]); got != `[{"Condition":"START","ContainerName":"log-router"}]` {
				t.Errorf("the app depends on %s, want the router", got)
			}
			if v, ok := settings.SidecarStopTimeouts.Get("log-router"); !ok || float64(v) != row.timeout {
				t.Errorf("the settings have %v for the router, want %v", v, row.timeout)
			}
			if reports := w.reports(t); len(reports) > 0 {
				t.Errorf("reports: %q", reports)
			}
		})
	}
}

// What is added to the containers and to the service after Apply is not lost.
func TestApply_keepsWhatIsAddedLater(t *testing.T) {
	p := newPlain(newWorld(), shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.BlueGreen})
	gracefulecs.Apply(p.service, web(), nil)
	p.task.FindContainer(jsii.String("web")).AddEnvironment(jsii.String("LATER"), jsii.String("yes"))
	p.service.AddLifecycleHook(awsecs.NewDeploymentLifecycleLambdaTarget(
		awslambda.Function_FromFunctionName(p.stack, jsii.String("Hook"), jsii.String("hook")), jsii.String("Smoke"), &awsecs.DeploymentLifecycleLambdaTargetProps{
			LifecycleStages: &[]awsecs.DeploymentLifecycleStage{awsecs.DeploymentLifecycleStage_POST_TEST_TRAFFIC_SHIFT}}))
	tpl := p.template(t)
	if got := show(tpl.only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"]); !strings.Contains(got, "LATER") {
		t.Errorf("a variable that was added later is lost: %s", got)
	}
	if got := show(tpl.only(t, "AWS::ECS::Service")["DeploymentConfiguration"]); !strings.Contains(got, "POST_TEST_TRAFFIC_SHIFT") {
		t.Errorf("a hook that was added later is lost: %s", got)
	}
}

// kind is one of annotations.
type kind int

const (
	allWarnings kind = iota
	allInfo
)

// notes are the annotations of a kind, one a line, without the VPC's.
func notes(t *testing.T, w world, k kind) string {
	t.Helper()
	var out []string
	if err := caught(func() {
		a := assertions.Annotations_FromStack(w.stack)
		find := a.FindWarning
		if k == allInfo {
			find = a.FindInfo
		}
		for _, m := range *find(jsii.String("*"), assertions.Match_AnyValue()) {
			id, text := *m.Id, message(t, m.Entry.Data) //nolint:staticcheck // The Go bindings have no other way to the text yet.
			if !strings.Contains(id, "/Vpc/") {
				out = append(out, id+" "+text)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

// After Apply the CDK warns of nothing that the profile has set, and the output of
// the synthesis says once what was replaced.
func TestApply_saysWhatItReplaced(t *testing.T) {
	w := newWorld()
	service := awsecspatterns.NewApplicationLoadBalancedFargateService(w.stack, jsii.String("Web"), &awsecspatterns.ApplicationLoadBalancedFargateServiceProps{
		Cluster: w.cluster, DesiredCount: jsii.Number(2), IdleTimeout: awscdk.Duration_Seconds(jsii.Number(120)), HealthCheckGracePeriod: awscdk.Duration_Seconds(jsii.Number(90)),
		TaskImageOptions: &awsecspatterns.ApplicationLoadBalancedTaskImageOptions{Image: image(), ContainerPort: jsii.Number(8080),
			Environment: &map[string]*string{"SHUTDOWN_DRAIN_SECONDS": jsii.String("3")}}})
	service.TargetGroup().SetAttribute(jsii.String("deregistration_delay.timeout_seconds"), jsii.String("300"))
	gracefulecs.Apply(service, web(), nil)
	scaling := service.Service().AutoScaleTaskCount(&awsapplicationautoscaling.EnableScalingProps{MinCapacity: jsii.Number(2), MaxCapacity: jsii.Number(4)})
	scaling.ScaleOnCpuUtilization(jsii.String("Cpu"), &awsecs.CpuUtilizationScalingProps{TargetUtilizationPercent: jsii.Number(50), ScaleInCooldown: awscdk.Duration_Seconds(jsii.Number(10))})
	if got := notes(t, w, allWarnings); got != "" {
		t.Errorf("warnings:\n%s", got)
	}
	want := "/Stack/Web/Service the profile replaces SHUTDOWN_DRAIN_SECONDS of web 3 → 10, deregistration_delay of Stack/Web/LB/PublicListener/ECSGroup 300 → 25, " +
		"health_check.grace_period 90 → 44, idle_timeout of Stack/Web/LB/Resource 120 → 60, minimum_healthy_percent 50 → 100, " +
		"scale_in_cooldown of Stack/Web/Service/TaskCount/Target/Cpu/Resource 10 → 60"
	if diff := cmp.Diff(want, notes(t, w, allInfo)); diff != "" {
		t.Errorf("information mismatch (-want +got):\n%s", diff)
	}
}

// Each of the ecs-patterns gets what it has: target groups, load balancers,
// policies and queues.
func TestApply_patterns(t *testing.T) {
	long := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(90), Require: []shutdown.Cause{}}
	queue := shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60)}
	for name, row := range map[string]struct {
		build   func(w world) constructs.IConstruct
		profile shutdown.Profile
		want    map[string][]string // What resources of a kind must have.
	}{
		"application load balancer": {profile: long, build: func(w world) constructs.IConstruct { return fireLens(w) }, want: map[string][]string{
			"AWS::ElasticLoadBalancingV2::TargetGroup":  {`{"Key":"deregistration_delay.timeout_seconds","Value":"105"}`, `"HealthCheckIntervalSeconds":5`},
			"AWS::ElasticLoadBalancingV2::LoadBalancer": {`{"Key":"idle_timeout.timeout_seconds","Value":"95"}`}}},
		"network load balancer": {profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(400), Require: []shutdown.Cause{}}, build: func(w world) constructs.IConstruct {
			return awsecspatterns.NewNetworkLoadBalancedFargateService(w.stack, jsii.String("Web"), &awsecspatterns.NetworkLoadBalancedFargateServiceProps{
				Cluster: w.cluster, DesiredCount: jsii.Number(2), TaskImageOptions: &awsecspatterns.NetworkLoadBalancedTaskImageOptions{Image: image(), ContainerPort: jsii.Number(8080)}})
		}, want: map[string][]string{
			"AWS::ElasticLoadBalancingV2::TargetGroup": {`"deregistration_delay.timeout_seconds"`, `"HealthCheckIntervalSeconds":5`},
			"AWS::ElasticLoadBalancingV2::Listener":    {`{"Key":"tcp.idle_timeout.seconds","Value":"405"}`}}},
		"several target groups": {profile: long, build: func(w world) constructs.IConstruct {
			return awsecspatterns.NewApplicationMultipleTargetGroupsFargateService(w.stack, jsii.String("Web"), &awsecspatterns.ApplicationMultipleTargetGroupsFargateServiceProps{
				Cluster: w.cluster, DesiredCount: jsii.Number(2), TaskImageOptions: &awsecspatterns.ApplicationLoadBalancedTaskImageProps{Image: image(), ContainerPorts: &[]*float64{jsii.Number(80), jsii.Number(8080)}},
				TargetGroups: &[]*awsecspatterns.ApplicationTargetProps{{ContainerPort: jsii.Number(80)}, {ContainerPort: jsii.Number(8080), PathPattern: jsii.String("/admin*"), Priority: jsii.Number(1)}}})
		}, want: map[string][]string{
			"AWS::ElasticLoadBalancingV2::TargetGroup":  {`{"Key":"deregistration_delay.timeout_seconds","Value":"105"}`, `"HealthCheckIntervalSeconds":5`},
			"AWS::ElasticLoadBalancingV2::LoadBalancer": {`{"Key":"idle_timeout.timeout_seconds","Value":"95"}`}}},
		"queue": {profile: queue, build: func(w world) constructs.IConstruct {
			return awsecspatterns.NewQueueProcessingFargateService(w.stack, jsii.String("Worker"), &awsecspatterns.QueueProcessingFargateServiceProps{
				Cluster: w.cluster, Image: image(), MinScalingCapacity: jsii.Number(2), MaxScalingCapacity: jsii.Number(9)})
		}, want: map[string][]string{
			"AWS::ApplicationAutoScaling::ScalingPolicy": {`ooldown":65`}}},
		"queue of one's own": {profile: queue, build: func(w world) constructs.IConstruct {
			return awsecspatterns.NewQueueProcessingFargateService(w.stack, jsii.String("Worker"), &awsecspatterns.QueueProcessingFargateServiceProps{
				Cluster: w.cluster, Image: image(), MinScalingCapacity: jsii.Number(2), MaxScalingCapacity: jsii.Number(9), DisableCpuBasedScaling: jsii.Bool(true), Queue: awssqs.NewQueue(w.stack, jsii.String("Queue"), nil)})
		}, want: map[string][]string{"AWS::SQS::Queue": {`"VisibilityTimeout":130`}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			gracefulecs.Apply(row.build(w), row.profile, nil)
			tpl := w.template(t)
			for kind, words := range row.want {
				found := tpl.all(kind)
				if len(found) == 0 {
					t.Errorf("no %s", kind)
				}
				for id, r := range found {
					if kind == "AWS::ApplicationAutoScaling::ScalingPolicy" && strings.Contains(show(r.Properties), `"ScalingAdjustment":1`) {
						continue // It scales out.
					}
					for _, want := range words {
						if got := show(r.Properties); !strings.Contains(got, want) {
							t.Errorf("%s has not %s: %s", id, want, got)
						}
					}
				}
			}
			if got := notes(t, w, allWarnings); got != "" {
				t.Errorf("warnings:\n%s", got)
			}
		})
	}
}

// What is not in the app is set by its owner, and the words say to what.
func TestApply_imported(t *testing.T) {
	long := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(90), Require: []shutdown.Cause{}}
	for name, row := range map[string]struct {
		profile shutdown.Profile
		build   func(p plain)
		props   func(w world) *gracefulecs.ApplyProps
		want    []string
	}{
		"target group": {profile: long, build: func(p plain) {
			awselasticloadbalancingv2.ApplicationTargetGroup_FromTargetGroupAttributes(p.stack, jsii.String("Imported"), &awselasticloadbalancingv2.TargetGroupAttributes{
				TargetGroupArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/imported/50dc6c495c0c9188")}).AddTarget(p.service)
		}, want: []string{"the target group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/imported/50dc6c495c0c9188 is imported, so nothing is set on it. Its owner must set " +
			"deregistration_delay.timeout_seconds to 105, and the health check to interval 5, timeout 4, healthy threshold 2, unhealthy threshold 2.", "Its owner must set idle_timeout.timeout_seconds to 95."}},
		"listener": {profile: long, build: func(p plain) {
			group := newApplicationGroup(p.world, "Targets")
			p.listener().AddTargetGroups(jsii.String("Targets"), &awselasticloadbalancingv2.AddApplicationTargetGroupsProps{TargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{group}, Priority: jsii.Number(1),
				Conditions: &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/*"))}})
			group.AddTarget(p.service)
		}, want: []string{"the listener " + listenerARN + " is not in this app. Its owner must set idle_timeout.timeout_seconds to 95."}},
		"load balancer": {profile: long, build: func(p plain) {
			balancer := awselasticloadbalancingv2.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(p.stack, jsii.String("Imported"), &awselasticloadbalancingv2.ApplicationLoadBalancerAttributes{
				LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shared/50dc6c495c0c9188"), SecurityGroupId: jsii.String("sg-11111111"), Vpc: p.vpc})
			group := newApplicationGroup(p.world, "Targets")
			balancer.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{Port: jsii.Number(80), DefaultTargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{group}})
			group.AddTarget(p.service)
		}, want: []string{"the load balancer of Stack/Imported/Http/Resource is not in this app. Its owner must set idle_timeout.timeout_seconds to 95."}},
		"listener, and AWS's idle timeout does": {profile: web(), build: func(p plain) { newApplicationGroup(p.world, "Targets").AddTarget(p.service) }},
		"queue": {profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60)}, build: func(plain) {}, props: func(w world) *gracefulecs.ApplyProps {
			return &gracefulecs.ApplyProps{Queue: awssqs.Queue_FromQueueArn(w.stack, jsii.String("Queue"), jsii.String("arn:aws:sqs:eu-west-1:123456789012:jobs"))}
		}, want: []string{"visibility_timeout is not set: the queue Stack/Queue is imported. Its owner must set it to 130."}},
		"no queue": {profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60)}, build: func(plain) {}, want: []string{"visibility_timeout is not set: no queue was given."}},
		"framework": {profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Framework: "gunicorn", LoadBalancer: shutdown.NoLoadBalancer}, build: func(plain) {},
			want: []string{`the command of the container "web" stays as it is, and the framework's stop settings are not in it. Start it with --graceful-timeout 10`}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlain(newWorld(), *unbalanced())
			row.build(p)
			var props *gracefulecs.ApplyProps
			if row.props != nil {
				props = row.props(p.world)
			}
			gracefulecs.Apply(p.service, row.profile, props)
			got := notes(t, p.world, allWarnings)
			for _, want := range row.want {
				if !strings.Contains(got, want) {
					t.Errorf("warnings:\n%s\nwant among them:\n%s", got, want)
				}
			}
			if n := strings.Count(got, "graceful:"); len(row.want) == 0 && n > 0 {
				t.Errorf("warnings:\n%s\nwant none", got)
			}
		})
	}
}
