package gracefulecs

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// afterwards looks, when the app is synthesised, at what was added to the constructs of
// services once they were made. What the profile's numbers would not hold for is
// refused. There is one for the services of a scope, because each costs a call into
// Node.
type afterwards struct{ services []*made }

// made is a service as NewService left it.
type made struct {
	*service
	containers, targetGroups int
	scales                   bool
}

// watch adds the service to those that are looked at.
func (s *service) watch(p *plan) {
	v := s.values
	if v.after == nil {
		v.after = &afterwards{}
		v.scope.Node().AddValidation(v.after)
	}
	containers := 1 + len(p.sidecars) + len(deref(p.InitContainers))
	if p.settings.FrontSettings != nil {
		containers++
	}
	v.after.services = append(v.after.services, &made{s, containers, len(p.ways), p.scaling})
}

// Validate is called by the CDK. What it returns stops the synthesis.
func (a *afterwards) Validate() *[]*string {
	out := []*string{}
	for _, m := range a.services {
		for _, text := range m.faults() {
			out = append(out, jsii.String(*m.Node().Path()+": "+text))
		}
	}
	return &out
}

var _ constructs.IValidation = (*afterwards)(nil)

func (m *made) faults() []string {
	var out []string
	if all := *m.taskDefinition.Containers(); len(all) > m.containers {
		for _, c := range all[m.containers:] {
			out = append(out, "the container "+quote(*c.ContainerName())+" was added to the task definition, and the profile gives no stop timeout for it. "+
				"Add it to the profile's sidecars and to Sidecars.")
		}
	}
	node := m.fargateService.Node()
	if n := m.registered(node); n > m.targetGroups {
		out = append(out, strconv.Itoa(n-m.targetGroups)+" target groups were attached to the service whose deregistration delay and health check are not the profile's. Put them into Routes.")
	}
	if !m.scales && node.TryFindChild(jsii.String("TaskCount")) != nil {
		out = append(out, "AutoScaleTaskCount scales the service, but each update of the stack would throw the count back, and the profile does not know its minimum. Set Autoscaling.")
	}
	return out
}

// registered is in how many target groups the service is. It is asked of the
// resource, because the construct's own list costs a call for each field of each.
func (m *made) registered(node constructs.Node) int {
	resource, ok := node.DefaultChild().(awsecs.CfnService)
	if !ok {
		return len(deref(m.fargateService.LoadBalancers()))
	}
	if m.values.stack == nil {
		m.values.stack = awscdk.Stack_Of(m.values.scope)
	}
	return len(items(resolve(m.values.stack, resource.LoadBalancers())))
}
