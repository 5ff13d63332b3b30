package parity

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// definitions gives container_definitions the surroundings' names.
func (c Case) definitions(m arguments, s Surroundings) {
	out := map[string]any{}
	for name, d := range c.Containers {
		out[name] = walk(d, "", func(_, v string) any { return surrounded(v, s) })
	}
	m.set("container_definitions", out, len(out) > 0)
	m.word("container_name", c.ContainerName)
	m.number("ephemeral_storage_gib", c.Storage)
	m.set("init_containers", c.initContainers(s), len(c.Init) > 0)
	volumes := c.volumes(s)
	m.set("volumes", volumes, len(volumes) > 0)
}

func surrounded(v string, s Surroundings) string {
	return strings.NewReplacer("SECRET", s.SecretARN, "BUCKET", "parity-config").Replace(v)
}

// definition is a container definition as the ECS API writes it, read once more
// so that a member that is not translated to the CDK's options is an error.
type definition struct {
	CPU                    int               `json:"cpu"`
	DNSSearchDomains       []string          `json:"dnsSearchDomains"`
	DNSServers             []string          `json:"dnsServers"`
	DockerLabels           map[string]string `json:"dockerLabels"`
	Interactive            bool              `json:"interactive"`
	Memory                 int               `json:"memory"`
	MemoryReservation      int               `json:"memoryReservation"`
	PseudoTerminal         bool              `json:"pseudoTerminal"`
	ReadonlyRootFilesystem bool              `json:"readonlyRootFilesystem"`
	StartTimeout           int               `json:"startTimeout"`
	User                   string            `json:"user"`
	VersionConsistency     string            `json:"versionConsistency"`
	WorkingDirectory       string            `json:"workingDirectory"`

	EnvironmentFiles []struct{ Type, Value string } `json:"environmentFiles"`
	Firelens         *struct {
		Type    string
		Options map[string]string
	} `json:"firelensConfiguration"`
	HealthCheck *struct {
		Command                                 []string
		Interval, Timeout, Retries, StartPeriod int
	} `json:"healthCheck"`
	LinuxParameters *struct {
		InitProcessEnabled bool
		Capabilities       struct{ Add, Drop []string }
	} `json:"linuxParameters"`
	LogConfiguration *struct {
		LogDriver     string
		Options       map[string]string
		SecretOptions []struct{ Name, ValueFrom string }
	} `json:"logConfiguration"`
	RestartPolicy *struct {
		Enabled              bool
		IgnoredExitCodes     []float64
		RestartAttemptPeriod int
	} `json:"restartPolicy"`
	MountPoints []struct {
		SourceVolume, ContainerPath string
		ReadOnly                    bool
	} `json:"mountPoints"`
	SystemControls []struct{ Namespace, Value string } `json:"systemControls"`
	Ulimits        []struct {
		Name                 string
		SoftLimit, HardLimit int
	} `json:"ulimits"`
}

// containerProps gives the CDK the same in its own words.
func (c Case) containerProps(p *gracefulecs.ServiceProps, stack awscdk.Stack, s Surroundings) {
	p.ContainerName, p.EphemeralStorageGiB = word(c.ContainerName), number(c.Storage)
	p.Volumes, p.InitContainers = c.volumeProps(), c.initProps(stack, s)
	c.EBS.props(p, stack, s)
	for name, members := range c.Containers {
		d := definitionOf(members, s)
		o := d.options(stack, name, s)
		switch {
		case name == "app" || name == c.ContainerName:
			p.ContainerOptions, p.MountPoints = o, d.mounts()
		case c.sidecarAt(name) >= 0:
			sidecar := (*p.Sidecars)[c.sidecarAt(name)]
			sidecar.ContainerOptions, sidecar.FirelensConfig, sidecar.MountPoints = o, d.firelens(), d.mounts()
		case c.initAt(name) >= 0:
			init := (*p.InitContainers)[c.initAt(name)]
			init.ContainerOptions, init.MountPoints = o, d.mounts()
		default:
			p.Front.ContainerOptions, p.Front.MountPoints = o, d.mounts()
		}
	}
}

func (c Case) sidecarAt(name string) int {
	for i, s := range c.Sidecars {
		if s.Name == name {
			return i
		}
	}
	return -1
}

func definitionOf(members Definition, s Surroundings) (d definition) {
	b, err := json.Marshal(members)
	if err != nil {
		panic(err)
	}
	decoder := json.NewDecoder(strings.NewReader(surrounded(string(b), s)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		panic(fmt.Errorf("container_definitions: %w", err))
	}
	return d
}

func duration(v int) awscdk.Duration {
	if v == 0 {
		return nil
	}
	return awscdk.Duration_Seconds(jsii.Number(v))
}

func (d definition) options(stack awscdk.Stack, name string, s Surroundings) *awsecs.ContainerDefinitionOptions {
	o := &awsecs.ContainerDefinitionOptions{
		Cpu: number(d.CPU), DnsSearchDomains: words(d.DNSSearchDomains), DnsServers: words(d.DNSServers), DockerLabels: table(d.DockerLabels), Interactive: toggle(d.Interactive),
		MemoryLimitMiB: number(d.Memory), MemoryReservationMiB: number(d.MemoryReservation), PseudoTerminal: toggle(d.PseudoTerminal),
		ReadonlyRootFilesystem: toggle(d.ReadonlyRootFilesystem), StartTimeout: duration(d.StartTimeout), User: word(d.User),
		VersionConsistency: map[string]awsecs.VersionConsistency{"disabled": awsecs.VersionConsistency_DISABLED}[d.VersionConsistency], WorkingDirectory: word(d.WorkingDirectory),
	}
	for i, f := range d.EnvironmentFiles {
		bucket, key, _ := strings.Cut(strings.TrimPrefix(f.Value, "arn:aws:s3:::"), "/")
		o.EnvironmentFiles = appended[awsecs.EnvironmentFile](o.EnvironmentFiles, awsecs.EnvironmentFile_FromBucket(awss3.Bucket_FromBucketName(stack, jsii.Sprintf("%sBucket%d", name, i), &bucket), &key, nil))
	}
	if h := d.HealthCheck; h != nil {
		o.HealthCheck = &awsecs.HealthCheck{Command: words(h.Command), Interval: duration(h.Interval), Timeout: duration(h.Timeout), Retries: number(h.Retries), StartPeriod: duration(h.StartPeriod)}
	}
	if l := d.LinuxParameters; l != nil {
		o.LinuxParameters = awsecs.NewLinuxParameters(stack, jsii.String(name+"Linux"), &awsecs.LinuxParametersProps{InitProcessEnabled: toggle(l.InitProcessEnabled)})
		for _, c := range l.Capabilities.Add {
			o.LinuxParameters.AddCapabilities(awsecs.Capability(c))
		}
		for _, c := range l.Capabilities.Drop {
			o.LinuxParameters.DropCapabilities(awsecs.Capability(c))
		}
	}
	if l := d.LogConfiguration; l != nil {
		props := &awsecs.FireLensLogDriverProps{Options: table(l.Options)}
		for i, secret := range l.SecretOptions {
			if props.SecretOptions == nil {
				props.SecretOptions = &map[string]awsecs.Secret{}
			}
			(*props.SecretOptions)[secret.Name] = awsecs.Secret_FromSecretsManager(awssecretsmanager.Secret_FromSecretCompleteArn(stack, jsii.Sprintf("%sLogs%d", name, i), &s.SecretARN), nil)
		}
		o.Logging = awsecs.LogDrivers_Firelens(props)
	}
	if r := d.RestartPolicy; r != nil {
		codes := jsii.PtrSlice(r.IgnoredExitCodes...)
		o.EnableRestartPolicy, o.RestartAttemptPeriod, o.RestartIgnoredExitCodes = &r.Enabled, duration(r.RestartAttemptPeriod), codes
	}
	for _, c := range d.SystemControls {
		o.SystemControls = appended(o.SystemControls, &awsecs.SystemControl{Namespace: &c.Namespace, Value: &c.Value})
	}
	for _, u := range d.Ulimits {
		o.Ulimits = appended(o.Ulimits, &awsecs.Ulimit{Name: awsecs.UlimitName(strings.ToUpper(u.Name)), SoftLimit: jsii.Number(u.SoftLimit), HardLimit: jsii.Number(u.HardLimit)})
	}
	return o
}

func (d definition) firelens() *awsecs.FirelensConfig {
	if d.Firelens == nil {
		return nil
	}
	o := d.Firelens.Options
	return &awsecs.FirelensConfig{Type: awsecs.FirelensLogRouterType(strings.ToUpper(d.Firelens.Type)), Options: &awsecs.FirelensOptions{
		EnableECSLogMetadata: jsii.Bool(o["enable-ecs-log-metadata"] == "true"), ConfigFileType: awsecs.FirelensConfigFileType(strings.ToUpper(o["config-file-type"])), ConfigFileValue: word(o["config-file-value"])}}
}

func appended[T any](list *[]T, v T) *[]T {
	out := append([]T(nil), deref(list)...)
	out = append(out, v)
	return &out
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
