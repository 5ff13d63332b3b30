package gracefulecs_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecspatterns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// What has no Fargate service of the app in it is refused, with a way out.
func TestApply_refusesOtherConstructs(t *testing.T) {
	for name, row := range map[string]struct {
		build func(w world) constructs.IConstruct
		want  string
	}{
		"own service": {func(w world) constructs.IConstruct {
			return gracefulecs.NewService(w.stack, jsii.String("Api"), w.props(web()))
		}, "have set everything already"},
		"scheduled task": {func(w world) constructs.IConstruct {
			return awsecspatterns.NewScheduledFargateTask(w.stack, jsii.String("Nightly"), &awsecspatterns.ScheduledFargateTaskProps{Cluster: w.cluster,
				Schedule:                         awsapplicationautoscaling.Schedule_Rate(awscdk.Duration_Days(jsii.Number(1))),
				ScheduledFargateTaskImageOptions: &awsecspatterns.ScheduledFargateTaskImageOptions{Image: image()}})
		}, "A scheduled task has no service"},
		"imported service": {func(w world) constructs.IConstruct {
			return awsecs.FargateService_FromFargateServiceArn(w.stack, jsii.String("Imported"), jsii.String("arn:aws:ecs:eu-west-1:123456789012:service/main/web")).(constructs.IConstruct)
		}, "not defined in the app"},
		"EC2 service": {func(w world) constructs.IConstruct {
			return awsecs.NewEc2Service(w.stack, jsii.String("Api"), &awsecs.Ec2ServiceProps{Cluster: w.cluster,
				TaskDefinition: awsecs.NewEc2TaskDefinition(w.stack, jsii.String("Task"), nil)})
		}, "not on Fargate"},
		"EC2 pattern": {func(w world) constructs.IConstruct {
			return awsecspatterns.NewApplicationLoadBalancedEc2Service(w.stack, jsii.String("Api"), &awsecspatterns.ApplicationLoadBalancedEc2ServiceProps{Cluster: w.cluster,
				MemoryLimitMiB:   jsii.Number(512),
				TaskImageOptions: &awsecspatterns.ApplicationLoadBalancedTaskImageOptions{Image: image()}})
		}, "not on Fargate"},
		"external service": {func(w world) constructs.IConstruct {
			task := awsecs.NewExternalTaskDefinition(w.stack, jsii.String("Task"), nil)
			task.AddContainer(jsii.String("app"), &awsecs.ContainerDefinitionOptions{Image: image(), MemoryLimitMiB: jsii.Number(512)})
			return awsecs.NewExternalService(w.stack, jsii.String("Api"), &awsecs.ExternalServiceProps{Cluster: w.cluster, TaskDefinition: task})
		}, "not on Fargate"},
		"another construct": {func(w world) constructs.IConstruct { return w.stack }, "There is no Fargate service in this construct."},
		"queue pattern of another workload": {func(w world) constructs.IConstruct {
			return awsecspatterns.NewQueueProcessingFargateService(w.stack, jsii.String("Worker"), &awsecspatterns.QueueProcessingFargateServiceProps{
				Cluster: w.cluster, Image: image(), MinScalingCapacity: jsii.Number(2), MaxScalingCapacity: jsii.Number(9)})
		}, "works on an SQS queue, and the profile does not"},
	} {
		t.Run(name, func(t *testing.T) {
			built := row.build(newWorld())
			profile := web()
			if name == "queue pattern of another workload" {
				profile.LoadBalancer = shutdown.NoLoadBalancer
			}
			err := gracefulecs.ValidateApply(built, profile, nil)
			var faults shutdown.Faults
			if !errors.As(err, &faults) || len(faults) != 1 || !strings.Contains(err.Error(), row.want) {
				t.Errorf("ValidateApply() = %v, want %q", err, row.want)
			}
		})
	}
}

func TestApply_refusesAQueueThatIsNotWorkedOn(t *testing.T) {
	p := newPlain(newWorld(), web())
	err := gracefulecs.ValidateApply(p.service, web(), &gracefulecs.ApplyProps{Queue: awssqs.NewQueue(p.stack, jsii.String("Queue"), nil)})
	if err == nil || !strings.Contains(err.Error(), `With workload "http" the profile sets no visibility timeout.`) {
		t.Errorf("ValidateApply() = %v", err)
	}
}

// A container that comes after Apply has no stop timeout: the synthesis fails.
func TestApply_containerAddedLater(t *testing.T) {
	p := newPlain(newWorld(), web())
	gracefulecs.Apply(p.service, web(), nil)
	p.task.AddContainer(jsii.String("agent"), &awsecs.ContainerDefinitionOptions{Image: image()})
	p.template(t)
	if got := strings.Join(p.reports(t), "\n"); !strings.Contains(got, `error: the container "agent" was added after Apply`) {
		t.Errorf("reports: %s", got)
	}
}

// The idle timeout of a load balancer that others share becomes the longest that
// any profile needs, whatever the order, and whose connections it outlives is told.
func TestApply_sharedLoadBalancer(t *testing.T) {
	for _, order := range [][]int{{10, 90}, {90, 10}} {
		w := newWorld()
		balancer := awselasticloadbalancingv2.NewApplicationLoadBalancer(w.stack, jsii.String("Balancer"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: w.vpc})
		listener := balancer.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{Port: jsii.Number(80), Open: jsii.Bool(false),
			DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(404), nil)})
		for i, longest := range order {
			task := awsecs.NewFargateTaskDefinition(w.stack, jsii.Sprintf("Task%d", i), nil)
			task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{Image: image(), PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8080)}}})
			service := awsecs.NewFargateService(w.stack, jsii.Sprintf("Service%d", longest), &awsecs.FargateServiceProps{Cluster: w.cluster, TaskDefinition: task, DesiredCount: jsii.Number(2)})
			group := newApplicationGroup(w, "Targets"+string(rune('0'+i)))
			group.AddTarget(service)
			gracefulecs.Apply(service, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: &longest, Require: []shutdown.Cause{}}, nil)
			// Routes may come after Apply.
			listener.AddTargetGroups(jsii.Sprintf("Rule%d", i), &awselasticloadbalancingv2.AddApplicationTargetGroupsProps{TargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{group},
				Priority: jsii.Number(i + 1), Conditions: &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/*"))}})
		}
		if got := show(w.template(t).only(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")); !strings.Contains(got, `{"Key":"idle_timeout.timeout_seconds","Value":"95"}`) {
			t.Errorf("%v: the load balancer has %s, want 95 s", order, got)
		}
		warnings := notes(t, w, allWarnings)
		if want := "/Stack/Service10 idle_timeout of Stack/Balancer/Resource is 95 and the profile's 60, because others share it."; !strings.Contains(warnings, want) || strings.Count(warnings, "share it") != 1 {
			t.Errorf("%v: warnings\n%s\nwant one:\n%s", order, warnings, want)
		}
	}
}

// A second target group that reaches a sidecar contradicts the profile, like a first.
func TestApply_secondTargetGroupReachesASidecar(t *testing.T) {
	profile := *sidecarProfile()
	p := newPlain(newWorld(), profile)
	proxy := p.task.FindContainer(jsii.String("proxy"))
	proxy.AddPortMappings(&awsecs.PortMapping{ContainerPort: jsii.Number(9000)})
	newApplicationGroup(p.world, "Second").AddTarget(p.service.LoadBalancerTarget(&awsecs.LoadBalancerTargetOptions{ContainerName: jsii.String("proxy"), ContainerPort: jsii.Number(9000)}))
	var faults shutdown.Faults
	if err := gracefulecs.ValidateApply(p.service, profile, nil); !errors.As(err, &faults) || len(faults) != 1 || faults[0].Path != "sidecars[0].name" {
		t.Errorf("ValidateApply() = %v, want the sidecar that a load balancer reaches", err)
	}
}

// applier puts one profile onto every service, as a platform team may.
type applier struct{ seen int }

// Visit is called by the CDK.
func (a *applier) Visit(node constructs.IConstruct) {
	if s, ok := node.(awsecs.FargateService); ok {
		a.seen++
		gracefulecs.Apply(s, web(), nil)
	}
}

func TestApply_inAnAspect(t *testing.T) {
	w := newWorld()
	service := fireLens(w)
	service.LoadBalancer().SetAttribute(jsii.String("idle_timeout.timeout_seconds"), jsii.String("120"))
	a := &applier{}
	awscdk.Aspects_Of(w.app).Add(a, nil)
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(web()), nil)
	w.template(t)
	if got := w.reports(t); len(got) > 0 || a.seen == 0 {
		t.Errorf("%d services, reports: %q", a.seen, got)
	}
	if got := notes(t, w, allInfo); !strings.Contains(got, "idle_timeout of Stack/Web/LB/Resource 120 → 60") {
		t.Errorf("information: %s", got)
	}
}
