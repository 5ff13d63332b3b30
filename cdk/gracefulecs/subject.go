package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// subject is a service that somebody else built, with what lies below it.
type subject struct {
	stack          awscdk.Stack
	service        awsecs.FargateService
	resource       awsecs.CfnService
	taskDefinition awsecs.TaskDefinition
	taskResource   awsecs.CfnTaskDefinition
}

// newSubject looks below a service; false if its containers are not in the app.
func newSubject(service awsecs.FargateService) (*subject, bool) {
	s := &subject{service: service, stack: awscdk.Stack_Of(service), taskDefinition: service.TaskDefinition()}
	var ok bool
	if s.resource, ok = service.Node().DefaultChild().(awsecs.CfnService); !ok {
		return nil, false
	}
	if s.taskResource, ok = s.taskDefinition.Node().DefaultChild().(awsecs.CfnTaskDefinition); !ok {
		return nil, false
	}
	return s, s.taskDefinition.DefaultContainer() != nil
}

// usual is the name of the container that the CDK takes for the app: the first
// essential one.
func (s *subject) usual() string { return *s.taskDefinition.DefaultContainer().ContainerName() }

// members reads the containers and their order.
func (s *subject) members() []member {
	var out []member
	for _, c := range *s.taskDefinition.Containers() {
		m := member{name: *c.ContainerName()}
		for _, d := range *c.ContainerDependencies() {
			m.dependsOn = append(m.dependsOn, *d.Container.ContainerName())
		}
		out = append(out, m)
	}
	return out
}

// reached is the name of the container that is registered in the target group,
// or, if that is empty, in any; empty if none is.
func (s *subject) reached(targetGroup string) string {
	for _, b := range deref(s.service.LoadBalancers()) {
		if targetGroup == "" || deref(b.TargetGroupArn) == targetGroup {
			return deref(b.ContainerName)
		}
	}
	return ""
}

// container returns the container of that name, or nil.
func (s *subject) container(name string) awsecs.ContainerDefinition {
	for _, c := range *s.taskDefinition.Containers() {
		if *c.ContainerName() == name {
			return c
		}
	}
	return nil
}

// properties are a resource's properties as aspects can see them, by their
// names in camel case.
func properties(stack awscdk.Stack, r awscdk.CfnResource) map[string]any {
	return object(resolve(stack, r.CfnProperties()))
}

// resolve gives plain values for tokens; nil stays nil.
func resolve(stack awscdk.Stack, v any) any {
	if v == nil {
		return nil
	}
	return stack.Resolve(v)
}

// desiredCount is the count that the service declares, nil if it declares none
// or one that is not known at synthesis.
func (s *subject) desiredCount() *int {
	v := s.resource.DesiredCount()
	if v == nil || isToken(*v) {
		return nil
	}
	return new(int(*v))
}

// spot says whether the service may run on Spot.
func (s *subject) spot() bool {
	for _, item := range items(resolve(s.stack, s.resource.CapacityProviderStrategy())) {
		if object(item)["capacityProvider"] == spotProvider {
			return true
		}
	}
	return false
}

const spotProvider = "FARGATE_SPOT"

// onSpot says whether the settings place tasks on Spot, and whether only there.
func onSpot(s shutdown.Settings) (some, all bool) {
	all = true
	for _, c := range s.CapacityProviders {
		some, all = some || c.Name == spotProvider, all && c.Name == spotProvider
	}
	return some, all
}
