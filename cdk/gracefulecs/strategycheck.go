package gracefulecs

import (
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// stages are those of a deployment at which a function may be called.
var stages = []awsecs.DeploymentLifecycleStage{
	awsecs.DeploymentLifecycleStage_RECONCILE_SERVICE, awsecs.DeploymentLifecycleStage_PRE_SCALE_UP, awsecs.DeploymentLifecycleStage_POST_SCALE_UP,
	awsecs.DeploymentLifecycleStage_TEST_TRAFFIC_SHIFT, awsecs.DeploymentLifecycleStage_POST_TEST_TRAFFIC_SHIFT,
	awsecs.DeploymentLifecycleStage_PRODUCTION_TRAFFIC_SHIFT, awsecs.DeploymentLifecycleStage_POST_PRODUCTION_TRAFFIC_SHIFT,
}

// progressive checks what only a deployment with another strategy than rolling has.
func (c *checker) progressive(p *plan) {
	if len(deref(p.LifecycleHooks)) > 0 && p.settings.Deployment.BakeTimeInMinutes == nil {
		c.misplaced("LifecycleHooks", "a value", "ECS calls them in deployments with strategy blue_green, linear or canary only.", "remove LifecycleHooks", "or set the profile's strategy")
		return
	}
	for name, h := range byKey(deref(p.LifecycleHooks)) {
		c.hook("LifecycleHooks["+quote(name)+"]", name, h)
	}
	t := p.TestListener
	if t == nil {
		return
	}
	if !p.shifts() {
		c.misplaced("TestListener", "a value", "Only a deployment that moves traffic between two target groups has test traffic.",
			"remove TestListener", "or set the profile's strategy to blue_green, linear or canary, behind a load balancer")
		return
	}
	application := t.Listener != nil || t.Priority != nil || t.Conditions != nil || t.HostHeaders != nil || t.PathPatterns != nil
	if p.nlb() {
		if application {
			c.misplaced("TestListener", "a rule", "Behind a Network Load Balancer test traffic has a listener of its own.", "set ListenerPort and nothing else")
			return
		}
		if t.ListenerPort == nil {
			c.missing("TestListener.ListenerPort", "a whole number from 1 to 65535", "A listener needs a port.", "set ListenerPort")
		}
		port := c.whole("TestListener.ListenerPort", t.ListenerPort, 1, maxPort)
		if w := p.main(); port != 0 && w != nil && w.ListenerPort != nil && *w.ListenerPort == float64(port) {
			c.add(shutdown.Fault{Path: "TestListener.ListenerPort", Rule: "duplicate", Given: strconv.Itoa(port), Allowed: "a port that no other listener of the load balancer has", Message: "ListenerPort is the same already."})
		}
		return
	}
	if t.ListenerPort != nil {
		c.misplaced("TestListener.ListenerPort", "a value", "Behind an Application Load Balancer test traffic has a rule.", "set Listener, Priority and a condition")
	}
	w := &way{RouteProps: &RouteProps{}}
	c.rule(p, w, rule{at: "TestListener.", listener: t.Listener, priority: t.Priority}, t.HostHeaders, t.PathPatterns, t.Conditions)
	p.test = &w.rules[0]
	if main := p.main(); main != nil && t.Listener != nil && t.Priority != nil {
		for _, r := range main.rules {
			if r.listener != nil && r.priority != nil && *r.priority == *t.Priority && deref(r.listener.ListenerArn()) == deref(t.Listener.ListenerArn()) {
				c.add(shutdown.Fault{Path: "TestListener.Priority", Rule: "duplicate", Given: number(*t.Priority), Allowed: "a priority that no other rule of the listener has", Message: r.at + "Priority is the same already."})
			}
		}
	}
}

func (c *checker) hook(path, name string, h *LifecycleHookProps) {
	if !policy.MatchString(name) {
		c.add(shutdown.Fault{Path: "LifecycleHooks", Rule: "pattern", Given: quote(name), Allowed: "up to 128 letters, digits, hyphens and underscores", Message: "This is not a valid name."})
	}
	if h == nil || h.Function == nil {
		c.missing(path+".Function", "a Lambda function", "A hook needs a function to call.")
		return
	}
	if len(deref(h.LifecycleStages)) == 0 {
		c.missing(path+".LifecycleStages", "at least one stage", "A hook needs a stage.")
	}
	for i, stage := range deref(h.LifecycleStages) {
		if !slices.Contains(stages, stage) {
			c.add(shutdown.Fault{Path: index(path+".LifecycleStages", i), Rule: "enum", Given: quote(string(stage)), Allowed: "a stage of DeploymentLifecycleStage", Message: "ECS has no such stage."})
		}
	}
}
