package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

type initProps = gracefulecs.InitContainerProps

// initialised adds an init container.
func initialised(set func(w world, c *initProps)) func(world, *props) {
	return func(w world, p *props) {
		c := &initProps{Name: jsii.String("migrate"), Image: image()}
		set(w, c)
		p.InitContainers = &[]*initProps{c}
	}
}

func mounted(volume string) *[]*awsecs.MountPoint {
	return &[]*awsecs.MountPoint{{ContainerPath: jsii.String("/data"), SourceVolume: &volume}}
}

func bound(p *props) *[]*awsecs.MountPoint {
	p.Volumes = &[]*awsecs.Volume{{Name: jsii.String("scratch")}}
	return mounted("scratch")
}

func shared(set func(e *awsecs.EfsVolumeConfiguration)) func(world, *props) {
	return func(_ world, p *props) {
		e := &awsecs.EfsVolumeConfiguration{FileSystemId: jsii.String("fs-0a1b2c3d")}
		set(e)
		p.Volumes = &[]*awsecs.Volume{{Name: jsii.String("shared"), EfsVolumeConfiguration: e}}
	}
}

type ebs = awsecs.ServiceManagedEBSVolumeConfiguration

// managed gives each task a volume of 200 GiB.
func managed(set func(w world, e *ebs)) func(world, *props) {
	return func(w world, p *props) {
		e := &ebs{Size: awscdk.Size_Gibibytes(jsii.Number(200))}
		set(w, e)
		p.ManagedVolume, p.MountPoints = &awsecs.ServiceManagedVolumeProps{Name: jsii.String("data"), ManagedEBSVolume: e}, mounted("data")
	}
}

const ebsPath = "ManagedVolume.ManagedEBSVolume"

const scratchMounted = `"MountPoints":[{"ContainerPath":"/data","ReadOnly":false,"SourceVolume":"scratch"}]`

// containerReaches has the rows of the props about containers and their storage.
var containerReaches = map[string]reach{
	"ContainerName":       {set: func(_ world, p *props) { p.ContainerName = jsii.String("web") }, want: `"ContainerName":"web","ContainerPort":8080`},
	"EphemeralStorageGiB": {set: func(_ world, p *props) { p.EphemeralStorageGiB = jsii.Number(21) }, want: `"EphemeralStorage":{"SizeInGiB":21}`},
	"Front.MountPoints":   {profile: frontProfile(), set: func(_ world, p *props) { p.Front.MountPoints = bound(p) }, want: scratchMounted},
	"InitContainers":      {set: initialised(func(world, *initProps) {}), want: `"DependsOn":[{"Condition":"SUCCESS","ContainerName":"migrate"}]`},
	"InitContainers.After": {profile: sidecarProfile(), set: initialised(func(_ world, c *initProps) { c.After = jsii.Strings("proxy") }),
		want: `"DependsOn":[{"Condition":"START","ContainerName":"proxy"}],"Essential":false`},
	"InitContainers.Command": {set: initialised(func(_ world, c *initProps) { c.Command = jsii.Strings("up") }), want: `"Command":["up"]`},
	"InitContainers.Condition": {set: initialised(func(_ world, c *initProps) { c.Condition = awsecs.ContainerDependencyCondition_COMPLETE }),
		want: `{"Condition":"COMPLETE","ContainerName":"migrate"}`},
	"InitContainers.ContainerOptions": {set: initialised(func(_ world, c *initProps) { c.ContainerOptions = &options{User: jsii.String("7")} }), want: `"User":"7"`},
	"InitContainers.Cpu":              {set: initialised(func(_ world, c *initProps) { c.Cpu = jsii.Number(66) }), want: `"Cpu":66`},
	"InitContainers.EntryPoint":       {set: initialised(func(_ world, c *initProps) { c.EntryPoint = jsii.Strings("/i") }), want: `"EntryPoint":["/i"]`},
	"InitContainers.Environment":      {set: initialised(func(_ world, c *initProps) { c.Environment = &map[string]*string{"I": jsii.String("j")} }), want: `"Environment":[{"Name":"I","Value":"j"}]`},
	"InitContainers.Image": {set: initialised(func(_ world, c *initProps) {
		c.Image = awsecs.ContainerImage_FromRegistry(jsii.String("example/migrate:2"), nil)
	}), want: `"Image":"example/migrate:2"`},
	"InitContainers.MemoryReservationMiB": {set: initialised(func(_ world, c *initProps) { c.MemoryReservationMiB = jsii.Number(66) }), want: `"MemoryReservation":66`},
	"InitContainers.MountPoints": {set: func(w world, p *props) {
		initialised(func(_ world, c *initProps) { c.MountPoints = bound(p) })(w, p)
	}, want: scratchMounted},
	"InitContainers.Name":    {set: initialised(func(_ world, c *initProps) { c.Name = jsii.String("load") }), want: `"Name":"load"`},
	"InitContainers.Secrets": {set: initialised(func(w world, c *initProps) { c.Secrets = &map[string]awsecs.Secret{"DSN": parameter(w)} }), want: `"Name":"DSN"`},
	"ManagedVolume": {set: managed(func(w world, e *ebs) {
		e.KmsKeyId = awskms.NewKey(w.stack, jsii.String("Key"), nil)
	}), want: `"VolumeConfigurations":[{"ManagedEBSVolume":{"Encrypted":true,"FilesystemType":"xfs","KmsKeyId":{"Fn::GetAtt":["Key`},
	"MountPoints": {set: func(_ world, p *props) { p.MountPoints = bound(p) }, want: scratchMounted},
	"Sidecars.Condition": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) {
		s.Condition = awsecs.ContainerDependencyCondition_HEALTHY
		s.ContainerOptions = &options{HealthCheck: &awsecs.HealthCheck{Command: jsii.Strings("CMD", "/up")}}
	}), want: `"DependsOn":[{"Condition":"HEALTHY","ContainerName":"proxy"}]`},
	"Sidecars.MountPoints": {profile: sidecarProfile(), set: func(_ world, p *props) { (*p.Sidecars)[0].MountPoints = bound(p) }, want: scratchMounted},
	"Volumes": {set: shared(func(e *awsecs.EfsVolumeConfiguration) {
		e.AuthorizationConfig = &awsecs.AuthorizationConfig{AccessPointId: jsii.String("fsap-1"), Iam: jsii.String("ENABLED")}
	}), want: `"Action":["elasticfilesystem:ClientMount","elasticfilesystem:ClientWrite"]`},
}

var badStorage = map[string]bad{
	"name of the app": {set: func(_ world, p *props) { p.ContainerName = jsii.String("my app") }, want: one("ContainerName", "pattern", "not a valid name")},
	"name of a sidecar": {profile: sidecarProfile(), set: func(_ world, p *props) { p.ContainerName = jsii.String("proxy") },
		want: one("sidecars[0].name", "duplicate", `The app container has the name "proxy" already.`)},
	"storage of 20":  {set: func(_ world, p *props) { p.EphemeralStorageGiB = jsii.Number(20) }, want: one("EphemeralStorageGiB", "range", "from 21 to 200")},
	"storage of 201": {set: func(_ world, p *props) { p.EphemeralStorageGiB = jsii.Number(201) }, want: one("EphemeralStorageGiB", "range", "from 21 to 200")},
	"init container wrong in all": {profile: sidecarProfile(), set: func(_ world, p *props) {
		p.InitContainers = &[]*initProps{nil, {Name: jsii.String("proxy"), Image: image(), After: jsii.Strings("later"), Condition: awsecs.ContainerDependencyCondition_HEALTHY},
			{Name: jsii.String("later"), ContainerOptions: &options{EnableRestartPolicy: jsii.Bool(true), StopTimeout: awscdk.Duration_Seconds(jsii.Number(3))}}}
	}, want: [][3]string{{"InitContainers[0]", "required", "empty entry"}, {"InitContainers[1].Name", "duplicate", "already"}, {"InitContainers[1].Condition", "enum", "COMPLETE or SUCCESS"},
		{"InitContainers[1].After", "enum", "proxy"}, {"InitContainers[2].Image", "required", "must be set"}, {"InitContainers[2].ContainerOptions.EnableRestartPolicy", "type", "begin it anew"},
		{"InitContainers[2].ContainerOptions.StopTimeout", "type", "comes from the profile"}}},
	"condition of an init container": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Condition = awsecs.ContainerDependencyCondition_SUCCESS }),
		want: one("Sidecars[0].Condition", "enum", "START or HEALTHY")},
	"healthy without a check": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Condition = awsecs.ContainerDependencyCondition_HEALTHY }),
		want: one("Sidecars[0].ContainerOptions.HealthCheck", "required", "the container needs one")},
	"mount of no volume": {set: func(_ world, p *props) { p.MountPoints = mounted("scratch") }, want: one("MountPoints[0].SourceVolume", "enum", `Given: "scratch".`)},
	"volumes that Fargate has not": {set: func(_ world, p *props) {
		p.Volumes = &[]*awsecs.Volume{{Name: jsii.String("a"), Host: &awsecs.Host{SourcePath: jsii.String("/x")}}, {Name: jsii.String("a"), ConfiguredAtLaunch: jsii.Bool(true)}}
	}, want: [][3]string{{"Volumes[0].Host.SourcePath", "type", "Fargate's own storage or an EFS"}, {"Volumes[1].Name", "duplicate", "already"}, {"Volumes[1].ConfiguredAtLaunch", "type", "remove it"}}},
	"access point in the open": {set: shared(func(e *awsecs.EfsVolumeConfiguration) {
		e.TransitEncryption, e.RootDirectory = jsii.String("DISABLED"), jsii.String("/x")
		e.AuthorizationConfig = &awsecs.AuthorizationConfig{AccessPointId: jsii.String("fsap-1")}
	}), want: [][3]string{{"Volumes[0].EfsVolumeConfiguration.TransitEncryption", "enum", "with transit encryption only"}, {"Volumes[0].EfsVolumeConfiguration.RootDirectory", "type", "The access point says"}}},
	"words of EFS in small letters": {set: shared(func(e *awsecs.EfsVolumeConfiguration) {
		e.TransitEncryption, e.AuthorizationConfig = jsii.String("enabled"), &awsecs.AuthorizationConfig{Iam: jsii.String("enabled")}
	}), want: [][3]string{{"Volumes[0].EfsVolumeConfiguration.TransitEncryption", "enum", "one of ENABLED, DISABLED"}, {"Volumes[0].EfsVolumeConfiguration.AuthorizationConfig.Iam", "enum", "one of ENABLED, DISABLED"}}},
	"port 0 of transit": {set: shared(func(e *awsecs.EfsVolumeConfiguration) { e.TransitEncryptionPort = n(0) }), want: one("Volumes[0].EfsVolumeConfiguration.TransitEncryptionPort", "range", "from 1 to 65535")},
	"port of no transit encryption": {set: shared(func(e *awsecs.EfsVolumeConfiguration) {
		e.TransitEncryption, e.TransitEncryptionPort = jsii.String("DISABLED"), n(2999)
	}), want: one("Volumes[0].EfsVolumeConfiguration.TransitEncryptionPort", "type", "Without transit encryption")},
	"two volumes in one place": {set: func(_ world, p *props) {
		twice := append(*bound(p), *bound(p)...)
		p.MountPoints = &twice
	}, want: one("MountPoints[1].ContainerPath", "duplicate", "mounted there already")},
	"restart of an init container by a field beside": {set: initialised(func(_ world, c *initProps) {
		c.ContainerOptions = &options{RestartIgnoredExitCodes: jsii.PtrSlice(0.0)}
	}),
		want: one("InitContainers[0].ContainerOptions.EnableRestartPolicy", "type", "begin it anew")},
	"app's and init container's cpu": {set: func(w world, p *props) {
		initialised(func(_ world, c *initProps) { c.Cpu = jsii.Number(57) })(w, p)
		p.ContainerOptions = &options{Cpu: jsii.Number(200)}
	}, want: one("Sidecars", "range", "Given: 57 CPU units. Allowed: at most 56.")},
}

// Init containers wait for what they name and, with logs through a router, for
// it; they are no part of a stop, which the check knows too.
func TestNewService_initContainers(t *testing.T) {
	w := newWorld()
	p := w.props(*routedProfile("agent"))
	router(p).FirelensConfig = firelens()
	p.InitContainers = &[]*initProps{
		{Name: jsii.String("fetch"), Image: image(), Condition: awsecs.ContainerDependencyCondition_COMPLETE},
		{Name: jsii.String("migrate"), Image: image(), After: jsii.Strings("fetch", "agent"), ContainerOptions: &options{Logging: throughRouter()}},
	}
	s := newService(t, w, p)
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(*routedProfile("agent")), nil)
	if s.InitContainer("migrate") == nil || s.InitContainer("agent") != nil {
		t.Error("InitContainer does not find the init containers alone")
	}
	got := map[string]string{}
	for _, c := range w.template(t).only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"].([]any) {
		c := c.(map[string]any)
		var words []string
		dependsOn, _ := c["DependsOn"].([]any)
		for _, d := range dependsOn {
			d := d.(map[string]any)
			words = append(words, d["ContainerName"].(string)+" "+d["Condition"].(string))
		}
		got[c["Name"].(string)] = strings.Join(words, ", ")
	}
	want := map[string]string{
		"app": "agent START, router START, fetch COMPLETE, migrate SUCCESS", "front": "app START", "agent": "router START", "router": "",
		"fetch": "", "migrate": "fetch COMPLETE, agent START, router START",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order of the containers (-want +got):\n%s", diff)
	}
	if got := w.reports(t); len(got) > 0 {
		t.Errorf("reports of a service with the same profile:\n%s", strings.Join(got, "\n"))
	}
}
