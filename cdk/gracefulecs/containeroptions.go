package gracefulecs

import (
	"reflect"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// addContainer adds a container, as the task's log router if it has a FireLens
// configuration. What the service sets stands over what the caller gives, which
// the checks have held apart; a log driver of the caller's stands over ours.
func (s *built) addContainer(name *string, given *awsecs.ContainerDefinitionOptions, router *awsecs.FirelensConfig, ours *awsecs.ContainerDefinitionOptions) awsecs.ContainerDefinition {
	options := ours
	if given != nil {
		options = over(given, ours)
		if given.Logging != nil {
			options.Logging = given.Logging
		}
	}
	var c awsecs.ContainerDefinition
	if router == nil {
		c = s.taskDefinition.AddContainer(name, options)
	} else {
		c = s.taskDefinition.AddFirelensLogRouter(name, asRouter(options, router))
	}
	if len(deref(options.EnvironmentFiles)) > 0 {
		s.allowEnvironmentFiles(c)
	}
	return c
}

// over is a copy of the first value, in which what the second one sets stands
// over it.
func over[T any](below, above *T) *T {
	out := *below
	to, from := reflect.ValueOf(&out).Elem(), reflect.ValueOf(above).Elem()
	for i := range from.NumField() {
		if !from.Field(i).IsZero() {
			to.Field(i).Set(from.Field(i))
		}
	}
	return &out
}

// asRouter gives a log router the same options: the CDK has a type of its own
// for it, with the same fields.
func asRouter(options *awsecs.ContainerDefinitionOptions, config *awsecs.FirelensConfig) *awsecs.FirelensLogRouterDefinitionOptions {
	out := &awsecs.FirelensLogRouterDefinitionOptions{FirelensConfig: config}
	to, from := reflect.ValueOf(out).Elem(), reflect.ValueOf(options).Elem()
	for i := range from.NumField() {
		to.FieldByName(from.Type().Field(i).Name).Set(from.Field(i))
	}
	return out
}

// allowEnvironmentFiles lets ECS read a container's variables from S3, which
// the CDK leaves to the caller.
func (s *built) allowEnvironmentFiles(c awsecs.ContainerDefinition) {
	stack := awscdk.Stack_Of(s)
	for _, file := range deref(c.EnvironmentFiles()) {
		bucket := awscdk.ArnComponents{Service: jsii.String("s3"), Account: jsii.String(""), Region: jsii.String(""), Resource: file.S3Location.BucketName}
		object := bucket
		object.ResourceName = file.S3Location.ObjectKey
		s.executionRole.AddToPrincipalPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings("s3:GetObject"), Resources: &[]*string{stack.FormatArn(&object)}}))
		s.executionRole.AddToPrincipalPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings("s3:GetBucketLocation"), Resources: &[]*string{stack.FormatArn(&bucket)}}))
	}
}

// readsAtStart are the options by which ECS reads something before a container runs.
func (p *plan) readsAtStart() []string {
	var paths []string
	add := func(path string, o *awsecs.ContainerDefinitionOptions) {
		if o != nil && (o.Logging != nil || o.EnvironmentFiles != nil || o.CredentialSpecs != nil) {
			paths = append(paths, path+"ContainerOptions")
		}
	}
	add("", p.ContainerOptions)
	if p.Front != nil {
		add("Front.", p.Front.ContainerOptions)
	}
	for _, s := range p.sidecars {
		add(quote(*s.Name)+"'s ", s.ContainerOptions)
	}
	for i, init := range deref(p.InitContainers) {
		add(index("InitContainers", i)+".", init.ContainerOptions)
	}
	return paths
}
