package gracefulecs

import (
	"regexp"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var snapshotID = regexp.MustCompile(`^snap-[0-9a-f]+$`)

// ebsLimits are what EBS has of a type of volume: its GiB, and its operations in a
// second if they may be set, in all and for each GiB.
// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
type ebsLimits struct {
	least, most         int
	leastIOPS, mostIOPS int
	iopsPerGiB          int
	mustSayIOPS         bool
}

var ebsTypes = map[awsec2.EbsDeviceVolumeType]ebsLimits{
	awsec2.EbsDeviceVolumeType_GP2: {least: 1, most: 16384},
	awsec2.EbsDeviceVolumeType_GP3: {least: 1, most: 65536, leastIOPS: 3000, mostIOPS: 80000, iopsPerGiB: 500},
	awsec2.EbsDeviceVolumeType_IO1: {least: 4, most: 16384, leastIOPS: 100, mostIOPS: 64000, iopsPerGiB: 50, mustSayIOPS: true},
	awsec2.EbsDeviceVolumeType_IO2: {least: 4, most: 65536, leastIOPS: 100, mostIOPS: 256000, iopsPerGiB: 1000, mustSayIOPS: true},
	awsec2.EbsDeviceVolumeType_SC1: {least: 125, most: 16384},
	awsec2.EbsDeviceVolumeType_ST1: {least: 125, most: 16384},
}

// What EBS gives in MiB a second: gp3 if it is set, and a volume that is filled from a
// snapshot at a rate.
const leastThroughput, mostThroughput, leastRate, mostRate = 125, 2000, 100, 300

// A volume of type gp3 has this many operations in a second at any size, and takes a
// MiB a second more for each four.
const gp3IOPS, iopsPerMiB = 3000, 4

// managedVolume checks the volume that ECS makes for each task.
func (c *checker) managedVolume(v *awsecs.ServiceManagedVolumeProps) {
	const path = "ManagedVolume.ManagedEBSVolume"
	e := v.ManagedEBSVolume
	if e == nil {
		c.missing(path, "an EBS volume", "ECS makes no other volume for a task.", "set ManagedEBSVolume")
		return
	}
	kind := e.VolumeType
	if kind == "" {
		kind = awsec2.EbsDeviceVolumeType_GP2 // EBS's own.
	}
	limits, known := ebsTypes[kind]
	if !known {
		c.add(shutdown.Fault{Path: path + ".VolumeType", Rule: "enum", Given: quote(string(kind)), Allowed: "GP2, GP3, IO1, IO2, SC1 or ST1", Message: "Fargate has no such volume."})
		return
	}
	if e.Size == nil && e.SnapShotId == nil {
		c.missing(path+".Size", "a size", "A new volume needs a size, or a snapshot that has one.", "set Size", "or set SnapShotId")
	}
	size, iops, throughput := c.amount(path+".Size", e.Size, awscdk.Size.ToGibibytes, limits.least, limits.most), 0, 0
	if id := deref(e.SnapShotId); e.SnapShotId != nil && !isTextToken(id) && !snapshotID.MatchString(id) {
		c.add(shutdown.Fault{Path: path + ".SnapShotId", Rule: "pattern", Given: quote(id), Allowed: "an id like snap-0a1b2c3d", Message: "This is not the id of a snapshot."})
	}
	switch {
	case e.Iops == nil && limits.mustSayIOPS:
		c.missing(path+".Iops", "operations in a second", "A volume with provisioned operations must say how many.", "set Iops")
	case e.Iops != nil && limits.mostIOPS == 0:
		c.misplaced(path+".Iops", number(*e.Iops), "Only volumes of type GP3, IO1 and IO2 have it.", "remove Iops", "or set VolumeType")
	default:
		iops = c.whole(path+".Iops", e.Iops, limits.leastIOPS, limits.mostIOPS)
	}
	if e.Throughput != nil && kind != awsec2.EbsDeviceVolumeType_GP3 {
		c.misplaced(path+".Throughput", number(*e.Throughput), "Only a volume of type GP3 has it.", "remove Throughput", "or set VolumeType to GP3")
	} else {
		throughput = c.whole(path+".Throughput", e.Throughput, leastThroughput, mostThroughput)
	}
	if most := size * limits.iopsPerGiB; size != 0 && iops > most && (kind != awsec2.EbsDeviceVolumeType_GP3 || iops > gp3IOPS) {
		c.add(shutdown.Fault{Path: path + ".Iops", Rule: "range", Given: strconv.Itoa(iops), Allowed: "at most " + strconv.Itoa(limits.iopsPerGiB) + " for each GiB",
			Message: "EBS does not give so many on " + strconv.Itoa(size) + " GiB.", WaysOut: []string{"raise Size", "or lower Iops"}})
	}
	if e.Iops == nil {
		iops = gp3IOPS
	}
	if iops != 0 && throughput*iopsPerMiB > iops {
		c.add(shutdown.Fault{Path: path + ".Throughput", Rule: "range", Given: strconv.Itoa(throughput), Allowed: "at most 1 MiB/s for " + strconv.Itoa(iopsPerMiB) + " Iops",
			Message: "EBS does not give so much with " + strconv.Itoa(iops) + " Iops.", WaysOut: []string{"raise Iops", "or lower Throughput"}})
	}
	if e.VolumeInitializationRate != nil && e.SnapShotId == nil {
		c.misplaced(path+".VolumeInitializationRate", "a rate", "Only a volume from a snapshot is filled.", "remove VolumeInitializationRate", "or set SnapShotId")
	} else {
		c.amount(path+".VolumeInitializationRate", e.VolumeInitializationRate, awscdk.Size.ToMebibytes, leastRate, mostRate)
	}
	if e.FileSystemType == awsecs.FileSystemType_NTFS {
		c.add(shutdown.Fault{Path: path + ".FileSystemType", Rule: "enum", Given: "NTFS", Allowed: "EXT3, EXT4 or XFS", Message: "Linux does not have it."})
	}
	if _, ok := e.KmsKeyId.(awskms.IAlias); ok {
		c.misplaced(path+".KmsKeyId", "an alias", "IAM allows the use of a key by the key's ARN alone.", "give the key itself")
	}
	if e.KmsKeyId != nil && e.Encrypted != nil && !*e.Encrypted {
		c.misplaced(path+".KmsKeyId", "a key", "The volume is not encrypted.", "remove Encrypted: it is true by default", "or remove KmsKeyId")
	}
	for i, tags := range deref(e.TagSpecifications) {
		if tags == nil {
			c.missing(index(path+".TagSpecifications", i), "tags", "TagSpecifications has an empty entry.", "remove it")
		}
	}
}

// amount reads a size that must be whole in one unit, or gives 0.
func (c *checker) amount(path string, size awscdk.Size, in func(awscdk.Size, *awscdk.SizeConversionOptions) *float64, least, most int) int {
	if size == nil {
		return 0
	}
	if *size.IsUnresolved() {
		c.add(tokenFault(path, "a size"))
		return 0
	}
	return c.whole(path, in(size, &awscdk.SizeConversionOptions{Rounding: awscdk.SizeRoundingBehavior_NONE}), least, most)
}
