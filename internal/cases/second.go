package cases

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// second lists the worked examples of what the second edition brought.
func second() []Case {
	const http = shutdown.HTTP
	held := func(upTo int) (map[shutdown.Cause]shutdown.Kept, map[shutdown.Cause]int) {
		return map[shutdown.Cause]shutdown.Kept{
				shutdown.Deployment: shutdown.KeptAll, shutdown.ScaleIn: shutdown.KeptAll, shutdown.AZRebalance: shutdown.KeptAll,
				shutdown.Unhealthy: shutdown.KeptUpTo, shutdown.Retirement: shutdown.KeptUpTo, shutdown.StopTask: shutdown.KeptUpTo,
				shutdown.SpotInterruption: shutdown.KeptNotApplicable, shutdown.HostFailure: shutdown.KeptRedelivered},
			map[shutdown.Cause]int{shutdown.Unhealthy: upTo, shutdown.Retirement: upTo, shutdown.StopTask: upTo}
	}
	kept, upTo := held(110)
	slow := checked(Want{StopTimeout: 35, Deadline: 30, Delay: 15, Drain: 10, MinimumHealthyPercent: 100, MaximumPercent: 200,
		Kept: everywhere(shutdown.KeptAll, false)}, 25)
	slow.Interval, slow.Timeout, slow.Unhealthy, slow.Grace = new(32), new(31), new(2), new(125)
	return []Case{
		{
			Name: "queue 900 heartbeat", YAML: "workload: queue\nlongest_work: 900\nheartbeat: 20\n",
			Profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900), Heartbeat: new(20)},
			Want: Want{StopTimeout: 120, Deadline: 115, Delay: 0, Drain: 110, MinimumHealthyPercent: 100, MaximumPercent: 200,
				TaskProtectionMinutes: new(16), VisibilityTimeout: new(60), Kept: kept, UpTo: upTo, DeploymentSeconds: new(1110)},
		},
		{
			Name: "queue 86400 other broker", YAML: "workload: queue\nlongest_work: 86400\nbroker: other\n",
			Profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(86400), Broker: shutdown.OtherBroker},
			Want: Want{StopTimeout: 120, Deadline: 115, Delay: 0, Drain: 110, MinimumHealthyPercent: 100, MaximumPercent: 200,
				TaskProtectionMinutes: new(1441), Kept: kept, UpTo: upTo, DeploymentTimeout: new(129915)},
		},
		{
			Name: "queue 60 propagation 20", YAML: "workload: queue\nlongest_work: 60\npropagation: 20\n",
			Profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60), Propagation: new(20)},
			Want: Want{StopTimeout: 90, Deadline: 85, Delay: 20, Drain: 60, MinimumHealthyPercent: 100, MaximumPercent: 200,
				VisibilityTimeout: new(150), Kept: with(everywhere(shutdown.KeptAll, false), shutdown.HostFailure, shutdown.KeptRedelivered)},
		},
		{
			Name: "http 30 spot sidecar chain", YAML: "workload: http\nlongest_work: 30\ncapacity: spot\nsidecars:\n  - {name: a, flush: 15}\n" +
				"  - {name: b, flush: 15, after: [a]}\n  - {name: c, flush: 15, after: [b]}\n  - {name: d, flush: 25, after: [c]}\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(30), Capacity: shutdown.Spot, Sidecars: []shutdown.Sidecar{{Name: "a", Flush: new(15)},
				{Name: "b", Flush: new(15), After: []string{"a"}}, {Name: "c", Flush: new(15), After: []string{"b"}}, {Name: "d", Flush: new(25), After: []string{"c"}}}},
			Rule: "spot-budget", Path: "longest_work", Allowed: "no longest_work at all with the rest of this profile",
		},
		{
			Name: "http 30 front", YAML: "workload: http\nlongest_work: 30\nfront:\n  name: proxy\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(30), Front: &shutdown.Front{Name: "proxy"}},
			Want: checked(Want{StopTimeout: 10, Deadline: 5, Delay: 0, Drain: 0, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptAll, false), Front: &Front{StopTimeout: 50, Delay: 15, Drain: 30}, StopSeconds: new(105)}, 45),
		},
		{
			Name: "http 10 slow health", YAML: "workload: http\nlongest_work: 10\nhealth_time: 30\nlongest_pause: 60\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(10), HealthTime: new(30), LongestPause: new(60)},
			Want:    slow,
		},
		{
			Name: "http 10 surge 10 min 2", YAML: "workload: http\nlongest_work: 10\ndesired_count: 10\nmax_surge_percent: 10\nmin_count: 2\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(10), DesiredCount: new(10), MaxSurgePercent: new(10), MinCount: new(2)},
			Want: checked(Want{StopTimeout: 35, Deadline: 30, Delay: 15, Drain: 10, MinimumHealthyPercent: 100, MaximumPercent: 150,
				Kept: everywhere(shutdown.KeptAll, false), DeploymentSeconds: new(195)}, 25),
		},
		{
			Name: "http 10 blue green", YAML: "workload: http\nlongest_work: 10\nstrategy: blue_green\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(10), Strategy: shutdown.BlueGreen},
			Want: checked(Want{StopTimeout: 35, Deadline: 30, Delay: 15, Drain: 10, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptAll, false), DeploymentSeconds: new(410), Strategy: "BLUE_GREEN"}, 25),
		},
		{
			Name: "http 10 linear", YAML: "workload: http\nlongest_work: 10\nstrategy: linear\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(10), Strategy: shutdown.Linear},
			Want: checked(Want{StopTimeout: 35, Deadline: 30, Delay: 15, Drain: 10, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptAll, false), DeploymentSeconds: new(65 + 60*(9*6+5) + 25 + 20), Strategy: "LINEAR"}, 25),
		},
		{
			Name: "http 20 nlb canary", YAML: "workload: http\nlongest_work: 20\nload_balancer: nlb\nstrategy: canary\n",
			Profile: shutdown.Profile{Workload: http, LongestWork: new(20), LoadBalancer: shutdown.NLB, Strategy: shutdown.Canary},
			Want: checked(Want{StopTimeout: 120, Deadline: 115, Delay: 90, Drain: 20, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept:              with(everywhere(shutdown.KeptAll, false), shutdown.StopTask, shutdown.KeptBestEffort),
				DeploymentSeconds: new(25 + 30 + 180 + 10 + 60*(10+5) + 140 + 115 + 1200), Strategy: "CANARY"}, 140),
		},
	}
}
