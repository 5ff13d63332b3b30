package parity

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// EBS is a volume that ECS makes for each task; its type is written as the API does.
type EBS struct {
	Name, Type, FileSystem, Snapshot string
	Open                             bool // Not encrypted.
	Size, IOPS, Throughput, Rate     int
	Key, Role                        bool // Those of the surroundings.
	Tags                             map[string]string
	Propagate                        string
}

func (e *EBS) module(volumes map[string]any, s Surroundings) {
	if e == nil {
		return
	}
	m := arguments{}
	m.set("encrypted", false, e.Open)
	m.word("file_system_type", e.FileSystem)
	m.number("iops", e.IOPS)
	m.set("kms_key", map[string]any{"arn": s.Key}, e.Key)
	m.set("role", map[string]any{"arn": s.InfrastructureRole}, e.Role)
	m.number("size_in_gb", e.Size)
	m.word("snapshot_id", e.Snapshot)
	m.number("throughput", e.Throughput)
	m.number("volume_initialization_rate", e.Rate)
	m.word("volume_type", e.Type)
	tags := arguments{}
	tags.set("tags", e.Tags, len(e.Tags) > 0)
	tags.word("propagate_tags", e.Propagate)
	m.set("tag_specifications", []any{tags}, len(tags) > 0)
	volumes[e.Name] = map[string]any{"managed_ebs_volume": m}
}

var ebsTypes = map[string]awsec2.EbsDeviceVolumeType{"": "", "gp3": awsec2.EbsDeviceVolumeType_GP3, "io2": awsec2.EbsDeviceVolumeType_IO2}

var fileSystemTypes = map[string]awsecs.FileSystemType{"": "", "ext4": awsecs.FileSystemType_EXT4}

func (e *EBS) props(p *gracefulecs.ServiceProps, stack awscdk.Stack, s Surroundings) {
	if e == nil {
		return
	}
	c := &awsecs.ServiceManagedEBSVolumeConfiguration{FileSystemType: fileSystemTypes[e.FileSystem], Iops: number(e.IOPS), SnapShotId: word(e.Snapshot),
		Throughput: number(e.Throughput), VolumeType: ebsTypes[e.Type]}
	if e.Open {
		c.Encrypted = jsii.Bool(false)
	}
	if e.Size != 0 {
		c.Size = awscdk.Size_Gibibytes(number(e.Size))
	}
	if e.Rate != 0 {
		c.VolumeInitializationRate = awscdk.Size_Mebibytes(number(e.Rate))
	}
	if e.Key {
		c.KmsKeyId = key(stack, "VolumeKey", s.Key)
	}
	if e.Role {
		c.Role = foreignRole(stack, "GivenVolumesRole", s.InfrastructureRole)
	}
	if len(e.Tags) > 0 || e.Propagate != "" {
		c.TagSpecifications = &[]*awsecs.EBSTagSpecification{{Tags: table(e.Tags), PropagateTags: awsecs.EbsPropagatedTagSource(e.Propagate)}}
	}
	p.ManagedVolume = &awsecs.ServiceManagedVolumeProps{Name: &e.Name, ManagedEBSVolume: c}
}
