package parity

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

const initImage = "registry.example.com/init:1"

func (c Case) initAt(name string) int {
	return slices.IndexFunc(c.Init, func(i Init) bool { return i.Name == name })
}

func (c Case) initContainers(s Surroundings) []any {
	var out []any
	for _, i := range c.Init {
		m := arguments{"name": i.Name, "image": initImage}
		m.set("condition", "COMPLETE", i.Complete)
		m.set("after", i.After, len(i.After) > 0)
		m.set("command", i.Command, len(i.Command) > 0)
		m.set("entry_point", i.EntryPoint, len(i.EntryPoint) > 0)
		m.set("environment", i.Environment, len(i.Environment) > 0)
		m.set("secrets", map[string]string{i.Secret: s.SecretARN}, i.Secret != "")
		m.number("cpu", i.CPU)
		m.number("memory_reservation", i.Reservation)
		out = append(out, m)
	}
	return out
}

func (c Case) initProps(stack awscdk.Stack, s Surroundings) *[]*gracefulecs.InitContainerProps {
	var out []*gracefulecs.InitContainerProps
	for _, i := range c.Init {
		p := &gracefulecs.InitContainerProps{Name: jsii.String(i.Name), Image: awsecs.ContainerImage_FromRegistry(jsii.String(initImage), nil), After: words(i.After),
			Command: words(i.Command), EntryPoint: words(i.EntryPoint), Environment: table(i.Environment), Cpu: number(i.CPU), MemoryReservationMiB: number(i.Reservation)}
		if i.Complete {
			p.Condition = awsecs.ContainerDependencyCondition_COMPLETE
		}
		if i.Secret != "" {
			secret := awssecretsmanager.Secret_FromSecretCompleteArn(stack, jsii.String(i.Name+"Secret"), &s.SecretARN)
			p.Secrets = &map[string]awsecs.Secret{i.Secret: awsecs.Secret_FromSecretsManager(secret, nil)}
		}
		out = append(out, p)
	}
	if out == nil {
		return nil
	}
	return &out
}

func (c Case) volumes(s Surroundings) map[string]any {
	out := map[string]any{}
	for _, v := range c.Volumes {
		volume := arguments{}
		if v.FileSystem != "" {
			efs := arguments{"file_system_id": v.FileSystem}
			efs.set("access_point", map[string]any{"id": v.AccessPoint}, v.AccessPoint != "")
			efs.set("iam", true, v.IAM)
			efs.word("root_directory", v.Root)
			volume["efs"] = efs
		}
		out[v.Name] = volume
	}
	c.EBS.module(out, s)
	return out
}

func (c Case) volumeProps() *[]*awsecs.Volume {
	var out []*awsecs.Volume
	for _, v := range c.Volumes {
		volume := &awsecs.Volume{Name: jsii.String(v.Name)}
		if v.FileSystem != "" {
			volume.EfsVolumeConfiguration = &awsecs.EfsVolumeConfiguration{FileSystemId: jsii.String(v.FileSystem), RootDirectory: word(v.Root)}
		}
		if v.AccessPoint != "" || v.IAM {
			volume.EfsVolumeConfiguration.AuthorizationConfig = &awsecs.AuthorizationConfig{AccessPointId: word(v.AccessPoint)}
		}
		if v.IAM {
			volume.EfsVolumeConfiguration.AuthorizationConfig.Iam = jsii.String("ENABLED")
		}
		out = append(out, volume)
	}
	if out == nil {
		return nil
	}
	return &out
}

func (d definition) mounts() *[]*awsecs.MountPoint {
	var out []*awsecs.MountPoint
	for _, m := range d.MountPoints {
		out = append(out, &awsecs.MountPoint{SourceVolume: &m.SourceVolume, ContainerPath: &m.ContainerPath, ReadOnly: &m.ReadOnly})
	}
	if out == nil {
		return nil
	}
	return &out
}
