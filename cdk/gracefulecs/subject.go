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
	app            awsecs.ContainerDefinition
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
	s.app = s.taskDefinition.DefaultContainer()
	return s, s.app != nil
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

// dependsOn says whether the app starts after and stops before a container.
func (s *subject) dependsOn(name string) bool {
	for _, d := range *s.app.ContainerDependencies() {
		if *d.Container.ContainerName() == name {
			return true
		}
	}
	return false
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
		if object(item)["capacityProvider"] == "FARGATE_SPOT" {
			return true
		}
	}
	return false
}

// plansForSpot says whether a profile expects Spot interruptions.
func plansForSpot(p shutdown.Profile) bool {
	return p.Capacity == shutdown.Spot || p.Capacity == shutdown.Mixed
}
