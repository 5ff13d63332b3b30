package gracefulecs

import "github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

// FrontProps describe the container of the profile's front, which takes the
// requests and hands them to the app: a TLS proxy, or nginx before PHP. The load
// balancer and the callers reach it and not the app. Its name and its stop
// timeout come from the profile; it starts after the app and stops before it.
type FrontProps struct {
	// Image is what the container runs.
	Image awsecs.ContainerImage
	// Port is the TCP port that it takes requests on.
	Port *float64

	// Command is the container's command. The framework's arguments are appended
	// to it, see FrameworkArguments.
	// Default: the image's.
	Command *[]*string
	// ContainerOptions are what the container needs beside the other props. A
	// field that has a prop of its own, that the profile computes or that Fargate
	// does not take is refused.
	// Default: none; Logging goes to the service's log group.
	ContainerOptions *awsecs.ContainerDefinitionOptions
	// ContainerPortRanges are ranges of further TCP ports that the container listens on,
	// like 8000-8010. Neither a load balancer nor Service Connect reaches one of them.
	// Default: none.
	ContainerPortRanges *[]*string
	// Cpu reserves CPU units of the task.
	// Default: none.
	Cpu *float64
	// EntryPoint is the container's entry point.
	// Default: the image's.
	EntryPoint *[]*string
	// Environment has the container's variables. Names that the profile sets are
	// refused.
	// Default: what the profile gives.
	Environment *map[string]*string
	// FrameworkArguments appends the arguments that the front's framework needs
	// to Command, if Command is given.
	// Default: true.
	FrameworkArguments *bool
	// MemoryReservationMiB reserves memory of the task.
	// Default: none.
	MemoryReservationMiB *float64
	// MountPoints of the container.
	// Default: none.
	MountPoints *[]*awsecs.MountPoint
	// Ports are further TCP ports that the container listens on.
	// Default: none.
	Ports *[]*float64
	// Secrets of the container by variable name.
	// Default: none.
	Secrets *map[string]awsecs.Secret
}
