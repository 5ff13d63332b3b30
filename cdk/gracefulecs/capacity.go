package gracefulecs

import (
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const (
	mostWeight = 1000
	mostBase   = 100000
)

// capacityProviders are the caller's, or those of the settings; none with a launch
// type. A base of 0 is left out, as the CDK wants at most one provider to have a base.
func (p *plan) capacityProviders() *[]*awsecs.CapacityProviderStrategy {
	if p.LaunchType != "" {
		return nil
	}
	if p.CapacityProviderStrategies != nil {
		return p.CapacityProviderStrategies
	}
	out := make([]*awsecs.CapacityProviderStrategy, len(p.settings.CapacityProviders))
	for i, c := range p.settings.CapacityProviders {
		out[i] = &awsecs.CapacityProviderStrategy{CapacityProvider: &c.Name, Weight: jsii.Number(c.Weight)}
		if c.Base != 0 {
			out[i].Base = jsii.Number(c.Base)
		}
	}
	return &out
}

// platform checks what Fargate runs the tasks on.
func (c *checker) platform(p *plan) {
	for _, v := range []struct {
		path, given, allowed, message string
		ok                            bool
	}{
		{"LaunchType", string(p.LaunchType), "FARGATE", "On EC2 and elsewhere the instance's own end decides how long a task has, which no profile covers.", p.LaunchType == "" || p.LaunchType == awsecs.LaunchType_FARGATE},
		{"PidMode", string(p.PidMode), "TASK", "Fargate has no host whose processes could be seen.", p.PidMode == "" || p.PidMode == awsecs.PidMode_TASK},
		{"PlatformVersion", string(p.PlatformVersion), "LATEST or VERSION1_4", "Earlier ones lack secrets by key and the task metadata that an app asks about its stop.",
			p.PlatformVersion == "" || p.PlatformVersion == awsecs.FargatePlatformVersion_LATEST || p.PlatformVersion == awsecs.FargatePlatformVersion_VERSION1_4},
	} {
		if !v.ok {
			c.add(shutdown.Fault{Path: v.path, Rule: "enum", Given: quote(v.given), Allowed: v.allowed, Message: v.message})
		}
	}
	c.oneOf("PropagateTags", string(p.PropagateTags), "NONE", "SERVICE", "TASK_DEFINITION")
	c.oneOf("DeploymentAlarmBehavior", string(p.DeploymentAlarmBehavior), "FAIL_ON_ALARM", "ROLLBACK_ON_ALARM")
	if f := deref(p.Family); p.Family != nil && !isTextToken(f) && !serviceName.MatchString(f) {
		c.add(shutdown.Fault{Path: "Family", Rule: "pattern", Given: quote(f), Allowed: "up to 255 letters, digits, hyphens and underscores",
			Message: "Family is not a valid name."})
	}
	if p.DeploymentAlarmBehavior != "" && len(deref(p.DeploymentAlarms)) == 0 {
		c.misplaced("DeploymentAlarmBehavior", quote(string(p.DeploymentAlarmBehavior)), "There is no alarm that could end a deployment.", "set DeploymentAlarms", "or remove DeploymentAlarmBehavior")
	}
}

// providers compares the caller's capacity with the profile's, from which it says
// what survives.
func (c *checker) providers(p *plan) {
	const strategies = "CapacityProviderStrategies"
	var meant []string
	for _, provider := range p.settings.CapacityProviders {
		meant = append(meant, provider.Name)
	}
	if p.LaunchType != "" && (len(meant) != 1 || meant[0] != "FARGATE") {
		c.add(shutdown.Fault{Path: "LaunchType", Rule: "enum", Given: quote(string(p.LaunchType)), Allowed: "nothing",
			Message: "LaunchType FARGATE is on demand alone, and the profile's capacity means " + list(meant) + ".", WaysOut: []string{"remove LaunchType", "or set the profile's capacity to on_demand"}})
	}
	if p.CapacityProviderStrategies == nil {
		return
	}
	if p.LaunchType != "" {
		c.misplaced(strategies, "strategies", "ECS takes a launch type or a strategy.", "remove "+strategies, "or remove LaunchType")
	}
	given, based, weighted := map[string]bool{}, 0, false
	for i, s := range *p.CapacityProviderStrategies {
		at := index(strategies, i)
		if s == nil || deref(s.CapacityProvider) == "" {
			c.missing(at+".CapacityProvider", "one of "+list(meant), "A strategy names its provider.", "remove it")
			continue
		}
		name := *s.CapacityProvider
		before := len(c.faults)
		weight, base := c.whole(at+".Weight", s.Weight, 0, mostWeight), c.whole(at+".Base", s.Base, 0, mostBase)
		switch {
		case given[name]:
			c.add(shutdown.Fault{Path: at + ".CapacityProvider", Rule: "duplicate", Given: quote(name), Allowed: "one strategy for each provider", Message: "The provider has a strategy already."})
		case !slices.Contains(meant, name):
			c.add(shutdown.Fault{Path: at + ".CapacityProvider", Rule: "enum", Given: quote(name), Allowed: list(meant),
				Message: "The profile's capacity means other providers.", WaysOut: []string{"name " + list(meant), "or change the profile's capacity"}})
		case len(c.faults) > before: // One fault is enough.
			weighted = true
		case weight == 0 && base == 0:
			c.add(shutdown.Fault{Path: at + ".Weight", Rule: "range", Given: "0", Allowed: "a weight or a base above 0", Message: "The provider never gets a task."})
		}
		given[name], weighted = true, weighted || weight > 0
		if base > 0 {
			based++
		}
	}
	for _, name := range meant {
		if !given[name] {
			c.missing(strategies, "a strategy for "+name, "The profile's capacity means "+list(meant)+".", "add "+name, "or change the profile's capacity")
		}
	}
	if based > 1 {
		c.add(shutdown.Fault{Path: strategies, Rule: "range", Given: strconv.Itoa(based) + " bases", Allowed: "one base at most", Message: "Only one provider can have a base."})
	}
	if !weighted && len(given) > 0 {
		c.add(shutdown.Fault{Path: strategies, Rule: "range", Given: "no weight above 0", Allowed: "at least one", Message: "The tasks beyond the base need a provider."})
	}
}
