package gracefulecs_test

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func ExampleValidate() {
	err := gracefulecs.Validate(&gracefulecs.ServiceProps{
		Profile:        shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60), Capacity: "spots"},
		ServiceName:    jsii.String("worker"),
		MemoryLimitMiB: jsii.Number(700),
	})
	fmt.Println(err)
	// Output:
	// capacity: Unknown Word
	// capacity does not know the word "spots".
	// Given: "spots". Allowed: one of on_demand, spot, mixed.
	// Ways out:
	//   - write "spot"
	//
	// Cluster: Missing Value
	// Cluster must be set.
	// Given: nothing. Allowed: an ECS cluster.
	//
	// Image: Missing Value
	// Image must be set.
	// Given: nothing. Allowed: a container image.
	//
	// MemoryLimitMiB: Value Out Of Range
	// Fargate has no task size with this pair of Cpu and MemoryLimitMiB.
	// Given: 700. Allowed: with Cpu 256 one of 512, 1024, 2048.
	// Ways out:
	//   - set MemoryLimitMiB to one of 512, 1024, 2048
}
