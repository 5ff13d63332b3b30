// Package ecsapi knows what the ECS API's ContainerDefinition has, and what
// a service of this repository does not take of it.
package ecsapi

import "slices"

// Source is the page that the members are from.
const Source = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"

// Where says in which containers something is refused.
type Where string

// The containers of a task: the app, and those beside it.
const (
	Nowhere    Where = ""
	Everywhere Where = "all"
	InApp      Where = "app"
	BesideApp  Where = "beside"
)

// Member is one member of a container definition.
type Member struct {
	// Name is the member in the API.
	Name string
	// Fields are what it is in the CDK's ContainerDefinitionOptions, none if it
	// is elsewhere.
	Fields []string
	// Inner are the members of the object, or of each object of the list.
	Inner []string
	// Refused says where it is refused, Reason why; Variable and Prop are the
	// ways out in the module and in the construct.
	Refused                Where
	Reason, Variable, Prop string
}

// RefusedIn says whether a container does not take the member.
func (m Member) RefusedIn(app bool) bool {
	return m.Refused == Everywhere || m.Refused == InApp && app || m.Refused == BesideApp && !app
}

const (
	own     = "It has an input of its own."
	network = "Fargate's network mode awsvpc has no such thing."
	fargate = "Fargate does not take it."
)

// Members lists all members, by name.
func Members() []Member {
	return []Member{
		{Name: "command", Fields: []string{"Command"}, Refused: Everywhere, Reason: own,
			Variable: "Set command, or command of front, sidecars or init_containers.", Prop: "set Command beside it"},
		{Name: "cpu", Fields: []string{"Cpu"}, Refused: BesideApp, Reason: own,
			Variable: "Set cpu of front, sidecars or init_containers.", Prop: "set Cpu beside it"},
		{Name: "credentialSpecs", Fields: []string{"CredentialSpecs"}},
		{Name: "dependsOn", Refused: Everywhere, Reason: "The order in which containers stop comes from the profile.",
			Variable: "Set after in profile.sidecars, condition in sidecars, or init_containers."},
		{Name: "disableNetworking", Fields: []string{"DisableNetworking"}, Refused: Everywhere, Reason: fargate, Variable: "Remove it.", Prop: "remove it"},
		{Name: "dnsSearchDomains", Fields: []string{"DnsSearchDomains"}, Refused: Everywhere, Reason: fargate, Variable: "Remove it.", Prop: "remove it"},
		{Name: "dnsServers", Fields: []string{"DnsServers"}, Refused: Everywhere, Reason: fargate, Variable: "Remove it.", Prop: "remove it"},
		{Name: "dockerLabels", Fields: []string{"DockerLabels"}},
		{Name: "dockerSecurityOptions", Fields: []string{"DockerSecurityOptions"}, Refused: Everywhere, Reason: fargate, Variable: "Remove it.", Prop: "remove it"},
		{Name: "entryPoint", Fields: []string{"EntryPoint"}, Refused: Everywhere, Reason: own,
			Variable: "Set entry_point, or entry_point of front, sidecars or init_containers.", Prop: "set EntryPoint beside it"},
		{Name: "environment", Fields: []string{"Environment"}, Refused: Everywhere, Reason: own,
			Variable: "Set environment, or environment of front, sidecars or init_containers.", Prop: "set Environment beside it"},
		{Name: "environmentFiles", Fields: []string{"EnvironmentFiles"}, Inner: []string{"type", "value"}},
		{Name: "essential", Fields: []string{"Essential"}, Refused: Everywhere, Reason: "The app and the front end the task when they end, and an init container must not.",
			Variable: "Set essential in sidecars.", Prop: "set Essential of a sidecar"},
		{Name: "extraHosts", Fields: []string{"ExtraHosts"}, Refused: Everywhere, Reason: network, Variable: "Remove it.", Prop: "remove it"},
		{Name: "firelensConfiguration", Inner: []string{"options", "type"}},
		{Name: "healthCheck", Fields: []string{"HealthCheck"}, Inner: []string{"command", "interval", "retries", "startPeriod", "timeout"}},
		{Name: "hostname", Fields: []string{"Hostname"}, Refused: Everywhere, Reason: network, Variable: "Remove it.", Prop: "remove it"},
		{Name: "image", Fields: []string{"Image"}, Refused: Everywhere, Reason: own,
			Variable: "Set image, or image of front, sidecars or init_containers.", Prop: "set Image beside it"},
		{Name: "interactive", Fields: []string{"Interactive"}},
		{Name: "links", Refused: Everywhere, Reason: network, Variable: "Use localhost: the containers of a task share it."},
		{Name: "linuxParameters", Fields: []string{"LinuxParameters"}, Inner: []string{"capabilities", "initProcessEnabled", "tmpfs"}},
		{Name: "logConfiguration", Fields: []string{"Logging"}, Inner: []string{"logDriver", "options", "secretOptions"}},
		{Name: "memory", Fields: []string{"MemoryLimitMiB"}},
		{Name: "memoryReservation", Fields: []string{"MemoryReservationMiB"}, Refused: BesideApp, Reason: own,
			Variable: "Set memory_reservation of front, sidecars or init_containers.", Prop: "set MemoryReservationMiB beside it"},
		{Name: "mountPoints", Inner: []string{"containerPath", "readOnly", "sourceVolume"}},
		{Name: "name", Fields: []string{"ContainerName"}, Refused: Everywhere, Reason: "The profile names the front and the sidecars.",
			Variable: "Set container_name for the app.", Prop: "set the service's ContainerName for the app"},
		{Name: "portMappings", Fields: []string{"PortMappings"}, Refused: Everywhere, Reason: own,
			Variable: "Set container_port, port_mappings and container_port_ranges, or ports and container_port_ranges of front or sidecars.", Prop: "set ContainerPort, AdditionalPorts and ContainerPortRanges, or Ports and ContainerPortRanges of Front or of the sidecar"},
		{Name: "privileged", Fields: []string{"Privileged"}, Refused: Everywhere, Reason: fargate, Variable: "Remove it.", Prop: "remove it"},
		{Name: "pseudoTerminal", Fields: []string{"PseudoTerminal"}},
		{Name: "readonlyRootFilesystem", Fields: []string{"ReadonlyRootFilesystem"}, Refused: InApp, Reason: own,
			Variable: "Set readonly_root_filesystem.", Prop: "set ReadonlyRootFilesystem beside it"},
		{Name: "repositoryCredentials", Inner: []string{"credentialsParameter"}},
		{Name: "resourceRequirements", Fields: []string{"GpuCount", "InferenceAcceleratorResources"}, Refused: Everywhere, Reason: fargate, Variable: "Remove it.", Prop: "remove it"},
		{Name: "restartPolicy", Fields: []string{"EnableRestartPolicy", "RestartAttemptPeriod", "RestartIgnoredExitCodes"},
			Inner: []string{"enabled", "ignoredExitCodes", "restartAttemptPeriod"}},
		{Name: "secrets", Fields: []string{"Secrets"}, Refused: Everywhere, Reason: own,
			Variable: "Set secrets, or secrets of front, sidecars or init_containers.", Prop: "set Secrets beside it"},
		{Name: "startTimeout", Fields: []string{"StartTimeout"}},
		{Name: "stopTimeout", Fields: []string{"StopTimeout"}, Refused: Everywhere, Reason: "The stop timeout comes from the profile.",
			Variable: "Change the profile: longest_work, cleanup, or flush of a sidecar.", Prop: "change the profile: longest_work, cleanup, or flush of a sidecar"},
		{Name: "systemControls", Fields: []string{"SystemControls"}, Inner: []string{"namespace", "value"}},
		{Name: "ulimits", Fields: []string{"Ulimits"}, Inner: []string{"hardLimit", "name", "softLimit"}},
		{Name: "user", Fields: []string{"User"}},
		{Name: "versionConsistency", Fields: []string{"VersionConsistency"}},
		{Name: "volumesFrom", Inner: []string{"readOnly", "sourceContainer"}},
		{Name: "workingDirectory", Fields: []string{"WorkingDirectory"}},
	}
}

// OfField is the member that a field of ContainerDefinitionOptions gives.
func OfField(field string) (Member, bool) {
	for _, m := range Members() {
		if slices.Contains(m.Fields, field) {
			return m, true
		}
	}
	return Member{}, false
}
