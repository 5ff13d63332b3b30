package gracefulecs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

const (
	costServices = 100
	costStacks   = 10 // A stack holds 500 resources at most.
	costPairs    = 15
	costLimit    = 1.15
)

// Synthesising 100 services costs at most 1.15 times what the same app costs
// that is written with plain constructs. Both are measured in pairs in one
// process, in turns, because Node gets slower the more it has built.
func TestSynthCost(t *testing.T) {
	if os.Getenv("GRACEFUL_BENCH") == "" {
		t.Skip("set GRACEFUL_BENCH=1 to measure")
	}
	synth(t, byHand) // The first template of a process loads code.
	synth(t, byProfile)
	var hand, profile []cost
	var wall, cpu []float64
	for i := range costPairs {
		var h, p cost
		if i%2 == 0 {
			h, p = synth(t, byHand), synth(t, byProfile)
		} else {
			p, h = synth(t, byProfile), synth(t, byHand)
		}
		hand, profile = append(hand, h), append(profile, p)
		wall = append(wall, float64(p.wall)/float64(h.wall))
		if h.cpu > 0 {
			cpu = append(cpu, float64(p.cpu)/float64(h.cpu))
		}
	}
	var b strings.Builder
	tab := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(tab, "%d services in %d stacks\tby hand\tgracefulecs\tmedian ratio\t\n", costServices, costStacks)
	fmt.Fprintf(tab, "construct and synth, seconds\t%.2f\t%.2f\t%.2f\t\n", seconds(hand, wallOf), seconds(profile, wallOf), median(wall))
	if len(cpu) > 0 {
		fmt.Fprintf(tab, "CPU of Go and Node, seconds\t%.2f\t%.2f\t%.2f\t\n", seconds(hand, cpuOf), seconds(profile, cpuOf), median(cpu))
	}
	fmt.Fprintf(tab, "templates, KiB\t%d\t%d\t%.2f\t\n", hand[0].bytes/1024, profile[0].bytes/1024, float64(profile[0].bytes)/float64(hand[0].bytes))
	fmt.Fprintf(tab, "resources\t%d\t%d\t%.2f\t\n", hand[0].resources, profile[0].resources, float64(profile[0].resources)/float64(hand[0].resources))
	if err := tab.Flush(); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s%d pairs, ratios of each: wall %.2f, CPU %.2f\n", b.String(), costPairs, wall, cpu)
	if got := median(wall); got > costLimit {
		t.Errorf("synth costs %.2f times the plain app, want at most %.2f", got, costLimit)
	}
}

// Both apps of the measurement make the same resources, so that it is fair.
func TestSynthCost_sameResources(t *testing.T) {
	count := func(build func(world, int)) map[string]int {
		w := newWorld()
		build(w, 0)
		out := map[string]int{}
		for _, r := range w.template(t).Resources {
			out[r.Type]++
		}
		return out
	}
	if diff := cmp.Diff(count(byHand), count(byProfile)); diff != "" {
		t.Errorf("resources mismatch (-by hand +by profile):\n%s", diff)
	}
}

type cost struct {
	wall, cpu        time.Duration
	bytes, resources int
}

func wallOf(c cost) time.Duration { return c.wall }
func cpuOf(c cost) time.Duration  { return c.cpu }

func seconds(all []cost, of func(cost) time.Duration) float64 {
	var out []float64
	for _, c := range all {
		out = append(out, of(c).Seconds())
	}
	return median(out)
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

// synth builds and synthesises an app of 100 services.
func synth(t *testing.T, build func(world, int)) cost {
	t.Helper()
	dir := t.TempDir()
	cpu, start := cpuTime(), time.Now()
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: &dir, Context: &recommendedFlags})
	for s := range costStacks {
		w := newWorldNamed(app, fmt.Sprintf("Stack%d", s))
		for i := range costServices / costStacks {
			build(w, i)
		}
	}
	app.Synth(nil)
	c := cost{wall: time.Since(start), cpu: cpuTime() - cpu}
	files, err := filepath.Glob(filepath.Join(dir, "*.template.json"))
	if err != nil || len(files) != costStacks {
		t.Fatalf("%d templates (%v), want %d", len(files), err, costStacks)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c.bytes += len(text)
		c.resources += strings.Count(string(text), "\n   \"Type\": \"AWS::") // One for each resource, by its depth.
	}
	return c
}

// recommendedFlags are those of "cdk init" that matter here. NewService sets
// them by itself, so the app by hand gets them too.
var recommendedFlags = map[string]any{
	"@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker": true,
	"@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm":                         true,
}

// byProfile is one service as this package makes it.
func byProfile(w world, i int) {
	p := w.props(web())
	p.ServiceName = jsii.Sprintf("service-%d", i)
	p.Priority = jsii.Number(i + 1)
	gracefulecs.NewService(w.stack, jsii.Sprintf("Service%d", i), p)
}

// byHand is the same service with plain constructs and the numbers written out.
func byHand(w world, i int) {
	name := jsii.Sprintf("service-%d", i)
	id := func(s string) *string { return jsii.Sprintf("%s%d", s, i) }
	tasks := awsiam.NewServicePrincipal(jsii.String("ecs-tasks.amazonaws.com"), nil)
	execution := awsiam.NewRole(w.stack, id("ExecutionRole"), &awsiam.RoleProps{AssumedBy: tasks, ManagedPolicies: &[]awsiam.IManagedPolicy{
		awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("service-role/AmazonECSTaskExecutionRolePolicy"))}})
	logs := awslogs.NewLogGroup(w.stack, id("Logs"), &awslogs.LogGroupProps{LogGroupName: jsii.String("/ecs/" + *name),
		Retention: awslogs.RetentionDays_ONE_MONTH, RemovalPolicy: awscdk.RemovalPolicy_DESTROY})
	task := awsecs.NewFargateTaskDefinition(w.stack, id("Task"), &awsecs.FargateTaskDefinitionProps{Family: name, ExecutionRole: execution,
		RuntimePlatform: &awsecs.RuntimePlatform{CpuArchitecture: awsecs.CpuArchitecture_X86_64(), OperatingSystemFamily: awsecs.OperatingSystemFamily_LINUX()}})
	task.AddContainer(jsii.String("app"), &awsecs.ContainerDefinitionOptions{
		Image: image(), Essential: jsii.Bool(true), StopTimeout: awscdk.Duration_Seconds(jsii.Number(35)),
		Logging:      awsecs.LogDriver_AwsLogs(&awsecs.AwsLogDriverProps{LogGroup: logs, StreamPrefix: name}),
		PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8080), Protocol: awsecs.Protocol_TCP}},
		Environment: &map[string]*string{"SHUTDOWN_DEADLINE_SECONDS": jsii.String("30"), "SHUTDOWN_DELAY_SECONDS": jsii.String("15"),
			"SHUTDOWN_DRAIN_SECONDS": jsii.String("10"), "SHUTDOWN_CLEANUP_SECONDS": jsii.String("5"), "SHUTDOWN_KEEP_ALIVE_SECONDS": jsii.String("65")},
	})
	group := awsec2.NewSecurityGroup(w.stack, id("SecurityGroup"), &awsec2.SecurityGroupProps{Vpc: w.vpc, Description: name, AllowAllOutbound: jsii.Bool(true)})
	service := awsecs.NewFargateService(w.stack, id("Service"), &awsecs.FargateServiceProps{
		ServiceName: name, Cluster: w.cluster, TaskDefinition: task, DesiredCount: jsii.Number(2),
		MinHealthyPercent: jsii.Number(100), MaxHealthyPercent: jsii.Number(200),
		AvailabilityZoneRebalancing: awsecs.AvailabilityZoneRebalancing_ENABLED,
		CapacityProviderStrategies:  &[]*awsecs.CapacityProviderStrategy{{CapacityProvider: jsii.String("FARGATE"), Weight: jsii.Number(1)}},
		CircuitBreaker:              &awsecs.DeploymentCircuitBreaker{Enable: jsii.Bool(true), Rollback: jsii.Bool(true)},
		EnableECSManagedTags:        jsii.Bool(true), PropagateTags: awsecs.PropagatedTagSource_SERVICE,
		HealthCheckGracePeriod: awscdk.Duration_Seconds(jsii.Number(44)),
		SecurityGroups:         &[]awsec2.ISecurityGroup{group},
	})
	targets := awselasticloadbalancingv2.NewApplicationTargetGroup(w.stack, id("Targets"), &awselasticloadbalancingv2.ApplicationTargetGroupProps{
		Vpc: w.vpc, TargetType: awselasticloadbalancingv2.TargetType_IP, Port: jsii.Number(8080), Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTP,
		DeregistrationDelay: awscdk.Duration_Seconds(jsii.Number(25)),
		HealthCheck: &awselasticloadbalancingv2.HealthCheck{Path: jsii.String("/healthz"), HealthyHttpCodes: jsii.String("200"),
			Interval: awscdk.Duration_Seconds(jsii.Number(5)), Timeout: awscdk.Duration_Seconds(jsii.Number(4)),
			HealthyThresholdCount: jsii.Number(2), UnhealthyThresholdCount: jsii.Number(2)},
		Targets: &[]awselasticloadbalancingv2.IApplicationLoadBalancerTarget{service},
	})
	awselasticloadbalancingv2.NewApplicationListenerRule(w.stack, id("Rule"), &awselasticloadbalancingv2.ApplicationListenerRuleProps{
		Listener: w.listener(), Priority: jsii.Number(i + 1),
		Conditions:   &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/*"))},
		TargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{targets},
	})
}
