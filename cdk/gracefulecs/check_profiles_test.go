package gracefulecs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// workerIn is a service without a load balancer.
func workerIn(w world, scope constructs.Construct, id string) awsecs.FargateService {
	task := awsecs.NewFargateTaskDefinition(scope, jsii.String(id+"Task"), nil)
	task.AddContainer(jsii.String("work"), &awsecs.ContainerDefinitionOptions{Image: image(), StopTimeout: awscdk.Duration_Seconds(jsii.Number(33))})
	return awsecs.NewFargateService(scope, &id, &awsecs.FargateServiceProps{Cluster: w.cluster, TaskDefinition: task, DesiredCount: jsii.Number(2)})
}

// stopTimeouts are the reports about stop timeouts, and everything that is not
// about a value, with the construct that they are of.
func (w world) stopTimeouts(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, v := range w.violations(t) {
		if !strings.Contains(v.Description, "the profile gives") || strings.HasPrefix(v.Description, "stop_timeout") {
			text, _, _ := strings.Cut(v.Description, " (")
			out = append(out, v.Severity+" "+v.ViolatingConstructs[0].ConstructPath+": "+text)
		}
	}
	slices.Sort(out)
	return out
}

func batch(longest int) shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.Batch, LongestWork: &longest}
}

// Each service is compared with its own profile.
func TestCheckServices_profiles(t *testing.T) {
	for name, row := range map[string]struct {
		profiles gracefulecs.Profiles
		want     []string
	}{
		"by path": {profiles: gracefulecs.ByPath(map[string]shutdown.Profile{"Stack": batch(20), "Stack/Team/B": batch(40), "Team": batch(30)}), want: []string{
			"error Stack/A: stop_timeout is 33, the profile gives 30",
			"error Stack/Team/B: stop_timeout is 33, the profile gives 50",
			"error Stack/Team/C: stop_timeout is 33, the profile gives 40"}},
		"by a path that is not there": {profiles: gracefulecs.ByPath(map[string]shutdown.Profile{"Team/B": batch(40), "Teem": batch(30)}), want: []string{
			`error : no service is for the profile of "Teem"`,
			"error Stack/Team/B: stop_timeout is 33, the profile gives 50",
			"warning Stack/A: no profile is for this service",
			"warning Stack/Team/C: no profile is for this service"}},
		"a part of a name is no path": {profiles: gracefulecs.ByPath(map[string]shutdown.Profile{"tack/A": batch(40), "Stack": batch(23)}), want: []string{
			`error : no service is for the profile of "tack/A"`}},
		"by tag": {profiles: gracefulecs.ByTag("profile", map[string]shutdown.Profile{"long": batch(40), "unused": batch(9)}), want: []string{
			"error Stack/Team/B: stop_timeout is 33, the profile gives 50",
			`error Stack/Team/C: the tag "profile" is "lang", which is none of long, unused`,
			`warning Stack/A: no profile is for this service: it has no tag "profile"`}},
		"by service": {profiles: gracefulecs.ByService(func(s gracefulecs.CheckedService) *shutdown.Profile {
			if s.Stack != "Stack" || !slices.Equal(s.Containers, []string{"work"}) || s.Tags["profile"] != "lang" {
				return nil
			}
			return new(batch(50))
		}), want: []string{"error Stack/Team/C: stop_timeout is 33, the profile gives 60"}},
		"every service": {profiles: gracefulecs.EveryService(batch(23))},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			team := constructs.NewConstruct(w.stack, jsii.String("Team"))
			workerIn(w, w.stack, "A")
			awscdk.Tags_Of(workerIn(w, team, "B")).Add(jsii.String("profile"), jsii.String("long"), nil)
			awscdk.Tags_Of(workerIn(w, team, "C")).Add(jsii.String("profile"), jsii.String("lang"), nil)
			gracefulecs.CheckServices(w.app, row.profiles, nil)
			w.template(t)
			if diff := cmp.Diff(row.want, w.stopTimeouts(t)); diff != "" {
				t.Errorf("reports mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// A service in a stage, in a nested stack, as a plain resource or changed by a raw
// override is compared like any other. In a scope, the services outside are not.
func TestCheckServices_reachesEveryTemplate(t *testing.T) {
	for scope, want := range map[string][]string{
		"app": {
			"error Prod/Inner/S: stop_timeout is 33, the profile gives 30",
			"error Stack/Below/Deeper/N: stop_timeout is 33, the profile gives 30",
			"error Stack/Below/N: stop_timeout is 33, the profile gives 30",
			"error Stack/N: stop_timeout is 33, the profile gives 30",
			"error Stack/O: stop_timeout is 99, the profile gives 30",
		},
		"stage":  {"error Prod/Inner/S: stop_timeout is 33, the profile gives 30"},
		"nested": {"error Stack/Below/Deeper/N: stop_timeout is 33, the profile gives 30", "error Stack/Below/N: stop_timeout is 33, the profile gives 30"},
	} {
		t.Run(scope, func(t *testing.T) {
			w := newWorld()
			workerIn(w, w.stack, "N")
			below := awscdk.NewNestedStack(w.stack, jsii.String("Below"), nil)
			workerIn(w, below, "N")
			workerIn(w, awscdk.NewNestedStack(below, jsii.String("Deeper"), nil), "N")
			workerIn(w, w.stack, "O")
			w.stack.Node().FindChild(jsii.String("OTask")).Node().DefaultChild().(awsecs.CfnTaskDefinition).AddPropertyOverride(jsii.String("ContainerDefinitions.0.StopTimeout"), 99)
			stage := awscdk.NewStage(w.app, jsii.String("Prod"), nil)
			inner := newWorldNamedIn(stage, w.app, "Inner")
			workerIn(inner, inner.stack, "S")
			gracefulecs.CheckServices(map[string]constructs.IConstruct{"app": w.app, "stage": stage, "nested": below}[scope], gracefulecs.EveryService(batch(20)), nil)
			w.template(t)
			if diff := cmp.Diff(want, w.stopTimeouts(t)); diff != "" {
				t.Errorf("reports mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// A target group and a load balancer of other stacks are found through exports.
func TestCheckServices_otherStacks(t *testing.T) {
	w := newWorld()
	front := newWorldNamed(w.app, "Front")
	balancer := awselasticloadbalancingv2.NewApplicationLoadBalancer(front.stack, jsii.String("Balancer"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: front.vpc, IdleTimeout: awscdk.Duration_Seconds(jsii.Number(77))})
	group := newApplicationGroup(front, "Targets")
	balancer.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{Port: jsii.Number(80), DefaultTargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{group}})
	task := awsecs.NewFargateTaskDefinition(w.stack, jsii.String("Task"), nil)
	task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{Image: image(), PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8080)}}})
	group.AddTarget(awsecs.NewFargateService(w.stack, jsii.String("Web"), &awsecs.FargateServiceProps{Cluster: w.cluster, TaskDefinition: task, DesiredCount: jsii.Number(2)}))
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(web()), nil)
	w.template(t)
	got := strings.Join(w.reports(t), "\n")
	for _, want := range []string{"error: deregistration_delay is not set, the profile gives 25", "warning: idle_timeout is 77, the profile gives 60"} {
		if !strings.Contains(got, want) {
			t.Errorf("reports:\n%s\nwant among them:\n%s", got, want)
		}
	}
}

// A report is acknowledged for one service and stays for the others.
func TestCheckServices_acknowledge(t *testing.T) {
	w := newWorld()
	workerIn(w, w.stack, "A")
	b := workerIn(w, w.stack, "B")
	awscdk.Validations_Of(b).Acknowledge(&awscdk.Acknowledgment{Id: jsii.String("graceful::stop_timeout@Stack/B"), Reason: jsii.String("measured")})
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(batch(20)), nil)
	w.template(t)
	if diff := cmp.Diff([]string{"error Stack/A: stop_timeout is 33, the profile gives 30"}, w.stopTimeouts(t)); diff != "" {
		t.Errorf("reports mismatch (-want +got):\n%s", diff)
	}
}

// Without the CDK's command a failed check ends the synthesis.
func TestCheckServices_failsTheSynthesis(t *testing.T) {
	for _, warn := range []bool{false, true} {
		w := newWorldIn(awscdk.NewApp(nil))
		workerIn(w, w.stack, "A")
		gracefulecs.CheckServices(w.app, gracefulecs.EveryService(batch(20)), &gracefulecs.CheckProps{Warn: &warn})
		if err := caught(func() { w.app.Synth(nil) }); (err != nil) == warn || err != nil && !strings.Contains(fmt.Sprint(err), "Validation failed") {
			t.Errorf("Warn %v: synth ends with %v", warn, err)
		}
	}
}

func TestCheckServices_profileFaults(t *testing.T) {
	w := newWorld()
	for want, profiles := range map[string]gracefulecs.Profiles{
		"against this profile:":        gracefulecs.EveryService(shutdown.Profile{Workload: shutdown.HTTP}),
		`against this profile of "b":`: gracefulecs.ByPath(map[string]shutdown.Profile{"a": web(), "b": {Workload: shutdown.HTTP}}),
		"without profiles":             {},
	} {
		err := caught(func() { gracefulecs.CheckServices(w.app, profiles, nil) })
		if err == nil || !strings.Contains(err.Error(), want) || want != "without profiles" && !strings.Contains(err.Error(), "longest_work must be set.") {
			t.Errorf("CheckServices panics with %v, want %q", err, want)
		}
	}
}
