package cases

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// balanced lists the worked examples behind a load balancer.
func balanced() []Case {
	const http = shutdown.HTTP
	return []Case{
		{
			Name: "http 10", YAML: "workload: http\nlongest_work: 10\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(10)},
			Want: checked(Want{StopTimeout: 35, Deadline: 30, Delay: 15, Drain: 10, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptAll, false), DeploymentSeconds: new(110)}, 25),
		},
		{
			Name: "http 75 spot", YAML: "workload: http\nlongest_work: 75\ncapacity: spot\ndesired_count: 6\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(75), Capacity: shutdown.Spot, DesiredCount: new(6)},
			Want: checked(Want{StopTimeout: 100, Deadline: 95, Delay: 15, Drain: 75, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptAll, true)}, 90),
		},
		{
			Name: "http 85 spot", YAML: "workload: http\nlongest_work: 85\ncapacity: spot\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(85), Capacity: shutdown.Spot},
			Rule:    "spot-budget", Path: "longest_work", Allowed: "at most 80",
		},
		{
			Name: "http 240 cleanup 10", YAML: "workload: http\nlongest_work: 240\ncleanup: 10\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(240), Cleanup: new(10)},
			Want: checked(Want{StopTimeout: 120, Deadline: 115, Delay: 15, Drain: 90, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: with(everywhere(shutdown.KeptAll, false), shutdown.StopTask, shutdown.KeptUpTo),
				UpTo: map[shutdown.Cause]int{shutdown.StopTask: 90}}, 255),
		},
		{
			Name: "http 20 nlb", YAML: "workload: http\nlongest_work: 20\nload_balancer: nlb\ndesired_count: 3\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(20), LoadBalancer: shutdown.NLB, DesiredCount: new(3)},
			Want: checked(Want{StopTimeout: 120, Deadline: 115, Delay: 90, Drain: 20, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: with(everywhere(shutdown.KeptAll, false), shutdown.StopTask, shutdown.KeptBestEffort)}, 140),
		},
		{
			Name: "websocket 900", YAML: "workload: websocket\nlongest_work: 900\n",
			Profile: shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(900)},
			Want: checked(Want{StopTimeout: 30, Deadline: 25, Delay: 15, Drain: 5, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: with(everywhere(shutdown.KeptAll, false), shutdown.StopTask, shutdown.KeptClosed)}, 915),
		},
		{
			Name: "http 20 mixed sidecar 10", YAML: "workload: http\nlongest_work: 20\ncapacity: mixed\ndesired_count: 3\nsidecars:\n  - name: log-router\n    flush: 10\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(20), Capacity: shutdown.Mixed, DesiredCount: new(3),
				Sidecars: []shutdown.Sidecar{{Name: "log-router", Flush: new(10)}}},
			Want: checked(Want{StopTimeout: 45, Deadline: 40, Delay: 15, Drain: 20, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptAll, true), Sidecars: map[string]int{"log-router": 15}, StopSeconds: new(95)}, 35),
		},
		{
			Name: "http 10 n 10 surge 25", YAML: "workload: http\nlongest_work: 10\ndesired_count: 10\nmax_surge_percent: 25\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(10), DesiredCount: new(10), MaxSurgePercent: new(25)},
			Want: checked(Want{StopTimeout: 35, Deadline: 30, Delay: 15, Drain: 10, MinimumHealthyPercent: 100, MaximumPercent: 120,
				Kept: everywhere(shutdown.KeptAll, false)}, 25),
		},
		{
			Name: "http 10 n 3 surge 10", YAML: "workload: http\nlongest_work: 10\ndesired_count: 3\nmax_surge_percent: 10\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(10), DesiredCount: new(3), MaxSurgePercent: new(10)},
			Want: checked(Want{StopTimeout: 35, Deadline: 30, Delay: 15, Drain: 10, MinimumHealthyPercent: 100, MaximumPercent: 134,
				Kept: everywhere(shutdown.KeptAll, false)}, 25),
		},
	}
}
