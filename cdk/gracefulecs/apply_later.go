package gracefulecs

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// later is what Apply does when the app is synthesised: what it concerns may be
// built after the call, such as scaling and listeners.
type later struct {
	*application

	cooled map[string]bool // Policies by path: an app may be synthesised again.
}

// applyLater asks to be called once. The service's resource has nothing below it,
// so that the aspect costs one call and not one for each construct.
func (a *application) applyLater() {
	app := appliedIn(a.service.Node().Root())
	app.services[*a.service.Node().Path()], app.routes = a, nil
	awscdk.Aspects_Of(a.resource).Add(&later{a, map[string]bool{}}, &awscdk.AspectOptions{Priority: jsii.Number(mutating)})
}

// mutating is AspectPriority_MUTATING, which costs a call to ask for.
const mutating = 200

// Visit is called by the CDK.
func (l *later) Visit(constructs.IConstruct) {
	l.addedContainers()
	l.applyCooldowns()
	l.applyIdleTimeouts()
	l.report.show(l.service)
}

// addedContainers reports containers that the profile does not know: they stop
// when ECS likes, after the 30 seconds that it has by default.
func (l *later) addedContainers() {
	known := len(l.containers)
	l.read()
	for _, c := range l.containers[min(known, len(l.containers)):] {
		awscdk.Annotations_Of(l.service).AddError(jsii.String("graceful: the container " + quote(*c.ContainerName()) +
			" was added after Apply, so it has no stop timeout and no place in the order of the containers. Add it before Apply, and to the profile's sidecars."))
	}
}

// applyCooldowns sets how long policies below the service wait before they scale
// in again.
func (l *later) applyCooldowns() {
	for _, node := range *l.service.Node().FindAll("") {
		policy, ok := node.(awsapplicationautoscaling.CfnScalingPolicy)
		if !ok || l.cooled[*policy.Node().Path()] {
			continue
		}
		l.cooled[*policy.Node().Path()] = true
		was := properties(l.stack, policy)
		for _, w := range service.Wants(service.OfPolicy) {
			if v, applies := w.Value(l.settings); applies && was[uncapitalised(w.Path()[0])] != nil {
				l.cool(policy, was, w, v)
			}
		}
	}
}

// cool sets the cooldown of a policy of the kind of the row.
func (l *later) cool(policy awsapplicationautoscaling.CfnScalingPolicy, was map[string]any, w service.Want, v any) {
	kind, name := w.Path()[0], uncapitalised(w.Path()[1])
	cooldown := func() func(any) any {
		l.report.replaced(w.Setting+" of "+*policy.Node().Path(), valueAt(was, w), fmt.Sprint(v))
		return func(configuration any) any {
			object(configuration)[name] = v
			return configuration
		}
	}
	switch kind {
	case service.TargetTracking:
		policy.SetTargetTrackingScalingPolicyConfiguration(edit(policy.TargetTrackingScalingPolicyConfiguration(), cooldown()))
	case service.StepScaling:
		switch in, known := scalesIn(policy, was[uncapitalised(kind)]); {
		case in:
			policy.SetStepScalingPolicyConfiguration(edit(policy.StepScalingPolicyConfiguration(), cooldown()))
		case !known:
			l.report.left(w.Setting, l.settings.ScaleInCooldown, "the policy "+*policy.Node().Path()+" scales in and out with one cooldown. Set its cooldown")
		}
	}
}

// scalesIn says whether a policy with steps takes tasks away, if that is known: the
// CDK makes two of each, one for either way.
func scalesIn(policy awsapplicationautoscaling.CfnScalingPolicy, configuration any) (in, known bool) {
	if _, ok := policy.Node().Scope().(awsapplicationautoscaling.StepScalingAction); ok {
		id := *policy.Node().Scope().Node().Id()
		return id == "LowerPolicy", id == "LowerPolicy" || id == "UpperPolicy"
	}
	steps, _ := service.InPascal(configuration).(map[string]any)
	taken := service.StepsTakeAway(steps)
	return deref(taken), taken != nil
}
