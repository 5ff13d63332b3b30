package gracefulecs

import (
	"maps"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// containers renders a task definition's containers with stop timeouts by name,
// anew each time. The CDK's own value is made once: where it had to be asked for
// early, so that the CDK adds its log router, it would lose what is added later.
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

// timeoutsOf is an edit of rendered containers, by name.
func timeoutsOf(stopTimeouts map[string]int) func(any) any {
	return func(v any) any {
		for _, item := range items(v) {
			c := object(item)
			name, _ := c["name"].(string)
			if timeout, ok := stopTimeouts[name]; ok {
				c["stopTimeout"] = timeout
			}
		}
		return v
	}
}

// edited is a property as the CDK would have rendered it, with a change. What
// stood there is asked for its value at each synthesis, so that what is added later
// stays. A property override would do the same, but aspects cannot see one.
type edited struct {
	original any
	change   func(any) any
	// peeking leaves it out, while the rest of a resource is read.
	peeking *bool
}

// edit is a value for the CDK in the place of the original.
func edit(original any, change func(any) any) awscdk.IResolvable {
	return (&edited{original, change, nil}).value()
}

func (e *edited) value() awscdk.IResolvable { return awscdk.Lazy_UncachedAny(e, nil) }

// Produce is called by the CDK for each synthesis.
func (e *edited) Produce(context awscdk.IResolveContext) any {
	switch {
	case e.peeking != nil && *e.peeking:
		return nil
	case e.original == nil:
		return e.change(nil)
	}
	return e.change(context.Resolve(e.original, nil))
}

// deploymentOf is a deployment configuration with the settings' strategy,
// percentages and rollback; alarms, hooks and the like are the service's own.
func deploymentOf(original any, s shutdown.Settings) any {
	out := maps.Clone(object(original))
	if out == nil {
		out = map[string]any{}
	}
	wants := service.Wants(service.OfDeployment)
	for _, w := range wants {
		delete(out, uncapitalised(w.Path()[0])) // What the settings do not have does not apply.
	}
	for _, w := range wants {
		v, applies := w.Value(s)
		if !applies {
			continue
		}
		into, path := out, w.Path()
		for _, name := range path[:len(path)-1] {
			inner, there := into[uncapitalised(name)].(map[string]any)
			if !there {
				inner = map[string]any{}
				into[uncapitalised(name)] = inner
			}
			into = inner
		}
		into[uncapitalised(path[len(path)-1])] = v
	}
	return out
}

// valueAt is what a property has for what a profile wants, as the CDK names it.
func valueAt(properties map[string]any, w service.Want) any {
	var v any = properties
	for _, name := range w.Path() {
		v = object(v)[uncapitalised(name)]
	}
	if w.Attribute != "" {
		return named(v, "key")[w.Attribute]
	}
	return v
}

// uncapitalised is a name of CloudFormation's as the CDK has it.
func uncapitalised(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// attribute is an edit that sets one of a list of {key, value}.
func attribute(key, value string) func(any) any {
	return func(v any) any {
		list := items(v)
		for _, item := range list {
			if entry := object(item); entry["key"] == key {
				entry["value"] = value
				return list
			}
		}
		return append(list, map[string]any{"key": key, "value": value})
	}
}

// literals reads what is written in a property as it is, and leaves out what is
// a token: the CDK makes some values once, so that to ask for them here would lose
// what is added later, such as a lifecycle hook.
type literals struct {
	references []awscdk.Reference
}

// read gives the plain values of a property. What somebody has set as a whole to a
// token is read as it comes.
func (l *literals) read(scope awscdk.CfnResource, v any) any {
	if _, token := v.(awscdk.IResolvable); token || v == nil {
		return resolve(scope.Stack(), v)
	}
	return awscdk.Tokenization_Resolve(v, &awscdk.ResolveOptions{Scope: scope, Resolver: l, Preparing: jsii.Bool(false)})
}

// ResolveToken is called by the CDK for a token.
func (*literals) ResolveToken(awscdk.IResolvable, awscdk.IResolveContext, awscdk.IPostProcessor) any {
	return nil
}

// ResolveString is called by the CDK for a string with tokens in it.
func (l *literals) ResolveString(s awscdk.TokenizedStringFragments, _ awscdk.IResolveContext) any {
	if r, ok := s.FirstToken().(awscdk.Reference); ok {
		l.references = append(l.references, r)
	}
	return nil
}

// ResolveList is called by the CDK for a list that is a token.
func (*literals) ResolveList(*[]*string, awscdk.IResolveContext) any { return nil }
