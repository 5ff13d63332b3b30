package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// describeTargetHealth is what an app that watches for its drain asks.
const describeTargetHealth = "elasticloadbalancing:DescribeTargetHealth"

// tellTargetGroups tells an app that watches for its drain in which target groups
// its task may be registered. It runs when they have been added: a deployment that
// moves traffic may use either of two.
func (s *built) tellTargetGroups(p *plan) {
	name := p.profile.TargetGroupsVariable()
	if name == "" {
		return
	}
	var arns []*string
	add := func(in *route) {
		if group := in.group(); group != nil {
			arns = append(arns, group.TargetGroupArn())
		}
	}
	add(s.own())
	if s.alternateApplicationTargetGroup != nil {
		arns = append(arns, s.alternateApplicationTargetGroup.TargetGroupArn())
	}
	if s.alternateNetworkTargetGroup != nil {
		arns = append(arns, s.alternateNetworkTargetGroup.TargetGroupArn())
	}
	for _, route := range sortedKeys(s.routes) {
		if route != "" {
			add(s.routes[route])
		}
	}
	s.app.AddEnvironment(&name, joined(arns))
}

// joined writes ARNs with commas between.
func joined(arns []*string) *string {
	if len(arns) == 1 {
		return arns[0]
	}
	return awscdk.Fn_Join(jsii.String(","), &arns)
}

// drainNotice lets a task ask for the health of its own target. The action names
// no resource: the column Resource types is empty for it in
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html.
func drainNotice() awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(describeTargetHealth), Resources: jsii.Strings("*")})
}

// applyNotice tells the app in which target groups it is registered, and lets it
// ask for its target there. What cannot be known or done is said.
func (a *application) applyNotice() {
	name := a.Profile.TargetGroupsVariable()
	if name == "" {
		return
	}
	if task := awscdk.Stack_Of(a.taskDefinition); task != a.stack {
		// The service's stack needs this one already: a way back would be a circle.
		a.report.warnings = append(a.report.warnings, [2]string{"target-groups", "the task definition is in the stack " + *task.Node().Path() + " and the service in " + *a.stack.Node().Path() +
			", so the app is not told where it is registered. Give the container " + quote(a.App) + " the ARNs of the service's target groups as " + name + ", with commas between."})
		return
	}
	var arns []*string
	for i := range a.groups {
		if a.groups[i].known() {
			arns = append(arns, &a.groups[i].arn)
			continue
		}
		a.report.warnings = append(a.report.warnings, [2]string{"target-groups",
			"the ARN of the alternate target group is not known here, so the app does not look for its drain there. Add it to " + name + " of the container " + quote(a.App) + ", after a comma."})
	}
	container, value := a.container(a.App), joined(arns)
	was := named(resolve(a.stack, container.RenderContainerDefinition(a.taskDefinition).Environment), "name")[name]
	a.report.replaced(name+" of "+a.App, was, service.Written(resolve(a.stack, value)))
	container.AddEnvironment(&name, value)
	role := a.taskDefinition.TaskRole()
	if role.AddToPrincipalPolicy(drainNotice()); frozen(role) {
		a.report.warnings = append(a.report.warnings, [2]string{"task-role",
			"CDK adds nothing to the task role, because it is imported from another account or as one that does not change. Its owner must allow: " + describeTargetHealth + " on every resource."})
	}
}
