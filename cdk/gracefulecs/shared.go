package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// shared are plain values that the services of one scope have in common. Each
// costs a call into Node, and 100 services need the same few.
type shared struct {
	scope     constructs.Construct
	durations map[int]awscdk.Duration
	tasks     awsiam.ServicePrincipal
	execution awsiam.IManagedPolicy
	platform  *awsecs.RuntimePlatform
	after     *afterwards
}

// latest is kept for the next service. Values of another scope are dropped:
// they may belong to an app whose Node process has ended. The CDK in Go is not
// safe for concurrent use, so neither is this.
var latest *shared

func sharedIn(scope constructs.Construct) *shared {
	if latest == nil || latest.scope != scope {
		latest = &shared{
			scope:     scope,
			durations: map[int]awscdk.Duration{},
			tasks:     awsiam.NewServicePrincipal(jsii.String("ecs-tasks.amazonaws.com"), nil),
			execution: awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("service-role/AmazonECSTaskExecutionRolePolicy")),
			platform: &awsecs.RuntimePlatform{
				CpuArchitecture: awsecs.CpuArchitecture_X86_64(), OperatingSystemFamily: awsecs.OperatingSystemFamily_LINUX(),
			},
		}
	}
	return latest
}

// seconds is a duration for the CDK.
func (s *shared) seconds(v int) awscdk.Duration {
	d, ok := s.durations[v]
	if !ok {
		d = awscdk.Duration_Seconds(jsii.Number(v))
		s.durations[v] = d
	}
	return d
}
