package gracefulecs

import (
	"iter"
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// What EFS says of transit encryption and of IAM.
const enabled, disabled = "ENABLED", "DISABLED"

// volumes checks the task's storage and what the containers mount of it.
func (c *checker) volumes(p *plan) {
	c.whole("EphemeralStorageGiB", p.EphemeralStorageGiB, 21, 200)
	names := map[string]bool{}
	for i, v := range deref(p.Volumes) {
		path := index("Volumes", i)
		if v == nil {
			c.missing(path, "a volume", "Volumes has an empty entry.", "remove it")
			continue
		}
		c.volumeName(path+".Name", deref(v.Name), names)
		for _, refused := range []struct {
			field string
			given bool
		}{{"DockerVolumeConfiguration", v.DockerVolumeConfiguration != nil}, {"Host.SourcePath", v.Host != nil && v.Host.SourcePath != nil}, {"ConfiguredAtLaunch", deref(v.ConfiguredAtLaunch)}} {
			if refused.given {
				c.misplaced(path+"."+refused.field, "a value", "A volume of this service is Fargate's own storage or an EFS file system.", "remove it", "or use EfsVolumeConfiguration", "or ManagedVolume for one of EBS")
			}
		}
		c.efs(path+".EfsVolumeConfiguration.", v.EfsVolumeConfiguration)
	}
	if v := p.ManagedVolume; v != nil {
		c.volumeName("ManagedVolume.Name", deref(v.Name), names)
		c.managedVolume(v)
	}
	for prefix, points := range p.mountPoints() {
		c.mounts(prefix, points, names)
	}
	if v := p.ManagedVolume; v != nil && !p.mounted(deref(v.Name)) {
		c.add(shutdown.Fault{Path: "ManagedVolume.Name", Rule: "required", Given: quote(deref(v.Name)), Allowed: "a volume that a container mounts",
			Message: "No container mounts it, and ECS would make one for each task.", WaysOut: []string{"add it to the MountPoints of a container", "or remove ManagedVolume"}})
	}
}

// volumeName checks a volume's name, and that no other volume has it.
func (c *checker) volumeName(path, name string, names map[string]bool) {
	switch {
	case !isTextToken(name) && !containerName.MatchString(name):
		c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(name), Allowed: containerNameAllowed, Message: "This is not a valid name."})
	case names[name]:
		c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: quote(name), Allowed: "a name that no other volume has", Message: "Another volume has the name " + quote(name) + " already."})
	}
	names[name] = true
}

// efs checks what EFS wants together.
func (c *checker) efs(path string, e *awsecs.EfsVolumeConfiguration) {
	if e == nil {
		return
	}
	if deref(e.FileSystemId) == "" {
		c.missing(path+"FileSystemId", "the id of a file system", "An EFS volume needs a file system.")
	}
	if v := deref(e.TransitEncryption); !isTextToken(v) {
		c.oneOf(path+"TransitEncryption", v, enabled, disabled)
	}
	if port := path + "TransitEncryptionPort"; c.whole(port, e.TransitEncryptionPort, 1, maxPort) != 0 && deref(e.TransitEncryption) == disabled {
		c.misplaced(port, "a port", "Without transit encryption there is no port for it.", "remove it", "or remove TransitEncryption: it is ENABLED by default")
	}
	a := e.AuthorizationConfig
	if a == nil {
		return
	}
	c.oneOf(path+"AuthorizationConfig.Iam", deref(a.Iam), enabled, disabled)
	if deref(e.TransitEncryption) == disabled {
		c.add(shutdown.Fault{Path: path + "TransitEncryption", Rule: "enum", Given: quote(*e.TransitEncryption), Allowed: enabled,
			Message: "EFS takes an access point and IAM authorization with transit encryption only.", WaysOut: []string{"remove TransitEncryption: it is ENABLED by default"}})
	}
	if root := deref(e.RootDirectory); a.AccessPointId != nil && root != "" && root != "/" {
		c.misplaced(path+"RootDirectory", quote(root), "The access point says what is mounted.", "remove it")
	}
}

// mountPoints goes through those of each container, by the prefix of its path.
func (p *plan) mountPoints() iter.Seq2[string, *[]*awsecs.MountPoint] {
	return func(yield func(string, *[]*awsecs.MountPoint) bool) {
		if !yield("", p.MountPoints) || p.Front != nil && !yield("Front.", p.Front.MountPoints) {
			return
		}
		for i, s := range deref(p.Sidecars) {
			if s != nil && !yield(index("Sidecars", i)+".", s.MountPoints) {
				return
			}
		}
		for i, s := range deref(p.InitContainers) {
			if s != nil && !yield(index("InitContainers", i)+".", s.MountPoints) {
				return
			}
		}
	}
}

// mounted says whether a container mounts the volume.
func (p *plan) mounted(volume string) bool {
	for _, points := range p.mountPoints() {
		if slices.ContainsFunc(deref(points), func(m *awsecs.MountPoint) bool { return m != nil && deref(m.SourceVolume) == volume }) {
			return true
		}
	}
	return false
}

// mounts refuses a mount point of a volume that the task does not have.
func (c *checker) mounts(prefix string, points *[]*awsecs.MountPoint, names map[string]bool) {
	taken := map[string]bool{}
	for i, m := range deref(points) {
		path := prefix + index("MountPoints", i)
		switch {
		case m == nil:
			c.missing(path, "a mount point", "MountPoints has an empty entry.", "remove it")
		case !names[deref(m.SourceVolume)]:
			c.add(shutdown.Fault{Path: path + ".SourceVolume", Rule: "enum", Given: quote(deref(m.SourceVolume)), Allowed: "one of " + list(sortedKeys(names)),
				Message: "There is no such volume.", WaysOut: []string{"add it to Volumes", "or mount another one"}})
		case deref(m.ContainerPath) == "":
			c.missing(path+".ContainerPath", "a path in the container", "The volume has no place in the container.")
		case taken[*m.ContainerPath]:
			c.add(shutdown.Fault{Path: path + ".ContainerPath", Rule: "duplicate", Given: quote(*m.ContainerPath), Allowed: "a path where the container has no volume yet",
				Message: "Another volume is mounted there already."})
		default:
			taken[*m.ContainerPath] = true
		}
	}
}

// mount adds a container's mount points. The CDK wants to be told whether each is
// read-only.
func mount(c awsecs.ContainerDefinition, points *[]*awsecs.MountPoint) {
	for _, m := range deref(points) {
		point := *m
		if point.ReadOnly == nil {
			point.ReadOnly = jsii.Bool(false)
		}
		c.AddMountPoints(&point)
	}
}

// addVolumes adds the volumes to the task definition, and lets the task role
// into the file systems that ask for it.
func (s *built) addVolumes(p *plan) {
	for _, v := range deref(p.Volumes) {
		volume := *v
		if e := v.EfsVolumeConfiguration; e != nil {
			efs := *e
			if efs.TransitEncryption == nil {
				efs.TransitEncryption = jsii.String(enabled)
			}
			volume.EfsVolumeConfiguration = &efs
			if a := e.AuthorizationConfig; a != nil && deref(a.Iam) == enabled {
				s.allowFileSystem(e.FileSystemId)
			}
		}
		s.taskDefinition.AddVolume(&volume)
	}
	if v := p.ManagedVolume; v != nil {
		s.taskDefinition.AddVolume(&awsecs.Volume{Name: v.Name, ConfiguredAtLaunch: jsii.Bool(true)})
	}
}

func (s *built) allowFileSystem(id *string) {
	s.TaskRole().AddToPrincipalPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"),
		Resources: &[]*string{awscdk.Stack_Of(s).FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("elasticfilesystem"), Resource: jsii.String("file-system"), ResourceName: id})},
	}))
}

// needsFileSystems are the file systems that the task role is let into.
func (p *plan) needsFileSystems() []string {
	var out []string
	for i, v := range deref(p.Volumes) {
		if e := v.EfsVolumeConfiguration; e != nil && e.AuthorizationConfig != nil && deref(e.AuthorizationConfig.Iam) == enabled {
			out = append(out, "Volumes["+strconv.Itoa(i)+"]")
		}
	}
	return out
}
