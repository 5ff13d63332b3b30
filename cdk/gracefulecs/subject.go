package gracefulecs

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// subject is a service that somebody else built, with what lies below it.
type subject struct {
	stack          awscdk.Stack
	service        awsecs.FargateService
	resource       awsecs.CfnService
	deployment     map[string]any // How the service says that it deploys.
	taskDefinition awsecs.TaskDefinition
	taskResource   awsecs.CfnTaskDefinition
	containers     []awsecs.ContainerDefinition
	names          []string // Of the containers.
	// router says that the CDK has added a log router, or will.
	router bool
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
	s.deployment = object(new(literals).read(s.resource, s.resource.DeploymentConfiguration()))
	s.read()
	asked, present := routed(s.containers)
	s.router = asked && !present || s.container(cdkRouter) != nil
	return s, s.taskDefinition.DefaultContainer() != nil
}

// routed says whether containers log through FireLens, and whether there is a log
// router. The CDK adds one when it renders a task that has none.
func routed(containers []awsecs.ContainerDefinition) (asked, present bool) {
	for _, c := range containers {
		_, is := c.(awsecs.FirelensLogRouter)
		d := c.LogDriverConfig()
		present, asked = present || is, asked || d != nil && *d.LogDriver == "awsfirelens"
	}
	return asked, present
}

// usual is the name of the container that the CDK takes for the app: the first
// essential one.
func (s *subject) usual() string { return *s.taskDefinition.DefaultContainer().ContainerName() }

// members reads the containers and their order, with the log router that the CDK
// has yet to add.
func (s *subject) members() []service.Member {
	var out []service.Member
	ended := map[string]bool{}
	router := s.router
	for i, c := range s.containers {
		m := service.Member{Name: s.names[i]}
		for _, d := range *c.ContainerDependencies() {
			ended[*d.Container.ContainerName()] = ended[*d.Container.ContainerName()] || service.EndsFirst(string(d.Condition))
			m.DependsOn = append(m.DependsOn, *d.Container.ContainerName())
		}
		router = router && m.Name != cdkRouter
		out = append(out, m)
	}
	if router {
		out = append(out, service.Member{Name: cdkRouter})
	}
	return slices.DeleteFunc(out, func(m service.Member) bool { return ended[m.Name] })
}

// reached are the names of the containers that are registered in target groups.
func (s *subject) reached() []string {
	var out []string
	for _, b := range deref(s.service.LoadBalancers()) {
		out = append(out, deref(b.ContainerName))
	}
	return out
}

// read looks which containers there are.
func (s *subject) read() {
	s.containers, s.names = *s.taskDefinition.Containers(), nil
	for _, c := range s.containers {
		s.names = append(s.names, *c.ContainerName())
	}
}

// container returns the container of that name, or nil.
func (s *subject) container(name string) awsecs.ContainerDefinition {
	if i := slices.Index(s.names, name); i >= 0 {
		return s.containers[i]
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

// spot says whether a capacity provider strategy may place tasks on Spot.
func spot(strategy any) bool {
	for _, item := range items(strategy) {
		if object(item)["capacityProvider"] == service.SpotProvider {
			return true
		}
	}
	return false
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }

func items(v any) []any { list, _ := v.([]any); return list }

// named turns a list of {name, value}, under whatever name the name has, into a map.
func named(v any, name string) map[string]any {
	out := map[string]any{}
	for _, item := range items(v) {
		entry := object(item)
		if key, ok := entry[name].(string); ok {
			out[key] = entry["value"]
		}
	}
	return out
}
