package gracefulecs

import (
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// maxRuleValues is a quota that cannot be raised.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
const maxRuleValues = 5

// rules checks the rules that lead to a way's target group: the one that Priority
// makes, and those in Rules, which may stand alone.
func (c *checker) rules(p *plan, w *way) {
	own := w.Priority != nil || w.AuthenticateCognito != nil || w.AuthenticateOidc != nil || w.Conditions != nil || w.HostHeaders != nil || w.PathPatterns != nil
	if own || len(deref(w.Rules)) == 0 {
		c.rule(p, w, rule{at: w.at, listener: w.Listener, priority: w.Priority, login: login{w.AuthenticateCognito, w.AuthenticateOidc}}, w.HostHeaders, w.PathPatterns, w.Conditions)
	} else if w.Listener != nil {
		c.application(w.at+"Listener", w.Listener)
	}
	seen := map[string]bool{}
	for i, r := range deref(w.Rules) {
		path := index(w.at+"Rules", i)
		if r == nil {
			c.missing(path, "a rule", "Rules has an empty entry.", "remove it")
			continue
		}
		name, listener := deref(r.Name), r.Listener
		if name == "main" {
			c.add(shutdown.Fault{Path: path + ".Name", Rule: "enum", Given: quote(name), Allowed: "another name", Message: `"main" is the rule that Priority makes.`})
		} else {
			c.partName(path+".Name", name, seen, nil)
		}
		if listener == nil {
			listener = w.Listener
		}
		c.rule(p, w, rule{name: name, at: path + ".", listener: listener, priority: r.Priority, login: login{r.AuthenticateCognito, r.AuthenticateOidc}}, r.HostHeaders, r.PathPatterns, r.Conditions)
	}
}

// rule checks one rule and takes it into its way.
func (c *checker) rule(p *plan, w *way, r rule, hosts, paths *[]*string, more *[]awselasticloadbalancingv2.ListenerCondition) {
	if r.listener == nil {
		message := "A rule needs the listener that it stands on."
		if r.at == "" {
			message = "With load_balancer alb the service needs a listener."
		}
		c.missing(r.at+"Listener", "the listener of an Application Load Balancer", message,
			"set "+r.at+"Listener and Priority", "or set the profile's load_balancer to nlb or none")
	} else if r.name == "" || r.listener != w.Listener {
		c.application(r.at+"Listener", r.listener)
	}
	if r.priority == nil {
		c.missing(r.at+"Priority", "a whole number from 1 to 50000", "A listener rule needs a priority that no other rule of the listener has.", "set "+r.at+"Priority")
	}
	c.whole(r.at+"Priority", r.priority, 1, 50000)
	c.login(p, r.at, r.login)
	r.conditions = c.conditions(r.at, hosts, paths, more)
	w.rules = append(w.rules, r)
}

// application checks that a listener is that of an Application Load Balancer, as
// far as its ARN is known.
func (c *checker) application(path string, listener awselasticloadbalancingv2.IApplicationListener) {
	if arn := deref(listener.ListenerArn()); !isTextToken(arn) && !strings.Contains(arn, ":listener/app/") {
		c.add(shutdown.Fault{Path: path, Rule: "type", Given: quote(arn), Allowed: "the listener of an Application Load Balancer",
			Message: "This is not the listener of an Application Load Balancer: its ARN has no :listener/app/.",
			WaysOut: []string{"set " + path + " to that of an Application Load Balancer", "or set the profile's load_balancer to nlb"}})
	}
}

// conditions checks the conditions of a rule, and gives them all in the CDK's form.
func (c *checker) conditions(at string, hosts, paths *[]*string, more *[]awselasticloadbalancingv2.ListenerCondition) []awselasticloadbalancingv2.ListenerCondition {
	var out []awselasticloadbalancingv2.ListenerCondition
	seen := map[string]string{}
	values := 0
	for _, typed := range []struct {
		prop, kind string
		list       *[]*string
		condition  func(*[]*string) awselasticloadbalancingv2.ListenerCondition
	}{
		{"HostHeaders", "host-header", hosts, awselasticloadbalancingv2.ListenerCondition_HostHeaders},
		{"PathPatterns", "path-pattern", paths, awselasticloadbalancingv2.ListenerCondition_PathPatterns},
	} {
		n := len(c.texts(at+typed.prop, typed.list))
		if values += n; n > 0 {
			seen[typed.kind] = typed.prop
		}
		if n > 0 && n <= maxRuleValues && n == len(*typed.list) { // The CDK refuses others by itself.
			out = append(out, typed.condition(typed.list))
		}
	}
	for i, condition := range deref(more) {
		path := index(at+"Conditions", i)
		if condition == nil {
			c.missing(path, "a condition", "Conditions has an empty entry.", "remove it")
			continue
		}
		values += c.condition(path, condition, seen)
		out = append(out, condition)
	}
	path := at + "PathPatterns"
	if len(deref(more)) > 0 {
		path = at + "Conditions"
	}
	if values == 0 {
		c.missing(path, "at least one path, host or other condition", "A rule must hold at least one condition: without one it would take every request of the listener.",
			"set "+at+`PathPatterns, for instance to "/*"`, "or set HostHeaders or Conditions")
	}
	if values > maxRuleValues {
		c.add(shutdown.Fault{Path: path, Rule: "range", Given: strconv.Itoa(values) + " values", Allowed: "at most " + strconv.Itoa(maxRuleValues) + " in one rule",
			Message: "A rule takes at most 5 values in all its conditions.", WaysOut: []string{"divide them among Rules", "or use a pattern that covers several paths, such as /api/*"}})
	}
	return out
}
