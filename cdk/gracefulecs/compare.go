package gracefulecs

import (
	"encoding/json"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// comparison collects what differs between a service and a profile.
type comparison struct {
	settings shutdown.Settings
	findings []finding
}

const notSet = "not set"

// value compares one value of a resource, as resolved by the CDK.
func (c *comparison) value(setting string, got any, want string) {
	f := finding{setting: setting, got: written(got), want: want}
	if _, unknown := got.(map[string]any); unknown {
		f.got, f.doubt = "known at deployment only", true
	}
	if f.got == want {
		return
	}
	for _, e := range c.settings.Explanation {
		if e.Setting == setting {
			f.because = e.Formula
		}
	}
	c.findings = append(c.findings, f)
}

func (c *comparison) number(setting string, got any, want int) {
	c.value(setting, got, strconv.Itoa(want))
}

// written shows a resolved value as a template would.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return notSet
	case string:
		return v
	case float64:
		return number(v)
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return "unreadable"
		}
		return string(b)
	}
}

// compare finds every value of a service that contradicts the profile.
func (c *check) compare(s *subject) ([]finding, error) {
	profile := c.profile
	if profile.DesiredCount == nil {
		profile.DesiredCount = s.desiredCount()
	}
	settings, err := shutdown.Compute(profile)
	if err != nil {
		return nil, err
	}
	cmp := &comparison{settings: settings}
	service := properties(s.stack, s.resource)
	cmp.rolling(settings, service)
	cmp.inputs(profile.WithDefaults(), s, service)
	cmp.containers(settings, s)
	cmp.balancing(settings, c.routes, s)
	cmp.scaling(settings, s)
	return cmp.findings, nil
}

func (c *comparison) rolling(s shutdown.Settings, service map[string]any) {
	configuration := object(service["deploymentConfiguration"])
	c.number("deployment.minimum_healthy_percent", configuration["minimumHealthyPercent"], s.Deployment.MinimumHealthyPercent)
	c.number("deployment.maximum_percent", configuration["maximumPercent"], s.Deployment.MaximumPercent)
	breaker := object(configuration["deploymentCircuitBreaker"])
	c.value("deployment circuit breaker", breaker["enable"], "true")
	c.value("deployment circuit breaker rollback", breaker["rollback"], "true")
	c.value("deployment.availability_zone_rebalancing", service["availabilityZoneRebalancing"], s.Deployment.AvailabilityZoneRebalancing)
	if h := s.HealthCheck; h != nil {
		c.number("health_check.grace_period", service["healthCheckGracePeriodSeconds"], h.GracePeriod)
	}
}

// inputs compares what the profile says of the service rather than computes.
func (c *comparison) inputs(p shutdown.Profile, s *subject, service map[string]any) {
	if got, ok := service["desiredCount"]; ok { // Autoscaled services leave it out.
		c.number("desired_count", got, *p.DesiredCount)
	}
	if onSpot := s.spot(); onSpot && !plansForSpot(p) || !onSpot && p.Capacity == shutdown.Spot {
		got := string(shutdown.OnDemand)
		if onSpot {
			got = "on FARGATE_SPOT"
		}
		c.findings = append(c.findings, finding{setting: "capacity", got: got, want: string(p.Capacity)})
	}
}

func (c *comparison) containers(s shutdown.Settings, subject *subject) {
	rendered := map[string]map[string]any{}
	for _, item := range items(resolve(subject.stack, subject.taskResource.ContainerDefinitions())) {
		container := object(item)
		if name, ok := container["name"].(string); ok {
			rendered[name] = container
		}
	}
	name := *subject.app.ContainerName()
	app := rendered[name]
	delete(rendered, name)
	c.number("stop_timeout", app["stopTimeout"], s.StopTimeout)
	variables := map[string]any{}
	for _, item := range items(app["environment"]) {
		entry := object(item)
		if key, ok := entry["name"].(string); ok {
			variables[key] = entry["value"]
		}
	}
	for _, e := range s.Environment {
		c.value("environment "+e.Key, variables[e.Key], e.Value)
	}
	dependencies := map[string]bool{}
	for _, item := range items(app["dependsOn"]) {
		if on, ok := object(item)["containerName"].(string); ok {
			dependencies[on] = true
		}
	}
	for _, e := range s.SidecarStopTimeouts {
		setting := "sidecar_stop_timeouts." + e.Key
		container, ok := rendered[e.Key]
		if !ok {
			c.findings = append(c.findings, finding{setting: setting, got: "missing: the task has no such container", want: strconv.Itoa(e.Value)})
			continue
		}
		delete(rendered, e.Key)
		c.number(setting, container["stopTimeout"], e.Value)
		if !dependencies[e.Key] {
			c.findings = append(c.findings, finding{setting: "dependency of the app on " + e.Key, got: notSet, want: "one, so that it stops after the app"})
		}
	}
	for _, extra := range sortedKeys(rendered) {
		c.findings = append(c.findings, finding{setting: "container " + extra, got: "not among the sidecars", want: "no stop timeout for it"})
	}
}

// scaling compares the cooldown of every policy below the service. Policies
// elsewhere in the app are not found.
func (c *comparison) scaling(s shutdown.Settings, subject *subject) {
	for _, node := range *subject.service.Node().FindAll("") {
		policy, ok := node.(awsapplicationautoscaling.CfnScalingPolicy)
		if !ok {
			continue
		}
		p := properties(awscdk.Stack_Of(policy), policy)
		tracking := object(p["targetTrackingScalingPolicyConfiguration"])
		if len(tracking) > 0 {
			c.number("scale_in_cooldown", tracking["scaleInCooldown"], s.ScaleInCooldown)
		}
	}
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }

func items(v any) []any { list, _ := v.([]any); return list }
