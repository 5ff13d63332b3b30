package parity

// noticeCases watch for their drain, so that the app is told the target groups that
// its task may be registered in and may ask for its health there.
func noticeCases() []Case {
	return []Case{
		{Name: "notice-routes", Profile: "workload: websocket\nlongest_work: 3585\ndrain_notice: true\nnotice_spread: 60\n",
			Inputs: Inputs{ContainerPort: 8080, Ports: []int{9090}, ALB: &ALB{Priority: 150, Paths: []string{"/notice"}},
				Routes: []Route{
					{Name: "second", Port: 9090, ALB: &ALB{Priority: 151, Paths: []string{"/notice-second"}}},
					{Name: "first", ALB: &ALB{Priority: 152, Hosts: []string{"notice.example.com"}}},
				}}},
		{Name: "notice-canary-nlb", Profile: "workload: websocket\nlongest_work: 86400\nload_balancer: nlb\nstrategy: canary\ndrain_notice: true\nenvironment_prefix: STOP_\n",
			Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Port: 8150}, ExecuteCommand: true}},
	}
}
