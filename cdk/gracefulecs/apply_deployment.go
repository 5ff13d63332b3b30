package gracefulecs

import (
	"cmp"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// facts of a service that the settings are put onto, where they are known at
// synthesis.
func (s *subject) facts(groups []targets) service.Facts {
	f := service.Facts{DesiredCount: s.desiredCount(), LeastCount: s.leastCount(),
		Rolling: service.NewRolling(map[string]any{"DeploymentConfiguration": service.InPascal(s.deployment)})}
	for _, t := range groups {
		f.LoadBalancer = cmp.Or(f.LoadBalancer, t.kind)
	}
	return f
}

// leastCount is the fewest tasks that autoscaling below the service leaves, nil
// if it is not there or not known at synthesis.
func (s *subject) leastCount() *int {
	for _, node := range *s.service.Node().FindAll("") {
		if target, ok := node.(awsapplicationautoscaling.CfnScalableTarget); ok {
			if v := target.MinCapacity(); v != nil && !isToken(*v) {
				return new(int(*v))
			}
		}
	}
	return nil
}

// strategy faults a service that deploys in another way than the profile says.
func (c *checker) strategy(s *subject, profile shutdown.Profile) {
	if !*s.service.IsUsingECSDeploymentController() {
		c.add(shutdown.Fault{Path: "service", Rule: "enum", Given: "another deployment controller", Allowed: "the deployment controller ECS",
			Message: "The settings are for deployments by ECS itself."})
		return
	}
	word, ok := s.deployment["strategy"].(string)
	if ok && word != strings.ToUpper(string(profile.Strategy)) {
		c.add(shutdown.Fault{Path: "strategy", Rule: "enum", Given: quote(string(profile.Strategy)), Allowed: quote(strings.ToLower(word)),
			Message: "The service deploys with strategy " + word + ".",
			WaysOut: []string{"set strategy to " + strings.ToLower(word), "remove it: the service's own is taken"}})
	}
}

// alternate faults a strategy that moves traffic to a target group that is not
// there.
func (c *checker) alternate(a *application, profile shutdown.Profile) {
	if a.settings.Deployment.BakeTimeInMinutes == nil || len(a.groups) == 0 {
		return
	}
	for _, t := range a.groups {
		if t.alternate {
			return
		}
	}
	c.add(shutdown.Fault{Path: "strategy", Rule: "enum", Given: quote(string(profile.Strategy)), Allowed: "a service with an alternate target group",
		Message: "A deployment with this strategy moves traffic to an alternate target group, and the service has none.",
		WaysOut: []string{"register the service with LoadBalancerTarget and an AlternateTarget", "set strategy to rolling"}})
}
