package gracefulecs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// targets is a target group that a service is registered in, or moves to in a
// deployment.
type targets struct {
	arn       string // As its token.
	alternate bool
	resource  awselasticloadbalancingv2.CfnTargetGroup  // nil if it is imported.
	construct awselasticloadbalancingv2.TargetGroupBase // nil without a construct above.
	kind      shutdown.LoadBalancer                     // Empty if that is not known.
	was       map[string]any                            // Its properties, as they were.
}

// groups finds the target groups of a service by the tokens of their ARNs, in
// whatever stack of the app they are.
func (s *subject) groups() []targets {
	var out []targets
	add := func(t targets) {
		if !slices.ContainsFunc(out, func(o targets) bool { return o.arn == t.arn }) {
			out = append(out, t)
		}
	}
	for _, b := range deref(s.service.LoadBalancers()) {
		if b.TargetGroupArn == nil {
			continue // A Classic Load Balancer.
		}
		t := targets{arn: *b.TargetGroupArn}
		if isTextToken(t.arn) {
			reference, _ := awscdk.Tokenization_ReverseString(&t.arn).FirstToken().(awscdk.Reference)
			t.find(reference)
		}
		add(t)
		if b.AdvancedConfiguration != nil { // With an alternate target group: the two take turns.
			t := targets{arn: "alternate", alternate: true}
			var found literals
			found.read(s.resource, b.AdvancedConfiguration)
			for _, r := range found.references {
				t.find(r)
			}
			add(t)
		}
	}
	return out
}

// find looks at the target group that a reference is to, if it is to one.
func (t *targets) find(reference awscdk.Reference) {
	if reference == nil {
		return
	}
	resource, ok := reference.Target().(awselasticloadbalancingv2.CfnTargetGroup)
	if !ok {
		return // Such as a parameter, or a listener rule.
	}
	t.resource, t.arn = resource, *resource.Ref()
	t.construct, _ = resource.Node().Scope().(awselasticloadbalancingv2.TargetGroupBase)
	t.was = properties(resource.Stack(), resource)
	protocol, _ := t.was["protocol"].(string)
	t.kind = service.BalancerOf(protocol)
}

// known says that the ARN is one, and no stand-in for what another owner has.
func (t *targets) known() bool { return !t.alternate || t.resource != nil }

// targetGroups checks that the service is registered as the profile says.
func (c *checker) targetGroups(a *application, kind string) {
	if len(a.groups) == 0 {
		if kind != string(shutdown.NoLoadBalancer) {
			c.add(shutdown.Fault{Path: "load_balancer", Rule: "enum", Given: quote(kind), Allowed: quote(string(shutdown.NoLoadBalancer)),
				Message: "The service is registered in no target group.",
				WaysOut: []string{"register it before Apply, for instance with targetGroup.AddTarget(service)", "set load_balancer to none"}})
		}
		return
	}
	if kind == string(shutdown.NoLoadBalancer) {
		c.add(shutdown.Fault{Path: "load_balancer", Rule: "enum", Given: quote(kind), Allowed: "one of alb, nlb",
			Message: "The service is registered in a target group.", WaysOut: []string{"set load_balancer to alb or nlb"}})
		return
	}
	for _, t := range a.groups {
		if t.kind != "" && string(t.kind) != kind {
			c.add(shutdown.Fault{Path: "load_balancer", Rule: "enum", Given: quote(kind), Allowed: quote(string(t.kind)),
				Message: "The service is registered in the target group " + *t.resource.Node().Path() + ", which has protocol " + service.Written(t.was["protocol"]) + ".",
				WaysOut: []string{"set load_balancer to " + string(t.kind), "remove it: the service's own is taken"}})
		}
	}
}

// applyTargetGroup sets the numbers on the resource below the construct, so
// that a later ConfigureHealthCheck, which people call for the path, keeps them.
func (a *application) applyTargetGroup(t targets) {
	if t.resource == nil {
		a.report.warnings = append(a.report.warnings, [2]string{"target-group", a.imported(t)})
		return
	}
	where := " of " + *t.resource.Node().Path()
	if t.construct != nil {
		where = " of " + *t.construct.Node().Path()
	}
	for _, w := range service.Wants(service.OfTargetGroup) {
		v, applies := w.Value(a.settings)
		if !applies {
			continue
		}
		key, text := w.Attribute, fmt.Sprint(v)
		a.report.replaced(w.Setting+where, valueAt(t.was, w), text)
		switch {
		case key == "":
			t.number(w.Property, v)
		case t.construct != nil:
			t.construct.SetAttribute(&key, &text)
		default:
			t.resource.SetTargetGroupAttributes(edit(t.resource.TargetGroupAttributes(), attribute(key, text)))
		}
	}
}

// number sets a property that is a number.
func (t *targets) number(property string, value any) {
	n, whole := value.(int)
	set := map[string]func(*float64){
		"HealthCheckIntervalSeconds": t.resource.SetHealthCheckIntervalSeconds, "HealthCheckTimeoutSeconds": t.resource.SetHealthCheckTimeoutSeconds,
		"HealthyThresholdCount": t.resource.SetHealthyThresholdCount, "UnhealthyThresholdCount": t.resource.SetUnhealthyThresholdCount,
	}[property]
	if set == nil || !whole {
		panic("gracefulecs: nothing sets " + property + " of a target group") // A row of the list that is new.
	}
	set(jsii.Number(n))
}

// imported says what the owner of a target group must set.
func (a *application) imported(t targets) string {
	arn := t.arn
	if isTextToken(arn) {
		arn = service.Written(resolve(a.stack, arn))
	}
	var attributes, check []string
	for _, w := range service.Wants(service.OfTargetGroup) {
		v, applies := w.Value(a.settings)
		name, checked := strings.CutPrefix(w.Setting, "health_check.")
		switch {
		case !applies:
		case checked:
			check = append(check, strings.ReplaceAll(name, "_", " ")+" "+fmt.Sprint(v))
		default:
			attributes = append(attributes, w.Attribute+" to "+fmt.Sprint(v))
		}
	}
	return "the target group " + arn + " is imported, so nothing is set on it. Its owner must set " + strings.Join(slices.Insert(attributes, 1, "the health check to "+strings.Join(check, ", ")), ", and ") + "."
}
