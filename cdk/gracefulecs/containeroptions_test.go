package gracefulecs_test

import (
	"reflect"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
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
	"check every 4 s, for 61 s, 11 times": {set: checkedEvery(4, 61, 11), want: [][3]string{{"ContainerOptions.HealthCheck.Interval", "range", "from 5 to 300"},
		{"ContainerOptions.HealthCheck.Timeout", "range", "from 2 to 60"}, {"ContainerOptions.HealthCheck.Retries", "range", "from 1 to 10"}}},
	"check longer than its interval": {set: checkedEvery(5, 6, 1), want: one("ContainerOptions.HealthCheck.Interval", "range", "Given: 5. Allowed: at least Timeout, 6.")},
	"sidecar's start period of 301": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) {
		s.ContainerOptions = &options{HealthCheck: &awsecs.HealthCheck{Command: jsii.Strings("CMD", "/a"), StartPeriod: awscdk.Duration_Seconds(n(301))}}
	}), want: one("Sidecars[0].ContainerOptions.HealthCheck.StartPeriod", "range", "from 0 to 300")},
	"start timeout of 1":       {set: appOptions(&options{StartTimeout: awscdk.Duration_Seconds(n(1))}), want: one("ContainerOptions.StartTimeout", "range", "from 2 to 120")},
	"start timeout of 121":     {set: appOptions(&options{StartTimeout: awscdk.Duration_Seconds(n(121))}), want: one("ContainerOptions.StartTimeout", "range", "from 2 to 120")},
	"restart after 59 s":       {set: appOptions(&options{RestartAttemptPeriod: awscdk.Duration_Seconds(n(59))}), want: one("ContainerOptions.RestartAttemptPeriod", "range", "from 60 to 1800")},
	"restarts that are off":    {set: appOptions(&options{EnableRestartPolicy: jsii.Bool(false), RestartIgnoredExitCodes: jsii.PtrSlice(0.0)}), want: one("ContainerOptions.EnableRestartPolicy", "type", "set EnableRestartPolicy to true")},
	"memory of 5":              {set: appOptions(&options{MemoryLimitMiB: n(5)}), want: one("ContainerOptions.MemoryLimitMiB", "range", "from 6 to")},
	"memory below reservation": {set: appOptions(&options{MemoryLimitMiB: n(199), MemoryReservationMiB: n(200)}), want: one("ContainerOptions.MemoryLimitMiB", "range", "Given: 199. Allowed: at least what MemoryReservationMiB reserves, 200.")},
	"sidecar's memory below its reservation": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) {
		s.MemoryReservationMiB, s.ContainerOptions = n(200), &options{MemoryLimitMiB: n(199)}
	}), want: one("Sidecars[0].ContainerOptions.MemoryLimitMiB", "range", "Given: 199.")},
	"router of no kind": {profile: routedProfile(), set: func(_ world, p *props) { router(p).FirelensConfig = &awsecs.FirelensConfig{} },
		want: one("Sidecars[1].FirelensConfig.Type", "required", "FLUENTBIT or FLUENTD")},
	"router in small letters": {profile: routedProfile(), set: func(_ world, p *props) { router(p).FirelensConfig = &awsecs.FirelensConfig{Type: "fluentbit"} },
		want: one("Sidecars[1].FirelensConfig.Type", "enum", "one of FLUENTBIT, FLUENTD")},
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

// checkedEvery is a health check of the app.
func checkedEvery(interval, timeout, retries float64) func(world, *props) {
	return func(_ world, p *props) {
		p.HealthCheckCommand = jsii.Strings("CMD", "/check")
		p.ContainerOptions = &options{HealthCheck: &awsecs.HealthCheck{Interval: awscdk.Duration_Seconds(&interval), Timeout: awscdk.Duration_Seconds(&timeout), Retries: &retries}}
	}
}

// What stands at a limit is taken, and the CDK takes it too.
func TestContainerOptions_limits(t *testing.T) {
	for name, set := range map[string]func(world, *props){
		"check at its least": checkedEvery(5, 5, 1), "check at its most": checkedEvery(300, 60, 10),
		"start timeout of 2": appOptions(&options{StartTimeout: awscdk.Duration_Seconds(n(2))}), "start timeout of 120": appOptions(&options{StartTimeout: awscdk.Duration_Seconds(n(120))}),
		"restart after 60 s": appOptions(&options{RestartAttemptPeriod: awscdk.Duration_Seconds(n(60))}), "restart after 1800 s": appOptions(&options{EnableRestartPolicy: jsii.Bool(true), RestartAttemptPeriod: awscdk.Duration_Seconds(n(1800))}),
		"memory of 6": appOptions(&options{MemoryLimitMiB: n(6)}), "memory as reserved": appOptions(&options{MemoryLimitMiB: n(200), MemoryReservationMiB: n(200)}),
	} {
		w := newWorld()
		p := w.props(web())
		set(w, p)
		if err := caught(func() {
			gracefulecs.NewService(w.stack, jsii.String("Api"), p)
			assertions.Template_FromStack(w.stack, nil)
		}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
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
