package gracefulecs_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecspatterns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// plain is a service as people write it today.
type plain struct {
	world
	task    awsecs.FargateTaskDefinition
	service awsecs.FargateService
	groups  awselasticloadbalancingv2.ITargetGroup // nil without a load balancer.
}

// newPlain builds a plain service that fits a profile: its load balancer, count,
// capacity and sidecars, and nothing about stopping.
func newPlain(w world, profile shutdown.Profile) plain {
	p := plain{world: w, task: awsecs.NewFargateTaskDefinition(w.stack, jsii.String("Task"), nil)}
	p.task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{Image: image(),
		Environment:  &map[string]*string{"COLOUR": jsii.String("blue")},
		PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8080)}}})
	if profile.Front != nil {
		p.task.AddContainer(jsii.String(profile.Front.Name), &awsecs.ContainerDefinitionOptions{Image: image(),
			PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8443)}}})
	}
	for _, s := range profile.Sidecars {
		p.task.AddContainer(jsii.String(s.Name), &awsecs.ContainerDefinitionOptions{Image: image(), MemoryReservationMiB: jsii.Number(64)})
	}
	full := profile.WithDefaults()
	props := &awsecs.FargateServiceProps{Cluster: w.cluster, TaskDefinition: p.task, DesiredCount: jsii.Number(*full.DesiredCount)}
	if full.Strategy != shutdown.Rolling {
		props.DeploymentStrategy = awsecs.DeploymentStrategy(strings.ToUpper(string(full.Strategy)))
	}
	if full.Capacity != shutdown.OnDemand {
		props.CapacityProviderStrategies = &[]*awsecs.CapacityProviderStrategy{{CapacityProvider: jsii.String("FARGATE_SPOT"), Weight: jsii.Number(1)}}
	}
	p.service = awsecs.NewFargateService(w.stack, jsii.String("Plain"), props)
	reached := &awsecs.LoadBalancerTargetOptions{ContainerName: jsii.String("web"), ContainerPort: jsii.Number(8080)}
	if profile.Front != nil {
		reached = &awsecs.LoadBalancerTargetOptions{ContainerName: &profile.Front.Name, ContainerPort: jsii.Number(8443)}
	}
	switch full.LoadBalancer {
	case shutdown.ALB:
		group := newApplicationGroup(w, "Targets")
		if full.Strategy != shutdown.Rolling {
			other := newApplicationGroup(w, "OtherTargets")
			rule := awselasticloadbalancingv2.NewApplicationListenerRule(w.stack, jsii.String("Rule"), &awselasticloadbalancingv2.ApplicationListenerRuleProps{
				Listener: w.listener(), Priority: jsii.Number(9), Conditions: &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/*"))},
				TargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{group, other}})
			reached.AlternateTarget = awsecs.NewAlternateTarget(jsii.String("Other"), &awsecs.AlternateTargetProps{AlternateTargetGroup: other,
				ProductionListener: awsecs.ListenerRuleConfiguration_ApplicationListenerRule(rule)})
		}
		group.AddTarget(p.service.LoadBalancerTarget(reached))
		p.groups = group
	case shutdown.NLB:
		group := newNetworkGroup(w, "Targets")
		if full.Strategy != shutdown.Rolling {
			settings, err := shutdown.Compute(profile)
			if err != nil {
				panic(err)
			}
			other := newNetworkGroup(w, "OtherTargets")
			listener := awselasticloadbalancingv2.NewNetworkListener(w.stack, jsii.String("NetworkListener"), &awselasticloadbalancingv2.NetworkListenerProps{
				LoadBalancer: w.networkLoadBalancer("sg-22222222"), Port: jsii.Number(444), TcpIdleTimeout: awscdk.Duration_Seconds(jsii.Number(*settings.IdleTimeout)), DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{group}})
			reached.AlternateTarget = awsecs.NewAlternateTarget(jsii.String("Other"), &awsecs.AlternateTargetProps{AlternateTargetGroup: other,
				ProductionListener: awsecs.ListenerRuleConfiguration_NetworkListener(listener)})
		}
		group.AddTarget(p.service.LoadBalancerTarget(reached))
		p.groups = group
	}
	return p
}

func newApplicationGroup(w world, id string) awselasticloadbalancingv2.ApplicationTargetGroup {
	return awselasticloadbalancingv2.NewApplicationTargetGroup(w.stack, &id, &awselasticloadbalancingv2.ApplicationTargetGroupProps{
		Vpc: w.vpc, Port: jsii.Number(80), TargetType: awselasticloadbalancingv2.TargetType_IP, HealthCheck: &awselasticloadbalancingv2.HealthCheck{Path: jsii.String("/up")}})
}

func newNetworkGroup(w world, id string) awselasticloadbalancingv2.NetworkTargetGroup {
	return awselasticloadbalancingv2.NewNetworkTargetGroup(w.stack, &id, &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc: w.vpc, Port: jsii.Number(80), TargetType: awselasticloadbalancingv2.TargetType_IP})
}

// After Apply the template of a plain service has the settings of every worked
// example, and a check of the same profile has nothing to say.
func TestApply_workedExamples(t *testing.T) {
	for _, c := range cases.Worked() {
		if c.Rule != "" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			p := newPlain(newWorld(), c.Profile)
			var got shutdown.Settings
			if err := caught(func() { got = gracefulecs.Apply(p.service, c.Profile, nil) }); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.Want, cases.Pinned(got, c.Want)); diff != "" {
				t.Errorf("settings mismatch (-want +got):\n%s", diff)
			}
			gracefulecs.CheckServices(p.app, gracefulecs.EveryService(c.Profile), nil)
			tpl := p.template(t)
			want := expected(got, c.Profile)
			delete(want, "VisibilityTimeout") // The queue is not the service's.
			delete(want, "tcp.idle_timeout.seconds")
			seen := observed(t, tpl)
			delete(seen, "tcp.idle_timeout.seconds")
			delete(seen, "Environment COLOUR")
			delete(seen, "stickiness.enabled")
			for _, m := range []map[string]string{want, seen} { // Capacity is the service's own.
				maps.DeleteFunc(m, func(k, _ string) bool { return strings.HasPrefix(k, "CapacityProvider ") })
			}
			if diff := cmp.Diff(want, seen); diff != "" {
				t.Errorf("template mismatch (-want +got):\n%s", diff)
			}
			reports := slices.DeleteFunc(p.reports(t), func(r string) bool { return strings.Contains(r, "is not set: ") }) // Load balancer and queue are another's.
			if len(reports) > 0 {
				t.Errorf("a service that Apply has set is reported:\n%s", strings.Join(reports, "\n"))
			}
		})
	}
}

func TestApply_keepsWhatIsNotASetting(t *testing.T) {
	w := newWorld()
	web := awsecspatterns.NewApplicationLoadBalancedFargateService(w.stack, jsii.String("Web"), &awsecspatterns.ApplicationLoadBalancedFargateServiceProps{
		Cluster: w.cluster, DesiredCount: jsii.Number(3), LoadBalancer: nil,
		TaskImageOptions: &awsecspatterns.ApplicationLoadBalancedTaskImageOptions{Image: image(), ContainerPort: jsii.Number(8080)},
	})
	gracefulecs.Apply(web, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(20), MaxSurgePercent: new(10)}, nil)
	// What people do with the pattern afterwards must not undo the settings.
	web.TargetGroup().ConfigureHealthCheck(&awselasticloadbalancingv2.HealthCheck{Path: jsii.String("/up")})
	other := awssqs.NewQueue(awscdk.NewStack(w.app, jsii.String("Other"), nil), jsii.String("Queue"), nil)
	web.TaskDefinition().DefaultContainer().AddEnvironment(jsii.String("JOBS"), other.QueueUrl())
	web.Service().EnableDeploymentAlarms(jsii.Strings("errors"), nil)

	tpl := w.template(t)
	service := tpl.only(t, "AWS::ECS::Service")
	if diff := cmp.Diff(map[string]any{"MinimumHealthyPercent": 100.0, "MaximumPercent": 134.0, "Strategy": "ROLLING",
		"DeploymentCircuitBreaker": map[string]any{"Enable": true, "Rollback": true},
		"Alarms":                   map[string]any{"AlarmNames": []any{"errors"}, "Enable": true, "Rollback": true},
	}, service["DeploymentConfiguration"]); diff != "" {
		t.Errorf("DeploymentConfiguration mismatch (-want +got):\n%s", diff)
	}
	group := tpl.only(t, "AWS::ElasticLoadBalancingV2::TargetGroup")
	for name, want := range map[string]any{"HealthCheckPath": "/up", "HealthCheckIntervalSeconds": 5.0, "HealthCheckTimeoutSeconds": 4.0} {
		if group[name] != want {
			t.Errorf("%s is %v, want %v", name, group[name], want)
		}
	}
	container := tpl.only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"].([]any)[0].(map[string]any)
	if container["Image"] != "example/app:1" || container["StopTimeout"] != 45.0 || container["LogConfiguration"] == nil {
		t.Errorf("the container lost something: %v", container)
	}
	if got := show(container["Environment"]); !strings.Contains(got, `"Fn::ImportValue":"Other:ExportsOutput`) {
		t.Errorf("a reference to another stack got lost: %s", got)
	}
}

func TestApply_takesTheServicesCount(t *testing.T) {
	p := newPlain(newWorld(), shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), DesiredCount: new(10)})
	got := gracefulecs.Apply(p.service, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), MaxSurgePercent: new(25)}, nil)
	if got.Deployment.MaximumPercent != 120 {
		t.Errorf("maximum_percent is %d, want 120 for the service's 10 tasks", got.Deployment.MaximumPercent)
	}
}

func TestApply_taskProtection(t *testing.T) {
	profile := shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900)}
	p := newPlain(newWorld(), profile)
	gracefulecs.Apply(p.service, profile, nil)
	got := show(p.template(t).only(t, "AWS::IAM::Policy")["PolicyDocument"])
	for _, want := range []string{"ecs:GetTaskProtection", "ecs:UpdateTaskProtection", ":task/main/*"} {
		if !strings.Contains(got, want) {
			t.Errorf("the task role's policy has no %s: %s", want, got)
		}
	}
}

func TestApply_faults(t *testing.T) {
	sidecars := []shutdown.Sidecar{{Name: "proxy", Flush: new(1)}}
	for name, row := range map[string]struct {
		built, applied shutdown.Profile
		want           [3]string
	}{
		"profile": {built: web(), applied: shutdown.Profile{Workload: "htpp", LongestWork: new(10)}, want: [3]string{"workload", "enum", `write "http"`}},
		"count":   {built: web(), applied: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), DesiredCount: new(3)}, want: [3]string{"desired_count", "enum", "Given: 3. Allowed: 2."}},
		"spot": {built: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Capacity: shutdown.Spot}, applied: web(),
			want: [3]string{"capacity", "enum", "FARGATE_SPOT"}},
		"registered in no target group": {built: *unbalanced(), applied: web(), want: [3]string{"load_balancer", "enum", "The service is registered in no target group."}},
		"target group of another kind":  {built: web(), applied: *network(), want: [3]string{"load_balancer", "enum", `Given: "nlb". Allowed: "alb".`}},
		"registered in a target group":  {built: web(), applied: *unbalanced(), want: [3]string{"load_balancer", "enum", "The service is registered in a target group."}},
		"sidecar without a container": {built: web(), applied: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Sidecars: sidecars},
			want: [3]string{"sidecars[0].name", "enum", `no container "proxy"`}},
		"container without a sidecar": {built: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Sidecars: sidecars}, applied: web(),
			want: [3]string{"sidecars", "required", `add {name: proxy, flush: …}`}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlain(newWorld(), row.built)
			before := p.template(t)
			err := gracefulecs.ValidateApply(p.service, row.applied, nil)
			var faults shutdown.Faults
			if !errors.As(err, &faults) || len(faults) != 1 {
				t.Fatalf("ValidateApply() = %v, want one fault", err)
			}
			if f := faults[0]; f.Path != row.want[0] || f.Rule != row.want[1] || !strings.Contains(f.Detail(), row.want[2]) {
				t.Errorf("fault is\n%v\nwant %q", f, row.want)
			}
			panicked := caught(func() { gracefulecs.Apply(p.service, row.applied, nil) })
			if panicked == nil || !strings.HasSuffix(panicked.Error(), err.Error()) {
				t.Errorf("Apply panics with %v, want the fault", panicked)
			}
			if diff := cmp.Diff(before, p.template(t)); diff != "" {
				t.Errorf("Apply changed something before it panicked (-before +after):\n%s", diff)
			}
		})
	}
}

func TestApply_nil(t *testing.T) {
	if err := gracefulecs.ValidateApply(nil, web(), nil); err == nil || !strings.Contains(err.Error(), "must not be nil") {
		t.Errorf("ValidateApply(nil) = %v", err)
	}
}
