package gracefulecs_test

import (
	"reflect"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/ecsapi"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

type options = awsecs.ContainerDefinitionOptions

func firelens() *awsecs.FirelensConfig {
	return &awsecs.FirelensConfig{Type: awsecs.FirelensLogRouterType_FLUENTBIT}
}

func throughRouter() awsecs.LogDriver {
	return awsecs.LogDrivers_Firelens(&awsecs.FireLensLogDriverProps{Options: &map[string]*string{"Name": jsii.String("datadog")}})
}

// routedProfile has a router that an agent logs through.
func routedProfile(after ...string) *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Front: &shutdown.Front{Name: "front"},
		Sidecars: []shutdown.Sidecar{{Name: "agent", Flush: new(1)}, {Name: "router", Flush: new(5), After: after}}}
}

func router(p *props) *gracefulecs.SidecarProps { return (*p.Sidecars)[1] }

func appOptions(o *options) func(world, *props) {
	return func(_ world, p *props) { p.ContainerOptions = o }
}

var badOptions = map[string]bad{
	"sidecar's own prop": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.ContainerOptions = &options{Cpu: jsii.Number(64)} }),
		want: one("Sidecars[0].ContainerOptions.Cpu", "type", "It has an input of its own.")},
	"front's stop timeout": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) {
		f.ContainerOptions = &options{StopTimeout: awscdk.Duration_Seconds(jsii.Number(5))}
	}), want: one("Front.ContainerOptions.StopTimeout", "type", "comes from the profile")},
	"health check without a command": {set: appOptions(&options{HealthCheck: &awsecs.HealthCheck{}}), want: one("HealthCheckCommand", "required", "needs a command")},
	"health check with a command and a start period": {set: func(_ world, p *props) {
		p.HealthCheckCommand = jsii.Strings("CMD", "/check")
		p.ContainerOptions = &options{HealthCheck: &awsecs.HealthCheck{Command: jsii.Strings("CMD", "/a"), StartPeriod: awscdk.Duration_Seconds(jsii.Number(5))}}
	}, want: [][3]string{{"ContainerOptions.HealthCheck.Command", "type", "set HealthCheckCommand"}, {"ContainerOptions.HealthCheck.StartPeriod", "type", "change startup"}}},
	"sidecar's health check without a command": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) {
		s.ContainerOptions = &options{HealthCheck: &awsecs.HealthCheck{}}
	}), want: one("Sidecars[0].ContainerOptions.HealthCheck.Command", "required", "needs a command")},
	"shared memory and a capability": {set: func(w world, p *props) {
		l := awsecs.NewLinuxParameters(w.stack, jsii.String("Linux"), &awsecs.LinuxParametersProps{SharedMemorySize: jsii.Number(64), InitProcessEnabled: jsii.Bool(true)})
		l.AddCapabilities(awsecs.Capability_SYS_PTRACE, awsecs.Capability_NET_ADMIN)
		p.ContainerOptions = &options{LinuxParameters: l}
	}, want: [][3]string{{"ContainerOptions.LinuxParameters.sharedMemorySize", "type", "Fargate does not take it."},
		{"ContainerOptions.LinuxParameters.capabilities.add", "type", `Given: "NET_ADMIN".`}}},
	"driver that Fargate has not": {set: appOptions(&options{Logging: awsecs.LogDrivers_Syslog(nil)}), want: one("ContainerOptions.Logging", "enum", `Given: "syslog".`)},
	"generic driver": {set: appOptions(&options{Logging: awsecs.NewGenericLogDriver(&awsecs.GenericLogDriverProps{LogDriver: jsii.String("gelf")})}),
		want: one("ContainerOptions.Logging", "enum", `Given: "gelf".`)},
	"no router": {set: appOptions(&options{Logging: throughRouter()}), want: one("ContainerOptions.Logging", "type", "No sidecar has a FirelensConfig")},
	"no router, by name": {set: appOptions(&options{Logging: awsecs.NewGenericLogDriver(&awsecs.GenericLogDriverProps{LogDriver: jsii.String("awsfirelens")})}),
		want: one("ContainerOptions.Logging", "type", "No sidecar has a FirelensConfig")},
	"router through itself": {profile: routedProfile(), set: func(_ world, p *props) {
		router(p).FirelensConfig, router(p).ContainerOptions = firelens(), &options{Logging: throughRouter()}
	}, want: one("Sidecars[1].ContainerOptions.Logging", "type", "cannot log through itself")},
	"two routers": {profile: routedProfile(), set: func(_ world, p *props) {
		(*p.Sidecars)[0].FirelensConfig, router(p).FirelensConfig = firelens(), firelens()
	}, want: one("Sidecars[1].FirelensConfig", "duplicate", `"agent" is the log router already`)},
	"router's configuration in S3": {profile: routedProfile(), set: func(_ world, p *props) {
		router(p).FirelensConfig = &awsecs.FirelensConfig{Type: awsecs.FirelensLogRouterType_FLUENTBIT,
			Options: &awsecs.FirelensOptions{ConfigFileType: awsecs.FirelensConfigFileType_S3, ConfigFileValue: jsii.String("arn:aws:s3:::a/b")}}
	}, want: one("Sidecars[1].FirelensConfig.Options.ConfigFileType", "enum", "Allowed: FILE.")},
	"router stops beside what logs through it": {profile: routedProfile(), set: func(_ world, p *props) {
		router(p).FirelensConfig, (*p.Sidecars)[0].ContainerOptions = firelens(), &options{Logging: throughRouter()}
	}, want: one("sidecars[1].after", "sidecar-order", "add agent to sidecars[1].after")},
}

// Every field of the CDK's options is in the table, so that a new one is
// refused until somebody has thought of it.
func TestContainerOptions_everyFieldIsKnown(t *testing.T) {
	fields := reflect.TypeFor[options]()
	for i := range fields.NumField() {
		if _, ok := ecsapi.OfField(fields.Field(i).Name); !ok {
			t.Errorf("internal/ecsapi does not know the CDK's field %s", fields.Field(i).Name)
		}
	}
}

func TestNewService_logsThroughRouter(t *testing.T) {
	w := newWorld()
	p := w.props(*routedProfile("agent"))
	router(p).FirelensConfig = firelens()
	p.ContainerOptions = &options{Logging: throughRouter(), EnvironmentFiles: &[]awsecs.EnvironmentFile{
		awsecs.EnvironmentFile_FromBucket(awss3.Bucket_FromBucketName(w.stack, jsii.String("Bucket"), jsii.String("config")), jsii.String("app.env"), nil)}}
	p.Front.ContainerOptions, (*p.Sidecars)[0].ContainerOptions = &options{Logging: throughRouter()}, &options{Logging: throughRouter()}
	s := newService(t, w, p)
	if s.Sidecar("router") == nil {
		t.Error("the router is not among the sidecars")
	}
	got := map[string]any{}
	for _, c := range w.template(t).only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"].([]any) {
		c := c.(map[string]any)
		got[c["Name"].(string)] = c["LogConfiguration"].(map[string]any)["LogDriver"]
	}
	want := map[string]any{"app": "awsfirelens", "front": "awsfirelens", "agent": "awsfirelens", "router": "awslogs"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the containers log by %v, want %v", got, want)
	}
}
