package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsefs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// files is where the reports are kept. The tasks reach it as user 1000.
type files struct {
	system awsefs.FileSystem
	point  awsefs.AccessPoint
}

func newFiles(stack awscdk.Stack, vpc awsec2.IVpc) files {
	system := awsefs.NewFileSystem(stack, jsii.String("Files"), &awsefs.FileSystemProps{Vpc: vpc, Encrypted: jsii.Bool(true)})
	return files{system: system, point: system.AddAccessPoint(jsii.String("Reports"), &awsefs.AccessPointOptions{
		Path:      jsii.String("/reports"),
		CreateAcl: &awsefs.Acl{OwnerUid: jsii.String("1000"), OwnerGid: jsii.String("1000"), Permissions: jsii.String("750")},
		PosixUser: &awsefs.PosixUser{Uid: jsii.String("1000"), Gid: jsii.String("1000")},
	})}
}

// volumes are those of the task; with IAM the task role may mount and write.
func (f files) volumes() *[]*awsecs.Volume {
	return &[]*awsecs.Volume{{Name: jsii.String("reports"), EfsVolumeConfiguration: &awsecs.EfsVolumeConfiguration{
		FileSystemId:        f.system.FileSystemId(),
		AuthorizationConfig: &awsecs.AuthorizationConfig{AccessPointId: f.point.AccessPointId(), Iam: jsii.String("ENABLED")},
	}}}
}

func mountPoints() *[]*awsecs.MountPoint {
	return &[]*awsecs.MountPoint{{SourceVolume: jsii.String("reports"), ContainerPath: jsii.String("/var/reports"), ReadOnly: jsii.Bool(false)}}
}

// letIn opens the file system's port to the tasks.
func (f files) letIn(service gracefulecs.Service) {
	f.system.Connections().AllowDefaultPortFrom(service, jsii.String("NFS from the tasks"))
}
