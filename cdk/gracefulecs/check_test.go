package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestCheckServices_saysNothingOfItsOwn(t *testing.T) {
	for _, c := range cases.Worked() {
		if c.Rule != "" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			w := newWorld()
			newService(t, w, w.props(c.Profile))
			gracefulecs.CheckServices(w.app, gracefulecs.EveryService(c.Profile), nil)
			w.template(t)
			if got := w.reports(t); len(got) > 0 {
				t.Errorf("reports of a service with the same profile:\n%s", strings.Join(got, "\n"))
			}
		})
	}
}

// checked is a service of the app with its resources, none of them imported.
type checked struct {
	gracefulecs.Service
	service  awsecs.CfnService
	group    awselasticloadbalancingv2.CfnTargetGroup
	balancer awselasticloadbalancingv2.ApplicationLoadBalancer
	policy   awsapplicationautoscaling.CfnScalingPolicy
}

func checkedProfile() shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), DesiredCount: new(2), Strategy: shutdown.Rolling, Sidecars: []shutdown.Sidecar{{Name: "proxy", Flush: new(3)}}}
}

func newChecked(t *testing.T, w world) checked {
	t.Helper()
	c := checked{balancer: awselasticloadbalancingv2.NewApplicationLoadBalancer(w.stack, jsii.String("Balancer"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: w.vpc})}
	p := w.props(checkedProfile())
	p.Listener = c.balancer.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{Port: jsii.Number(80), Open: jsii.Bool(false),
		DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(404), nil)})
	p.Autoscaling = &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(1), MaxCapacity: jsii.Number(4), CpuTarget: jsii.Number(50)}
	c.Service = newService(t, w, p)
	c.service = c.FargateService().Node().DefaultChild().(awsecs.CfnService)
	c.group = c.ApplicationTargetGroup().Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup)
	for _, node := range *c.FargateService().Node().FindAll("") {
		if policy, ok := node.(awsapplicationautoscaling.CfnScalingPolicy); ok {
			c.policy = policy
		}
	}
	return c
}

func deployments(percent func(d *awsecs.CfnService_DeploymentConfigurationProperty)) func(checked) {
	return func(c checked) {
		d := &awsecs.CfnService_DeploymentConfigurationProperty{MinimumHealthyPercent: jsii.Number(100), MaximumPercent: jsii.Number(200),
			DeploymentCircuitBreaker: &awsecs.CfnService_DeploymentCircuitBreakerProperty{Enable: jsii.Bool(true), Rollback: jsii.Bool(true)}}
		percent(d)
		c.service.SetDeploymentConfiguration(d)
	}
}

// overridden changes a target group where the service itself cannot see it.
func overridden(path string, value any) func(checked) {
	return func(c checked) { c.group.AddPropertyOverride(&path, value) }
}

// containersOf changes the containers as the CDK has rendered them.
func containersOf(change func(app, proxy *awsecs.CfnTaskDefinition_ContainerDefinitionProperty)) func(checked) {
	return func(c checked) {
		app := c.AppContainer().RenderContainerDefinition(c.TaskDefinition())
		proxy := c.Sidecar("proxy").RenderContainerDefinition(c.TaskDefinition())
		change(app, proxy)
		task := c.TaskDefinition().Node().DefaultChild().(awsecs.CfnTaskDefinition)
		task.SetContainerDefinitions(&[]any{app, proxy})
	}
}

type rendered = awsecs.CfnTaskDefinition_ContainerDefinitionProperty

// Each value that contradicts the profile is reported by its name, and nothing
// else is.
func TestCheckServices_eachValue(t *testing.T) {
	for name, row := range map[string]struct {
		change func(c checked)
		want   []string
	}{
		"nothing": {change: func(checked) {}},
		"minimum_healthy_percent": {change: deployments(func(d *awsecs.CfnService_DeploymentConfigurationProperty) { d.MinimumHealthyPercent = jsii.Number(99) }),
			want: []string{"error: deployment.minimum_healthy_percent is 99, the profile gives 100 (100)"}},
		"maximum_percent": {change: deployments(func(d *awsecs.CfnService_DeploymentConfigurationProperty) { d.MaximumPercent = jsii.Number(201) }),
			want: []string{"error: deployment.maximum_percent is 201, the profile gives 200 "}},
		"circuit breaker": {change: deployments(func(d *awsecs.CfnService_DeploymentConfigurationProperty) { d.DeploymentCircuitBreaker = nil }),
			want: []string{"error: deployment circuit breaker is not set, the profile gives true", "error: deployment circuit breaker rollback is not set, the profile gives true"}},
		"rebalancing": {change: func(c checked) { c.service.SetAvailabilityZoneRebalancing(jsii.String("DISABLED")) },
			want: []string{"error: deployment.availability_zone_rebalancing is DISABLED, the profile gives ENABLED"}},
		"grace period": {change: func(c checked) { c.service.SetHealthCheckGracePeriodSeconds(jsii.Number(43)) },
			want: []string{"error: health_check.grace_period is 43, the profile gives 44 (startup 30 + 2 · interval 5 + timeout 4)"}},
		"desired count": {change: func(c checked) { c.service.SetDesiredCount(jsii.Number(3)) }, want: []string{"error: desired_count is 3, the profile gives 2"}},
		"capacity": {change: func(c checked) {
			c.service.SetCapacityProviderStrategy(&[]any{&awsecs.CfnService_CapacityProviderStrategyItemProperty{CapacityProvider: jsii.String("FARGATE_SPOT")}})
		}, want: []string{"error: capacity is on FARGATE_SPOT, the profile gives on_demand"}},
		"deregistration delay":         {change: overridden("TargetGroupAttributes.0.Value", "24"), want: []string{"error: deregistration_delay is 24, the profile gives 25 (propagation 15 + longest_work 10)"}},
		"deregistration delay not set": {change: overridden("TargetGroupAttributes", []any{}), want: []string{"error: deregistration_delay is not set, the profile gives 25 "}},
		"interval":                     {change: overridden("HealthCheckIntervalSeconds", 6), want: []string{"error: health_check.interval is 6, the profile gives 5 "}},
		"timeout":                      {change: overridden("HealthCheckTimeoutSeconds", 3), want: []string{"error: health_check.timeout is 3, the profile gives 4 "}},
		"healthy":                      {change: overridden("HealthyThresholdCount", 3), want: []string{"error: health_check.healthy_threshold is 3, the profile gives 2 "}},
		"unhealthy":                    {change: overridden("UnhealthyThresholdCount", 3), want: []string{"error: health_check.unhealthy_threshold is 3, the profile gives 2 "}},
		"idle timeout": {change: func(c checked) {
			c.balancer.SetAttribute(jsii.String("idle_timeout.timeout_seconds"), jsii.String("61"))
		}, want: []string{"warning: idle_timeout is 61, the profile gives 60 "}},
		"cooldown": {change: func(c checked) {
			c.policy.SetTargetTrackingScalingPolicyConfiguration(&awsapplicationautoscaling.CfnScalingPolicy_TargetTrackingScalingPolicyConfigurationProperty{
				TargetValue: jsii.Number(50), ScaleInCooldown: jsii.Number(59)})
		}, want: []string{"error: scale_in_cooldown is 59, the profile gives 60 "}},
		"stop timeout": {change: containersOf(func(app, _ *rendered) { app.StopTimeout = jsii.Number(34) }), want: []string{"error: stop_timeout is 34, the profile gives 35 "}},
		"stop timeout not set": {change: containersOf(func(app, _ *rendered) { app.StopTimeout = nil }),
			want: []string{"error: stop_timeout is not set, the profile gives 35 "}},
		"sidecar": {change: containersOf(func(_, proxy *rendered) { proxy.StopTimeout = jsii.Number(7) }), want: []string{"error: sidecar_stop_timeouts.proxy is 7, the profile gives 8"}},
		"order":   {change: containersOf(func(app, _ *rendered) { app.DependsOn = nil }), want: []string{"error: dependency of the app on proxy is not set"}},
		"strategy": {change: deployments(func(d *awsecs.CfnService_DeploymentConfigurationProperty) { d.Strategy = jsii.String("CANARY") }),
			want: []string{"error: deployment.strategy is CANARY, the profile gives ROLLING"}},
		"order against the profile": {change: containersOf(func(app, proxy *rendered) {
			app.DependsOn = nil
			proxy.DependsOn = &[]any{&awsecs.CfnTaskDefinition_ContainerDependencyProperty{ContainerName: jsii.String("app"), Condition: jsii.String("START")}}
		}), want: []string{"error: dependency of the app on proxy is not set", `error: sidecars[0].name is "proxy", the profile gives a container that stops after the app`}},
		"another container": {change: containersOf(func(_, proxy *rendered) { proxy.Name = jsii.String("mesh") }),
			want: []string{"error: container mesh is not among the sidecars", "error: sidecar_stop_timeouts.proxy is missing"}},
		"environment": {change: func(c checked) {
			c.AppContainer().AddEnvironment(jsii.String("SHUTDOWN_DRAIN_SECONDS"), jsii.String("11"))
		}, want: []string{"error: environment SHUTDOWN_DRAIN_SECONDS is 11, the profile gives 10"}},
		"not known": {change: func(c checked) {
			c.service.SetHealthCheckGracePeriodSeconds(awscdk.NewCfnParameter(c.Service, jsii.String("Grace"), &awscdk.CfnParameterProps{Type: jsii.String("Number")}).ValueAsNumber())
		}, want: []string{"warning: health_check.grace_period is known at deployment only: the parameter ApiGraceB44D2A2D has neither Default nor AllowedValues, which would settle it, the profile gives 44 "}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			row.change(newChecked(t, w))
			gracefulecs.CheckServices(w.app, gracefulecs.EveryService(checkedProfile()), nil)
			w.template(t)
			got := w.reports(t)
			if len(got) != len(row.want) {
				t.Fatalf("reports:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(row.want, "\n"))
			}
			for i := range got {
				if !strings.HasPrefix(got[i], row.want[i]) {
					t.Errorf("report %q, want %q", got[i], row.want[i])
				}
			}
		})
	}
}

// A plain service contradicts its profile in everything that AWS and the CDK
// choose by themselves.
func TestCheckServices_plainService(t *testing.T) {
	w := newWorld()
	newPlain(w, web())
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(web()), &gracefulecs.CheckProps{Warn: jsii.Bool(true)})
	w.template(t)
	var names []string
	for _, r := range w.reports(t) {
		name, _, _ := strings.Cut(r, " is ")
		names = append(names, name)
	}
	want := []string{
		"warning: deployment circuit breaker", "warning: deployment circuit breaker rollback",
		"warning: deployment.availability_zone_rebalancing", "warning: deployment.minimum_healthy_percent", "warning: deregistration_delay",
		"warning: environment SHUTDOWN_CLEANUP_SECONDS", "warning: environment SHUTDOWN_DEADLINE_SECONDS", "warning: environment SHUTDOWN_DELAY_SECONDS",
		"warning: environment SHUTDOWN_DRAIN_SECONDS", "warning: environment SHUTDOWN_KEEP_ALIVE_SECONDS",
		"warning: health_check.grace_period", "warning: health_check.healthy_threshold", "warning: health_check.interval", "warning: health_check.timeout",
		"warning: health_check.unhealthy_threshold", "warning: stop_timeout",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("reports mismatch (-want +got):\n%s", diff)
	}
}

func TestCheckServices_loadBalancer(t *testing.T) {
	for name, row := range map[string]struct {
		built, checked shutdown.Profile
		want           string
	}{
		"none for alb": {built: *unbalanced(), checked: web(), want: "error: load_balancer is none, the profile gives a target group"},
		"alb for none": {built: web(), checked: *unbalanced(), want: "error: load_balancer is a target group, the profile gives none"},
		"alb for nlb":  {built: web(), checked: *network(), want: "error: load_balancer is alb, the profile gives nlb"},
		"nlb for alb":  {built: *network(), checked: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), LoadBalancer: shutdown.ALB}, want: "error: load_balancer is nlb, the profile gives alb"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			newPlain(w, row.built)
			gracefulecs.CheckServices(w.app, gracefulecs.EveryService(row.checked), nil)
			w.template(t)
			if got := strings.Join(w.reports(t), "\n"); !strings.Contains(got, row.want) {
				t.Errorf("reports:\n%s\nwant among them:\n%s", got, row.want)
			}
		})
	}
}

func TestCheckServices_networkListener(t *testing.T) {
	w := newWorld()
	s := newService(t, w, w.props(*network()))
	listener := s.NetworkListener().Node().DefaultChild().(awselasticloadbalancingv2.CfnListener)
	listener.SetListenerAttributes(&[]any{&awselasticloadbalancingv2.CfnListener_ListenerAttributeProperty{Key: jsii.String("tcp.idle_timeout.seconds"), Value: jsii.String("349")}})
	s.NetworkTargetGroup().Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup).AddPropertyOverride(jsii.String("TargetGroupAttributes.1.Value"), "true")
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(*network()), nil)
	w.template(t)
	want := []string{"error: connection_termination is true, the profile gives false", "warning: idle_timeout is 349, the profile gives 350"}
	got := w.reports(t)
	if len(got) != len(want) || !strings.HasPrefix(got[0], want[0]) || !strings.HasPrefix(got[1], want[1]) {
		t.Errorf("reports %q, want %q", got, want)
	}
}

func TestCheckServices_takesEachServicesCount(t *testing.T) {
	profile := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), MaxSurgePercent: new(25)}
	for count, want := range map[int]string{10: "120", 3: "134"} {
		w := newWorld()
		built := profile
		built.DesiredCount = &count
		p := newPlain(w, built)
		gracefulecs.CheckServices(w.app, gracefulecs.EveryService(profile), nil)
		gracefulecs.Apply(p.service, built, nil)
		w.template(t)
		if got := w.reports(t); len(got) > 0 {
			t.Errorf("a service of %d tasks with maximum_percent %s is reported: %q", count, want, got)
		}
	}
}
