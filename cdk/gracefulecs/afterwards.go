package gracefulecs

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// afterwards looks, when the app is synthesised, at what was added to the constructs of
// services once they were made. What the profile's numbers would not hold for is
// refused. There is one for the services of a scope, because each costs a call into
// Node, and services of which no construct was handed out are not asked.
type afterwards struct{ services []*made }

// made is a service as NewService left it.
type made struct {
	*built
	containers, targetGroups int
	scales                   bool
	node                     constructs.Node // Of the ECS service, once it was asked for.
	groups                   []watched       // The same.
}

// watched is a target group of the app that a service is registered in.
type watched struct {
	construct constructs.IConstruct
	resource  awselasticloadbalancingv2.CfnTargetGroup
	existing  bool // Somebody else's.
}

// watch adds the service to those that are looked at.
func (s *built) watch(p *plan) {
	v := s.values
	if v.after == nil {
		v.after = &afterwards{}
		v.scope.Node().AddValidation(v.after)
	}
	containers := 1 + len(p.sidecars) + len(deref(p.InitContainers))
	if p.settings.FrontSettings != nil {
		containers++
	}
	v.after.services = append(v.after.services, &made{built: s, containers: containers, targetGroups: len(p.ways), scales: p.scaling})
}

// Validate is called by the CDK. What it returns stops the synthesis. It resolves
// what it asks of all services at once, because each time is a call into Node.
func (a *afterwards) Validate() *[]*string {
	var changeable []*made
	var asked []any
	for _, m := range a.services {
		if m.handedOut {
			changeable, asked = append(changeable, m), append(asked, m.asks())
		}
	}
	out := []*string{}
	if len(asked) == 0 {
		return &out
	}
	for i, answer := range items(resolve(awscdk.Stack_Of(a.services[0].values.scope), asked)) {
		m := changeable[i]
		for _, text := range m.faults(object(answer)) {
			out = append(out, jsii.String(*m.Node().Path()+": "+text))
		}
	}
	return &out
}

var _ constructs.IValidation = (*afterwards)(nil)

// asks reads the resources, because the constructs above them cost a call for each
// field.
func (m *made) asks() map[string]any {
	m.node, m.groups = m.fargateService.Node(), m.watchedGroups()
	out := map[string]any{}
	if resource, ok := m.node.DefaultChild().(awsecs.CfnService); ok {
		out["loadBalancers"] = resource.LoadBalancers()
	}
	var groups []any
	for _, group := range m.groups {
		groups = append(groups, deref(group.resource.CfnProperties()))
	}
	out["groups"] = groups
	return out
}

// watchedGroups are the target groups of the app, in the order of the routes' names.
func (m *made) watchedGroups() []watched {
	var out []watched
	add := func(group constructs.IConstruct, existing bool) {
		if resource := groupResource(group); resource != nil {
			out = append(out, watched{group, resource, existing})
		}
	}
	for _, name := range sortedKeys(m.routes) {
		r := m.routes[name]
		add(r.group(), r.existing != nil)
	}
	if m.alternateApplicationTargetGroup != nil {
		add(m.alternateApplicationTargetGroup, false)
	}
	if m.alternateNetworkTargetGroup != nil {
		add(m.alternateNetworkTargetGroup, false)
	}
	return out
}

func (m *made) faults(is map[string]any) []string {
	var out []string
	if all := *m.taskDefinition.Containers(); len(all) > m.containers {
		for _, c := range all[m.containers:] {
			out = append(out, "the container "+quote(*c.ContainerName())+" was added to the task definition, and the profile gives no stop timeout for it. "+
				"Add it to the profile's sidecars and to Sidecars.")
		}
	}
	if n := len(items(is["loadBalancers"])); n > m.targetGroups {
		out = append(out, strconv.Itoa(n-m.targetGroups)+" target groups were attached to the service whose deregistration delay and health check are not the profile's. Put them into Routes.")
	}
	for i, properties := range items(is["groups"]) {
		for _, f := range service.CompareGroup(object(service.InPascal(properties)), m.settings) {
			wayOut := "Set HealthCheckPath, HealthCheckPort and TargetGroup in the place of ConfigureHealthCheck and SetAttribute."
			if m.groups[i].existing {
				wayOut = "Take away what changes it: the profile's numbers are set."
			}
			out = append(out, "the target group "+*m.groups[i].construct.Node().Path()+" was changed: "+f.String()+". "+wayOut)
		}
	}
	if !m.scales && m.node.TryFindChild(jsii.String("TaskCount")) != nil {
		out = append(out, "AutoScaleTaskCount scales the service, but each update of the stack would throw the count back, and the profile does not know its minimum. Set Autoscaling.")
	}
	return out
}
