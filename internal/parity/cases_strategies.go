package parity

// newerCases have a front, a chain of sidecars, a strategy that moves traffic, or
// another broker than SQS.
func newerCases() []Case {
	return []Case{
		{Name: "front", Profile: "workload: http\nlongest_work: 30\nfront:\n  name: proxy\n  framework: nginx\n",
			Inputs: Inputs{ContainerPort: 9000, ALB: &ALB{Priority: 20, Paths: []string{"/front"}}, HealthCheckPort: 8081,
				Front: &Front{Port: 8443, Ports: []int{8081}, Command: []string{"nginx"}, Environment: map[string]string{"UPSTREAM": "localhost:9000"},
					Secret: "CERTIFICATE", CPU: 64, Reservation: 128}}},
		{Name: "front-discovery", Profile: "workload: http\nlongest_work: 20\nload_balancer: none\nfront:\n  name: edge\n  framework: haproxy\n",
			Inputs: Inputs{IngressGroup: true, Front: &Front{Port: 8443, Command: []string{"haproxy", "-f", "/etc/haproxy.cfg"}, NoFrameworkArguments: true}}},
		{Name: "sidecar-chain", Profile: "workload: http\nlongest_work: 20\nsidecars:\n  - name: agent\n    flush: 5\n  - name: router\n    flush: 10\n    after: [agent]\n    framework: fluent_bit\n" +
			"  - name: uploader\n    flush: 3\n    after: [agent, router]\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 21, Paths: []string{"/chain"}},
				Sidecars: []Sidecar{{Name: "uploader"}, {Name: "router", Command: []string{"fluent-bit"}}, {Name: "agent"}}}},
		{Name: "blue-green", Profile: "workload: http\nlongest_work: 10\nstrategy: blue_green\nbake_minutes: 0\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 22, Paths: []string{"/blue"}}, Alarms: []string{"errors"},
				Autoscaling: &Autoscaling{Min: 1, Max: 6, CPU: 60}}},
		{Name: "linear", Profile: "workload: http\nlongest_work: 10\nstrategy: linear\nstep_percent: 25\nstep_minutes: 3\nbake_minutes: 10\nfront:\n  name: proxy\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 23, Hosts: []string{"linear.example.com"}, ProtocolVersion: "HTTP2"}, Front: &Front{Port: 8443}}},
		{Name: "canary-nlb", Profile: "workload: http\nlongest_work: 20\nload_balancer: nlb\nstrategy: canary\nstep_minutes: 0\n",
			Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Port: 8090, HealthCheckPath: "/healthz"}}},
		{Name: "blue-green-discovery", Profile: "workload: http\nlongest_work: 20\nload_balancer: none\nstrategy: blue_green\n",
			Inputs: Inputs{ContainerPort: 8080, IngressGroup: true}},
		{Name: "broker-other", Profile: "workload: queue\nlongest_work: 900\nbroker: other\n",
			Inputs: Inputs{Autoscaling: &Autoscaling{Min: 2, Max: 8, CPU: 50}}},
		{Name: "health-time", Profile: "workload: http\nlongest_work: 10\nhealth_time: 30\nlongest_pause: 60\nprovisioning: 60\nmin_count: 1\ndesired_count: 4\nmax_surge_percent: 25\nstartup: 400\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 24, Paths: []string{"/slow"}}, HealthCheckCommand: []string{"CMD", "/check"}}},
	}
}
