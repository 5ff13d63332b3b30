package gracefulecs

import (
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// count faults a service whose count is another than the profile's: the
// percentages would be computed for the wrong number.
func (c *checker) count(s *subject, profile shutdown.Profile) {
	declared := s.desiredCount()
	if declared != nil && *declared != *profile.DesiredCount {
		c.add(shutdown.Fault{Path: "desired_count", Rule: "enum", Given: strconv.Itoa(*profile.DesiredCount), Allowed: strconv.Itoa(*declared),
			Message: "The service has DesiredCount " + strconv.Itoa(*declared) + ", and the deployment percentages are computed from the profile's.",
			WaysOut: []string{"set desired_count to " + strconv.Itoa(*declared), "or remove it: the service's own is taken"}})
	}
}

// spot faults a service on Spot whose profile plans for no interruption.
func (c *checker) spot(s *subject, profile shutdown.Profile) {
	if s.spot() && !plansForSpot(profile) {
		c.add(shutdown.Fault{Path: "capacity", Rule: "enum", Given: quote(string(profile.Capacity)), Allowed: "one of spot, mixed",
			Message: "The service may run on FARGATE_SPOT, but the profile plans for no interruption.",
			WaysOut: []string{"set capacity to spot or mixed", "or remove FARGATE_SPOT from the service"}})
	}
}

// controller faults services that do not roll, for which percentages mean
// something else.
func (c *checker) controller(s *subject) {
	if !*s.service.IsUsingECSDeploymentController() {
		c.add(shutdown.Fault{Path: "service", Rule: "enum", Given: "another deployment controller", Allowed: "the deployment controller ECS",
			Message: "The settings are for rolling deployments by ECS."})
		return
	}
	configuration := object(resolve(s.stack, s.resource.DeploymentConfiguration()))
	if strategy, ok := configuration["strategy"].(string); ok && strategy != "ROLLING" {
		c.add(shutdown.Fault{Path: "service", Rule: "enum", Given: quote(strategy), Allowed: "the deployment strategy ROLLING",
			Message: "The settings are for rolling deployments by ECS."})
	}
}

// targetGroup checks that the target group is the one the profile speaks of and
// that the service is registered in it.
func (c *checker) targetGroup(a *application, group awselasticloadbalancingv2.ITargetGroup, kind string) {
	attached := len(deref(a.service.LoadBalancers()))
	wanted := map[string]string{"alb": "an ApplicationTargetGroup", "nlb": "a NetworkTargetGroup"}[kind]
	if group == nil {
		switch {
		case wanted != "":
			c.missing("targetGroup", wanted, "With load_balancer "+kind+" the settings of the target group are part of the profile.",
				"pass the service's target group", `or set load_balancer to "none"`)
		case attached > 0:
			c.add(shutdown.Fault{Path: "load_balancer", Rule: "enum", Given: quote(kind), Allowed: "one of alb, nlb",
				Message: "The service is registered in a target group.", WaysOut: []string{"set load_balancer to alb or nlb and pass the target group"}})
		}
		return
	}
	if wanted == "" {
		c.misplaced("targetGroup", "a target group", "The profile's load_balancer is none.", "pass nil", "or set load_balancer to alb or nlb")
		return
	}
	given := "an imported target group"
	switch group.(type) {
	case awselasticloadbalancingv2.ApplicationTargetGroup:
		given = "an ApplicationTargetGroup"
	case awselasticloadbalancingv2.NetworkTargetGroup:
		given = "a NetworkTargetGroup"
	}
	targets, ok := group.(awselasticloadbalancingv2.TargetGroupBase)
	if ok {
		a.group, ok = targets.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup)
	}
	if !ok || given != wanted {
		c.add(shutdown.Fault{Path: "targetGroup", Rule: "type", Given: given, Allowed: wanted + " of the same app",
			Message: "This is not the target group of a service with load_balancer " + kind + "."})
		return
	}
	for _, b := range deref(a.service.LoadBalancers()) {
		if *b.TargetGroupArn == *group.TargetGroupArn() {
			a.targets = targets
			return
		}
	}
	c.add(shutdown.Fault{Path: "targetGroup", Rule: "enum", Given: *group.Node().Path(), Allowed: "a target group that the service is registered in",
		Message: "The service is not registered in this target group.", WaysOut: []string{"register it first, for instance with targetGroup.AddTarget(service)"}})
}

// containers checks that the task definition has the profile's sidecars and no
// other containers beside the app.
func (c *checker) containers(s *subject, profile shutdown.Profile) {
	app := *s.app.ContainerName()
	var declared, present []string
	for _, sidecar := range profile.Sidecars {
		declared = append(declared, sidecar.Name)
	}
	for _, container := range *s.taskDefinition.Containers() {
		if name := *container.ContainerName(); name != app {
			present = append(present, name)
		}
	}
	for i, name := range declared {
		if !slices.Contains(present, name) {
			c.add(shutdown.Fault{Path: index("sidecars", i) + ".name", Rule: "enum", Given: quote(name), Allowed: "one of " + list(present),
				Message: "The task definition has no container " + quote(name) + " beside the app " + quote(app) + ".",
				WaysOut: []string{"remove it from the profile's sidecars", "or add the container before Apply"}})
		}
	}
	for _, name := range present {
		if !slices.Contains(declared, name) {
			c.add(shutdown.Fault{Path: "sidecars", Rule: "required", Given: quote(list(declared)), Allowed: "an entry for each container beside the app",
				Message: "The container " + quote(name) + " is not among the profile's sidecars, so nothing says how long it takes to stop.",
				WaysOut: []string{"add {name: " + name + ", flush: …} to the profile's sidecars"}})
		}
	}
}
