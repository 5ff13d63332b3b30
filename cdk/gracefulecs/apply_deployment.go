package gracefulecs

import (
	"cmp"
	"math"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// facts are what a service itself says, where it is known at synthesis.
type facts struct {
	desired, least *int
	kind           shutdown.LoadBalancer // Empty without a target group of the app.
	deployment     map[string]any
}

// facts of a service that the settings are put onto.
func (s *subject) facts(groups []targets) facts {
	f := facts{desired: s.desiredCount(), least: s.leastCount(), deployment: s.deployment}
	for _, t := range groups {
		f.kind = cmp.Or(f.kind, t.kind)
	}
	return f
}

// declared is the profile with what the service itself says, where the profile
// leaves it open: the number of tasks, the kind of its load balancer, and how it
// deploys.
func (f facts) declared(p shutdown.Profile) shutdown.Profile {
	if p.LoadBalancer == "" && p.WithDefaults().LoadBalancer != shutdown.NoLoadBalancer {
		p.LoadBalancer = f.kind
	}
	if p.DesiredCount == nil {
		p.DesiredCount = f.desired
	}
	if p.MinCount == nil && f.least != nil && *f.least <= *p.WithDefaults().DesiredCount {
		p.MinCount = f.least
	}
	word, ok := f.deployment["strategy"].(string)
	if p.Strategy != "" || !ok {
		return p
	}
	p.Strategy = shutdown.Strategy(strings.ToLower(word))
	for path, into := range map[string]**int{"bakeTimeInMinutes": &p.BakeMinutes,
		"linearConfiguration.stepPercent": &p.StepPercent, "linearConfiguration.stepBakeTimeInMinutes": &p.StepMinutes,
		"canaryConfiguration.canaryPercent": &p.StepPercent, "canaryConfiguration.canaryBakeTimeInMinutes": &p.StepMinutes} {
		if v, ok := nested(f.deployment, path).(float64); ok && *into == nil && v == math.Trunc(v) {
			*into = new(int(v))
		}
	}
	return p
}

// nested is the value at a path of names with dots between them.
func nested(m map[string]any, path string) any {
	name, rest, deeper := strings.Cut(path, ".")
	if deeper {
		return nested(object(m[name]), rest)
	}
	return m[name]
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
