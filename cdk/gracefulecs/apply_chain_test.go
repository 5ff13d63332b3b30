package gracefulecs_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func (p plain) depends(name, on string) {
	p.task.FindContainer(&name).AddContainerDependencies(&awsecs.ContainerDependency{Container: p.task.FindContainer(&on), Condition: awsecs.ContainerDependencyCondition_START})
}

// With a proxy that depends on the app, a profile that calls it a sidecar would
// close a circle: a task that never starts.
func TestApply_refusesACircle(t *testing.T) {
	profile := *sidecarProfile()
	p := newPlain(newWorld(), profile)
	p.depends("proxy", "web")
	var faults shutdown.Faults
	if err := gracefulecs.ValidateApply(p.service, profile, nil); !errors.As(err, &faults) || faults[0].Rule != "sidecar-order" || !strings.Contains(err.Error(), "circle") {
		t.Errorf("ValidateApply() = %v, want the circle", err)
	}
}

// The app is what the load balancer reaches, not the first essential container.
func TestApply_theReachedContainerIsTheApp(t *testing.T) {
	w := newWorld()
	task := awsecs.NewFargateTaskDefinition(w.stack, jsii.String("Task"), nil)
	task.AddContainer(jsii.String("proxy"), &awsecs.ContainerDefinitionOptions{Image: image()})
	task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{Image: image(), PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8080)}}})
	service := awsecs.NewFargateService(w.stack, jsii.String("Plain"), &awsecs.FargateServiceProps{Cluster: w.cluster, TaskDefinition: task, DesiredCount: jsii.Number(2)})
	group := newApplicationGroup(w, "Targets")
	group.AddTarget(service.LoadBalancerTarget(&awsecs.LoadBalancerTargetOptions{ContainerName: jsii.String("web"), ContainerPort: jsii.Number(8080)}))
	if err := caught(func() { gracefulecs.Apply(service, *sidecarProfile(), nil) }); err != nil {
		t.Fatal(err)
	}
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(*sidecarProfile()), nil)
	for _, item := range w.template(t).only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"].([]any) {
		c := item.(map[string]any)
		want := map[string]any{"web": 35.0, "proxy": 6.0}[c["Name"].(string)]
		if c["StopTimeout"] != want || (c["Environment"] != nil) != (c["Name"] == "web") {
			t.Errorf("%s has stop timeout %v and environment %v, want %v", c["Name"], c["StopTimeout"], c["Environment"], want)
		}
	}
	for _, r := range w.reports(t) {
		if strings.Contains(r, "container") || strings.Contains(r, "stop_timeout") || strings.Contains(r, "environment") {
			t.Errorf("a service that Apply has set is reported: %s", r)
		}
	}
}

// Sidecars that depend on each other stop one after the other, which Spot must
// have time for.
func TestApply_asksTheModelForTheChain(t *testing.T) {
	profile := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(30), Capacity: shutdown.Spot, Sidecars: []shutdown.Sidecar{
		{Name: "a", Flush: new(15)}, {Name: "b", Flush: new(15)}, {Name: "c", Flush: new(15)}, {Name: "d", Flush: new(25)}}}
	p := newPlain(newWorld(), profile)
	if err := gracefulecs.ValidateApply(p.service, profile, nil); err != nil {
		t.Fatalf("side by side they fit: %v", err)
	}
	p.depends("a", "b")
	p.depends("b", "c")
	p.depends("c", "d")
	var faults shutdown.Faults
	if err := gracefulecs.ValidateApply(p.service, profile, nil); !errors.As(err, &faults) || faults[0].Rule != "spot-budget" {
		t.Errorf("ValidateApply() = %v, want the Spot budget", err)
	}
	profile.Require = []shutdown.Cause{}
	profile.Capacity, profile.DesiredCount = shutdown.OnDemand, new(2)
	q := newPlain(newWorld(), profile)
	q.depends("a", "b")
	if got, _ := gracefulecs.Apply(q.service, profile, nil).SidecarDependencies.Get("a"); cmp.Diff([]string{"b"}, got) != "" {
		t.Errorf("a depends on %v, want b", got)
	}
}

// Both target groups of a deployment that moves traffic get the settings, and
// what the profile leaves open is the service's own.
func TestApply_twoTargetGroups(t *testing.T) {
	built := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.BlueGreen}
	p := newPlain(newWorld(), built)
	got := gracefulecs.Apply(p.service, web(), nil)
	if got.Deployment.Strategy != "BLUE_GREEN" {
		t.Errorf("strategy is %s, want the service's own", got.Deployment.Strategy)
	}
	for id, g := range p.template(t).all("AWS::ElasticLoadBalancingV2::TargetGroup") {
		seen := map[string]string{}
		attributes(seen, g.Properties["TargetGroupAttributes"])
		if seen["deregistration_delay.timeout_seconds"] != "25" || g.Properties["HealthCheckIntervalSeconds"] != 5.0 {
			t.Errorf("%s has not the settings: %v", id, g.Properties)
		}
	}
}

func TestApply_strategyFaults(t *testing.T) {
	for name, row := range map[string]struct {
		built, applied shutdown.Strategy
		want           [3]string
	}{
		"another strategy":      {built: shutdown.BlueGreen, applied: shutdown.Rolling, want: [3]string{"strategy", "enum", "The service deploys with strategy BLUE_GREEN."}},
		"no other target group": {built: shutdown.Rolling, applied: shutdown.Canary, want: [3]string{"strategy", "enum", "the service has none"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlain(newWorld(), shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: row.built})
			err := gracefulecs.ValidateApply(p.service, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: row.applied}, nil)
			var faults shutdown.Faults
			if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Path != row.want[0] || faults[0].Rule != row.want[1] || !strings.Contains(faults[0].Detail(), row.want[2]) {
				t.Errorf("ValidateApply() = %v, want %q", err, row.want)
			}
		})
	}
}

// A TLS listener of a Network Load Balancer closes a connection that is silent
// for 350 s, whatever is asked of it: 345 s of work fit, 346 s do not.
func TestTLSListener(t *testing.T) {
	for _, row := range []struct {
		longest int
		refused bool
	}{{345, false}, {346, true}} {
		for _, protocol := range []awselasticloadbalancingv2.Protocol{awselasticloadbalancingv2.Protocol_TLS, awselasticloadbalancingv2.Protocol_TCP} {
			profile := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(row.longest), LoadBalancer: shutdown.NLB, Require: []shutdown.Cause{}}
			p := newPlain(newWorld(), profile)
			listener := &awselasticloadbalancingv2.NetworkListenerProps{LoadBalancer: p.networkLoadBalancer("sg-22222222"), Port: jsii.Number(443), Protocol: protocol,
				DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{p.groups.(awselasticloadbalancingv2.NetworkTargetGroup)}}
			if protocol == awselasticloadbalancingv2.Protocol_TLS {
				listener.Certificates = &[]awselasticloadbalancingv2.IListenerCertificate{awselasticloadbalancingv2.ListenerCertificate_FromCertificateManager(
					awscertificatemanager.Certificate_FromCertificateArn(p.stack, jsii.String("Certificate"), jsii.String("arn:aws:acm:eu-west-1:123456789012:certificate/1")))}
			} else {
				listener.TcpIdleTimeout = awscdk.Duration_Seconds(jsii.Number(max(350, row.longest+5)))
			}
			awselasticloadbalancingv2.NewNetworkListener(p.stack, jsii.String("Tls"), listener)
			refused := row.refused && protocol == awselasticloadbalancingv2.Protocol_TLS
			err := gracefulecs.ValidateApply(p.service, profile, nil)
			if (err != nil) != refused || refused && !strings.Contains(err.Error(), "Given: an idle timeout of 351 s. Allowed: at most 350.") {
				t.Errorf("%s, %d s: ValidateApply() = %v", protocol, row.longest, err)
			}
			gracefulecs.CheckServices(p.app, gracefulecs.EveryService(profile), nil)
			p.template(t)
			reported := strings.Contains(strings.Join(p.reports(t), "\n"), "error: idle_timeout is 350, the profile gives 351")
			if reported != refused {
				t.Errorf("%s, %d s: reports %q", protocol, row.longest, p.reports(t))
			}
		}
	}
}
