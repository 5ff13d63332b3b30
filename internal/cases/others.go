package cases

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// others lists the worked examples without a load balancer.
func others() []Case {
	redelivered := with(everywhere(shutdown.KeptRedelivered, true), shutdown.HostFailure, shutdown.KeptRedelivered)
	return []Case{
		{
			Name: "http 20 none", YAML: "workload: http\nlongest_work: 20\nload_balancer: none\n",
			Profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(20), LoadBalancer: shutdown.NoLoadBalancer},
			Want: Want{StopTimeout: 90, Deadline: 85, Delay: 60, Drain: 20, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptAll, false)},
		},
		{
			Name: "queue 900", YAML: "workload: queue\nlongest_work: 900\n",
			Profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900)},
			Want: Want{StopTimeout: 120, Deadline: 115, Delay: 0, Drain: 110, MinimumHealthyPercent: 100, MaximumPercent: 200,
				TaskProtectionMinutes: new(16), VisibilityTimeout: new(1020),
				Kept: map[shutdown.Cause]shutdown.Kept{
					shutdown.Deployment: shutdown.KeptAll, shutdown.ScaleIn: shutdown.KeptAll, shutdown.AZRebalance: shutdown.KeptAll,
					shutdown.Unhealthy: shutdown.KeptUpTo, shutdown.Retirement: shutdown.KeptUpTo, shutdown.StopTask: shutdown.KeptUpTo,
					shutdown.SpotInterruption: shutdown.KeptNotApplicable, shutdown.HostFailure: shutdown.KeptRedelivered},
				UpTo:              map[shutdown.Cause]int{shutdown.Unhealthy: 110, shutdown.Retirement: 110, shutdown.StopTask: 110},
				DeploymentSeconds: new(1110)},
		},
		{
			Name: "queue 900 spot requeue", YAML: "workload: queue\nlongest_work: 900\ncapacity: spot\non_interrupt: requeue\n",
			Profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900), Capacity: shutdown.Spot, OnInterrupt: shutdown.Requeue},
			Want: Want{StopTimeout: 10, Deadline: 5, Delay: 0, Drain: 0, MinimumHealthyPercent: 100, MaximumPercent: 200,
				VisibilityTimeout: new(910), Kept: redelivered},
		},
		{
			Name: "batch 14400 spot checkpoint 40", YAML: "workload: batch\nlongest_work: 14400\ncapacity: spot\non_interrupt: checkpoint\ninterrupt_time: 40\ndesired_count: 1\n",
			Profile: shutdown.Profile{Workload: shutdown.Batch, LongestWork: new(14400), Capacity: shutdown.Spot, OnInterrupt: shutdown.Checkpoint,
				InterruptTime: new(40), DesiredCount: new(1)},
			Want: Want{StopTimeout: 50, Deadline: 45, Delay: 0, Drain: 40, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptCheckpointed, true)},
		},
	}
}
