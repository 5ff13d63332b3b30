package gracefulecs

import (
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

// deployment renders a service's deployment configuration with the profile's
// percentages and rollback; the alarms are the service's own.
type deployment struct {
	service  awsecs.FargateService
	original any
	settings shutdown.DeploymentSettings
}

// Produce is called by the CDK for each synthesis.
func (d *deployment) Produce(context awscdk.IResolveContext) any {
	out := &awsecs.CfnService_DeploymentConfigurationProperty{
		MinimumHealthyPercent:    jsii.Number(d.settings.MinimumHealthyPercent),
		MaximumPercent:           jsii.Number(d.settings.MaximumPercent),
		DeploymentCircuitBreaker: &awsecs.CfnService_DeploymentCircuitBreakerProperty{Enable: jsii.Bool(true), Rollback: jsii.Bool(true)},
	}
	if alarms := d.service.DeploymentAlarms(); alarms != nil {
		out.Alarms = alarms
	}
	original := object(resolve(awscdk.Stack_Of(d.service), d.original))
	if hooks, ok := original["lifecycleHooks"]; ok {
		out.LifecycleHooks = hooks
	}
	return out
}
