package ecsjson

import (
	"maps"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// around has the keys of what the command line prints of what stands around a
// service.
type around struct {
	ScalableTargets  []map[string]any `json:"ScalableTargets"`
	ScalingPolicies  []map[string]any `json:"ScalingPolicies"`
	ScheduledActions []map[string]any `json:"ScheduledActions"`
	// Attributes are a queue's, if they have its ARN.
	Attributes any `json:"Attributes"`
	// Service is Cloud Map's.
	Service             map[string]any `json:"Service"`
	DeploymentGroupInfo map[string]any `json:"deploymentGroupInfo"`
}

func (d around) known() bool {
	return d.ScalableTargets != nil || d.ScalingPolicies != nil || d.ScheduledActions != nil || d.queue() != nil || d.Service != nil || d.DeploymentGroupInfo != nil
}

// queue are the attributes of a queue; nil where there is none.
func (d around) queue() map[string]any {
	attributes, _ := d.Attributes.(map[string]any)
	if _, is := attributes["QueueArn"].(string); !is {
		return nil
	}
	return attributes
}

func (s *Set) around(file string, d around) {
	for kind, list := range map[string][]map[string]any{service.TypeScalingTarget: d.ScalableTargets, service.TypeScalingPolicy: d.ScalingPolicies, service.TypeScheduledAction: d.ScheduledActions} {
		for _, v := range list {
			id, _ := v["ResourceId"].(string)
			s.keep(made(kind, file, id, v))
		}
	}
	if v := d.queue(); v != nil {
		arn, _ := v["QueueArn"].(string)
		r := made(service.TypeQueue, file, arn, v)
		r.Properties["QueueName"] = arn[strings.LastIndexByte(arn, ':')+1:]
		if text, is := v["RedrivePolicy"].(string); is {
			r.Properties["RedrivePolicy"] = service.Encoded{JSON: text}
		}
		s.keep(r, arn)
	}
	if d.Service != nil {
		arn, _ := d.Service["Arn"].(string)
		s.keep(made(service.TypeDiscovery, file, arn, d.Service), arn)
	}
	if d.DeploymentGroupInfo != nil {
		name, _ := d.DeploymentGroupInfo["deploymentGroupName"].(string)
		s.keep(made(service.TypeDeploymentGroup, file, name, d.DeploymentGroupInfo))
	}
}

// current is a service with what its running deployment has: there describe-services
// prints who calls it.
func current(v map[string]any) map[string]any {
	deployments, _ := v["deployments"].([]any)
	for _, d := range deployments {
		deployment, _ := d.(map[string]any)
		if deployment["status"] != "PRIMARY" {
			continue
		}
		out := maps.Clone(v)
		for _, name := range []string{"serviceConnectConfiguration", "vpcLatticeConfigurations"} {
			if given, is := deployment[name]; is && out[name] == nil {
				out[name] = given
			}
		}
		return out
	}
	return v
}
