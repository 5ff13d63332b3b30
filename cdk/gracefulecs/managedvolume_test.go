package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"
)

func gibibytes(v float64) awscdk.Size { return awscdk.Size_Gibibytes(&v) }

// typed is a volume of a type and size; 0 leaves operations and throughput out.
func typed(kind awsec2.EbsDeviceVolumeType, size, iops, throughput float64) func(world, *props) {
	return managed(func(_ world, e *ebs) {
		e.VolumeType, e.Size = kind, gibibytes(size)
		if iops != 0 {
			e.Iops = &iops
		}
		if throughput != 0 {
			e.Throughput = &throughput
		}
	})
}

// filled is a volume from a snapshot, at a rate.
func filled(rate float64) func(world, *props) {
	return managed(func(_ world, e *ebs) {
		e.Size, e.SnapShotId, e.VolumeInitializationRate = nil, jsii.String("snap-0a1b"), awscdk.Size_Mebibytes(&rate)
	})
}

const gp3, io1, io2, st1 = awsec2.EbsDeviceVolumeType_GP3, awsec2.EbsDeviceVolumeType_IO1, awsec2.EbsDeviceVolumeType_IO2, awsec2.EbsDeviceVolumeType_ST1

var badManaged = map[string]bad{
	"no volume": {set: func(_ world, p *props) {
		p.ManagedVolume = &awsecs.ServiceManagedVolumeProps{Name: jsii.String("data")}
	}, want: [][3]string{{ebsPath, "required", ""}, {"ManagedVolume.Name", "required", ""}}},
	"no name": {set: func(w world, p *props) {
		managed(asIs)(w, p)
		p.ManagedVolume.Name, p.MountPoints = nil, nil
	}, want: [][3]string{{"ManagedVolume.Name", "pattern", "not a valid name"}, {"ManagedVolume.Name", "required", ""}}},
	"the name of another": {set: func(w world, p *props) {
		managed(asIs)(w, p)
		p.Volumes = &[]*awsecs.Volume{{Name: jsii.String("data")}}
	}, want: one("ManagedVolume.Name", "duplicate", "already")},
	"neither size nor snapshot": {set: managed(func(_ world, e *ebs) { e.Size = nil }), want: one(ebsPath+".Size", "required", "or set SnapShotId")},
	"a type of EC2":             {set: typed(awsec2.EbsDeviceVolumeType_STANDARD, 1, 0, 0), want: one(ebsPath+".VolumeType", "enum", "Fargate has no such volume")},
	"gp2 of 16385":              {set: typed("", 16385, 0, 0), want: one(ebsPath+".Size", "range", "from 1 to 16384")},
	"gp3 of 65537":              {set: typed(gp3, 65537, 0, 0), want: one(ebsPath+".Size", "range", "from 1 to 65536")},
	"st1 of 124":                {set: typed(st1, 124, 0, 0), want: one(ebsPath+".Size", "range", "from 125 to 16384")},
	"half a GiB":                {set: managed(func(_ world, e *ebs) { e.Size = awscdk.Size_Mebibytes(n(1536)) }), want: one(ebsPath+".Size", "type", "Given: 1.5.")},
	"a size known later": {set: managed(func(w world, e *ebs) {
		e.Size = awscdk.Size_Gibibytes(awscdk.Token_AsNumber(awscdk.NewCfnParameter(w.stack, jsii.String("GiB"), &awscdk.CfnParameterProps{Type: jsii.String("Number")}).Value()))
	}), want: one(ebsPath+".Size", "type", "known at synthesis")},
	"another id":        {set: managed(func(_ world, e *ebs) { e.SnapShotId = jsii.String("vol-1") }), want: one(ebsPath+".SnapShotId", "pattern", `Given: "vol-1".`)},
	"iops of gp2":       {set: typed("", 1, 3000, 0), want: one(ebsPath+".Iops", "type", "or set VolumeType")},
	"io1 without iops":  {set: typed(io1, 4, 0, 0), want: one(ebsPath+".Iops", "required", "set Iops")},
	"gp3 with 2999":     {set: typed(gp3, 1, 2999, 0), want: one(ebsPath+".Iops", "range", "from 3000 to 80000")},
	"gp3 of 6":          {set: typed(gp3, 6, 3001, 0), want: one(ebsPath+".Iops", "range", "on 6 GiB")},
	"gp3 of 159":        {set: typed(gp3, 159, 80000, 0), want: one(ebsPath+".Iops", "range", "at most 500 for each GiB")},
	"io1 of 4":          {set: typed(io1, 4, 201, 0), want: one(ebsPath+".Iops", "range", "at most 50 for each GiB")},
	"io2 of 4":          {set: typed(io2, 4, 4001, 0), want: one(ebsPath+".Iops", "range", "at most 1000 for each GiB")},
	"751 of 3000":       {set: typed(gp3, 1, 0, 751), want: one(ebsPath+".Throughput", "range", "with 3000 Iops")},
	"1001 of 4000":      {set: typed(gp3, 8, 4000, 1001), want: one(ebsPath+".Throughput", "range", "with 4000 Iops")},
	"io1 with 64001":    {set: typed(io1, 4, 64001, 0), want: one(ebsPath+".Iops", "range", "from 100 to 64000")},
	"io2 with 99":       {set: typed(io2, 4, 99, 0), want: one(ebsPath+".Iops", "range", "from 100 to 256000")},
	"throughput of gp2": {set: typed("", 1, 0, 125), want: one(ebsPath+".Throughput", "type", "VolumeType to GP3")},
	"throughput 124":    {set: typed(gp3, 1, 0, 124), want: one(ebsPath+".Throughput", "range", "from 125 to 2000")},
	"throughput 2001":   {set: typed(gp3, 1, 0, 2001), want: one(ebsPath+".Throughput", "range", "from 125 to 2000")},
	"a rate of nothing": {set: managed(func(_ world, e *ebs) { e.VolumeInitializationRate = awscdk.Size_Mebibytes(n(100)) }), want: one(ebsPath+".VolumeInitializationRate", "type", "or set SnapShotId")},
	"rate 99":           {set: filled(99), want: one(ebsPath+".VolumeInitializationRate", "range", "from 100 to 300")},
	"rate 301":          {set: filled(301), want: one(ebsPath+".VolumeInitializationRate", "range", "from 100 to 300")},
	"a file system":     {set: managed(func(_ world, e *ebs) { e.FileSystemType = awsecs.FileSystemType_NTFS }), want: one(ebsPath+".FileSystemType", "enum", "EXT3, EXT4 or XFS")},
	"a key in the open": {set: managed(func(w world, e *ebs) {
		e.Encrypted, e.KmsKeyId = jsii.Bool(false), awskms.Key_FromKeyArn(w.stack, jsii.String("Key"), jsii.String("arn:aws:kms:eu-west-1:123456789012:key/1"))
	}), want: one(ebsPath+".KmsKeyId", "type", "not encrypted")},
	"an alias": {set: managed(func(w world, e *ebs) {
		e.KmsKeyId = awskms.Alias_FromAliasName(w.stack, jsii.String("Alias"), jsii.String("alias/data"))
	}), want: one(ebsPath+".KmsKeyId", "type", "give the key itself")},
	"a new alias": {set: managed(func(w world, e *ebs) {
		e.KmsKeyId = awskms.NewAlias(w.stack, jsii.String("Alias"), &awskms.AliasProps{AliasName: jsii.String("alias/data"), TargetKey: awskms.NewKey(w.stack, jsii.String("Key"), nil)})
	}), want: one(ebsPath+".KmsKeyId", "type", "give the key itself")},
	"no tags":            {set: managed(func(_ world, e *ebs) { e.TagSpecifications = &[]*awsecs.EBSTagSpecification{nil} }), want: one(ebsPath+".TagSpecifications[0]", "required", "remove it")},
	"mounted by nobody":  {set: func(w world, p *props) { managed(asIs)(w, p); p.MountPoints = nil }, want: one("ManagedVolume.Name", "required", "No container mounts it")},
	"mounted by no name": {set: func(w world, p *props) { managed(asIs)(w, p); p.MountPoints = mounted("date") }, want: [][3]string{{"MountPoints[0].SourceVolume", "enum", "one of data"}, {"ManagedVolume.Name", "required", ""}}},
}

var goodManaged = map[string]bad{
	"gp2 of 16384":    {set: typed("", 16384, 0, 0)},
	"gp3 of 65536":    {set: typed(gp3, 65536, 3000, 125)},
	"gp3 at its most": {set: typed(gp3, 160, 80000, 2000)},
	"gp3 of 1":        {set: typed(gp3, 1, 3000, 750)},
	"io1 of 4":        {set: typed(io1, 4, 200, 0)},
	"io1 with 64000":  {set: typed(io1, 1280, 64000, 0)},
	"io2 with 256000": {set: typed(io2, 256, 256000, 0)},
	"st1 of 125":      {set: typed(st1, 125, 0, 0)},
	"rate 100":        {set: filled(100)},
	"rate 300":        {set: filled(300)},
	"mounted beside": {profile: sidecarProfile(), set: func(w world, p *props) {
		managed(asIs)(w, p)
		(*p.Sidecars)[0].MountPoints, p.MountPoints = p.MountPoints, nil
	}},
	"in the open":            {set: managed(func(_ world, e *ebs) { e.Encrypted = jsii.Bool(false) })},
	"a snapshot known later": {set: managed(func(w world, e *ebs) { e.SnapShotId = tokenText(w) })},
}

// The roles: a new one that may use the key, bounded as the others are, or one that
// is given.
func TestNewService_volumesRole(t *testing.T) {
	w := newWorld()
	p := w.props(*unbalanced())
	managed(func(w world, e *ebs) {
		e.KmsKeyId = awskms.Key_FromKeyArn(w.stack, jsii.String("Key"), jsii.String("arn:aws:kms:eu-west-1:210987654321:key/1"))
	})(w, p)
	p.RolePath = jsii.String("/own/")
	s := newService(t, w, p)
	if s.ManagedVolume() == nil || s.ManagedVolume().Role() == nil {
		t.Fatal("the getter has no volume")
	}
	got := text(t, w)
	for _, want := range []string{`"ConfiguredAtLaunch":true,"Name":"data"`, `"KmsKeyId":"arn:aws:kms:eu-west-1:210987654321:key/1"`, `service-role/AmazonECSInfrastructureRolePolicyForVolumes`,
		`"Action":"kms:CreateGrant","Condition":{"Bool":{"kms:GrantIsForAWSResource":"true"},"StringLike":{"kms:ViaService":"ec2.*"}},"Effect":"Allow","Resource":"arn:aws:kms:eu-west-1:210987654321:key/1"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in the template:\n%s", want, got)
		}
	}
	roles := w.template(t).all("AWS::IAM::Role")
	for id, r := range roles {
		if strings.HasPrefix(id, "ApiVolumesRole") && r.Properties["Path"] != "/own/" {
			t.Errorf("the path of the volume's role is %v", r.Properties["Path"])
		}
	}

	w = newWorld()
	p = w.props(*unbalanced())
	managed(func(w world, e *ebs) {
		e.Role = awsiam.Role_FromRoleArn(w.stack, jsii.String("Given"), jsii.String("arn:aws:iam::123456789012:role/volumes"), nil)
	})(w, p)
	newService(t, w, p)
	if got := text(t, w); !strings.Contains(got, `"RoleArn":"arn:aws:iam::123456789012:role/volumes"`) || strings.Contains(got, "VolumesRole") {
		t.Errorf("the given role is not the volume's:\n%s", got)
	}
}
