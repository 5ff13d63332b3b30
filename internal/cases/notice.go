package cases

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// notices lists a gateway whose connections may grow as old as a deregistration
// delay allows, without a drain notice and with one.
func notices() []Case {
	const socket = shutdown.WebSocket
	closed := func() map[shutdown.Cause]shutdown.Kept { return everywhere(shutdown.KeptClosed, false) }
	return []Case{
		{
			Name: "websocket 3585", YAML: "workload: websocket\nlongest_work: 3585\n",
			Profile: shutdown.Profile{Workload: socket, LongestWork: new(3585)},
			Want: checked(Want{StopTimeout: 30, Deadline: 25, Delay: 15, Drain: 5, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: with(everywhere(shutdown.KeptAll, false), shutdown.StopTask, shutdown.KeptClosed), StopSeconds: new(3630), DeploymentSeconds: new(3685)}, 3600),
		},
		{
			Name: "websocket 3585 notice", YAML: "workload: websocket\nlongest_work: 3585\ndrain_notice: true\n",
			Profile: shutdown.Profile{Workload: socket, LongestWork: new(3585), DrainNotice: new(true)},
			Want: checked(Want{StopTimeout: 30, Deadline: 25, Delay: 15, Drain: 5, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: closed(), StopSeconds: new(80), DeploymentSeconds: new(135)}, 50),
		},
		{
			Name: "websocket 3480 nlb notice", YAML: "workload: websocket\nlongest_work: 3480\nload_balancer: nlb\ndrain_notice: true\n",
			Profile: shutdown.Profile{Workload: socket, LongestWork: new(3480), LoadBalancer: shutdown.NLB, DrainNotice: new(true)},
			Want: checked(Want{StopTimeout: 120, Deadline: 115, Delay: 105, Drain: 5, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: with(closed(), shutdown.StopTask, shutdown.KeptBestEffort), StopSeconds: new(275), DeploymentSeconds: new(515)}, 155),
		},
		{
			Name: "websocket 3585 blue green notice", YAML: "workload: websocket\nlongest_work: 3585\nstrategy: blue_green\ndrain_notice: true\nnotice_spread: 60\n",
			Profile: shutdown.Profile{Workload: socket, LongestWork: new(3585), Strategy: shutdown.BlueGreen, DrainNotice: new(true), NoticeSpread: new(60)},
			Want: checked(Want{StopTimeout: 30, Deadline: 25, Delay: 15, Drain: 5, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: closed(), DeploymentSeconds: new(25 + 30 + 10 + 60*5 + 80 + 20), Strategy: "BLUE_GREEN"}, 80),
		},
		{
			Name: "websocket 3600 spot notice", YAML: "workload: websocket\nlongest_work: 3600\ncapacity: spot\ndrain_notice: true\n",
			Profile: shutdown.Profile{Workload: socket, LongestWork: new(3600), Capacity: shutdown.Spot, DrainNotice: new(true)},
			Want: checked(Want{StopTimeout: 30, Deadline: 25, Delay: 15, Drain: 5, MinimumHealthyPercent: 100, MaximumPercent: 200,
				Kept: everywhere(shutdown.KeptClosed, true), StopSeconds: new(80)}, 50),
		},
		{
			Name: "websocket 3600 spot notice 76", YAML: "workload: websocket\nlongest_work: 3600\ncapacity: spot\ndrain_notice: true\nnotice_spread: 76\n",
			Profile: shutdown.Profile{Workload: socket, LongestWork: new(3600), Capacity: shutdown.Spot, DrainNotice: new(true), NoticeSpread: new(76)},
			Rule:    "spot-budget", Path: "notice_spread", Allowed: "at most 75",
		},
		{
			Name: "websocket 3586", YAML: "workload: websocket\nlongest_work: 3586\n",
			Profile: shutdown.Profile{Workload: socket, LongestWork: new(3586)},
			Rule:    "deregistration-limit", Path: "longest_work", Allowed: "at most 3585",
		},
	}
}
