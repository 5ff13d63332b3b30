package gracefulecs

import (
	"maps"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// containers renders a task definition's containers with stop timeouts by name.
// A property override would do the same, but aspects cannot see one.
type containers struct {
	taskDefinition awsecs.TaskDefinition
	stopTimeouts   map[string]int
}

// Produce is called by the CDK for each synthesis.
func (c *containers) Produce(awscdk.IResolveContext) any {
	var out []*awsecs.CfnTaskDefinition_ContainerDefinitionProperty
	for _, container := range *c.taskDefinition.Containers() {
		rendered := container.RenderContainerDefinition(c.taskDefinition)
		if timeout, ok := c.stopTimeouts[*rendered.Name]; ok {
			rendered.StopTimeout = jsii.Number(timeout)
		}
		out = append(out, rendered)
	}
	return out
}

// deployment renders a service's deployment configuration with the settings'
// strategy, percentages and rollback; alarms, hooks and the like are the
// service's own.
type deployment struct {
	service  awsecs.FargateService
	original any
	settings shutdown.DeploymentSettings
}

// Produce is called by the CDK for each synthesis.
func (d *deployment) Produce(context awscdk.IResolveContext) any {
	out := maps.Clone(object(resolve(awscdk.Stack_Of(d.service), d.original)))
	if out == nil {
		out = map[string]any{}
	}
	s := d.settings
	out["strategy"] = s.Strategy
	out["minimumHealthyPercent"], out["maximumPercent"] = s.MinimumHealthyPercent, s.MaximumPercent
	for _, name := range []string{"bakeTimeInMinutes", "deploymentCircuitBreaker", "linearConfiguration", "canaryConfiguration"} {
		delete(out, name) // What the settings do not have does not apply.
	}
	if v := s.BakeTimeInMinutes; v != nil {
		out["bakeTimeInMinutes"] = *v
	}
	if b := s.CircuitBreaker; b != nil {
		out["deploymentCircuitBreaker"] = map[string]any{"enable": b.Enable, "rollback": b.Rollback}
	}
	if l := s.Linear; l != nil {
		out["linearConfiguration"] = map[string]any{"stepPercent": l.StepPercent, "stepBakeTimeInMinutes": l.StepBakeTimeInMinutes}
	}
	if c := s.Canary; c != nil {
		out["canaryConfiguration"] = map[string]any{"canaryPercent": c.Percent, "canaryBakeTimeInMinutes": c.BakeTimeInMinutes}
	}
	if alarms := d.service.DeploymentAlarms(); alarms != nil {
		out["alarms"] = alarms
	}
	return out
}
