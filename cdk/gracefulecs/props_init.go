package gracefulecs

import "github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

// InitContainerProps describe a container that ends before the app starts.
type InitContainerProps struct {
	// Image is what the container runs.
	Image awsecs.ContainerImage
	// Name is the name of the container.
	Name *string

	// After names sidecars, which must have started, and init containers before
	// this one, which must have ended.
	// Default: none; it starts at once.
	After *[]*string
	// Command is the container's command.
	// Default: the image's.
	Command *[]*string
	// Condition is what the app and later init containers wait for: SUCCESS, or
	// COMPLETE with any exit code.
	// Default: SUCCESS.
	Condition awsecs.ContainerDependencyCondition
	// ContainerOptions are what the container needs beside the other props. A
	// field that has a prop of its own or that Fargate does not take is refused.
	// Default: none; Logging goes to the service's log group.
	ContainerOptions *awsecs.ContainerDefinitionOptions
	// Cpu reserves CPU units of the task.
	// Default: none.
	Cpu *float64
	// EntryPoint is the container's entry point.
	// Default: the image's.
	EntryPoint *[]*string
	// Environment has the container's variables.
	// Default: none.
	Environment *map[string]*string
	// MemoryReservationMiB reserves memory of the task.
	// Default: none.
	MemoryReservationMiB *float64
	// MountPoints of the container.
	// Default: none.
	MountPoints *[]*awsecs.MountPoint
	// Secrets of the container by variable name.
	// Default: none.
	Secrets *map[string]awsecs.Secret
}
