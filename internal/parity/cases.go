package parity

import "slices"

// Cases are the services that both sides must make alike: every workload, each
// kind of load balancer and none, every capacity, every strategy, and each input
// at least once.
func Cases() []Case {
	return slices.Concat(rollingCases(), newerCases(), serviceCases(), roleCases(), routeCases(), noticeCases(), loginCases(), containerCases(), balancingCases(), existingCases())
}

func rollingCases() []Case {
	return []Case{
		{Name: "http-alb", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 1, Paths: []string{"/api/*"}}}},
		{Name: "http-alb-spot", Profile: "workload: http\nlongest_work: 75\ncapacity: spot\ndesired_count: 6\n",
			Inputs: Inputs{ContainerPort: 8080, Ports: []int{9090}, HealthCheckPort: 9090,
				ALB: &ALB{Priority: 2, Hosts: []string{"a.example.com", "b.example.com"}, Paths: []string{"/b", "/a"}, HealthCheckPath: "/ready"}}},
		{Name: "http-mixed-sidecars", Profile: "workload: http\nlongest_work: 20\ncapacity: mixed\ndesired_count: 3\nstartup: 90\n" +
			"sidecars:\n  - name: router\n    flush: 10\n  - name: agent\n    flush: 2\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 3, Hosts: []string{"mixed.example.com"}}, CPU: 1024, Memory: 4096,
				Environment: map[string]string{"LOG_LEVEL": "info", "A": ""}, HealthCheckCommand: []string{"CMD-SHELL", "curl -f localhost:8080"},
				Secret: "TOKEN", LogRetentionDays: 7, LogGroup: "/shop/mixed",
				Sidecars: []Sidecar{
					{Name: "agent", NotEssential: true, CPU: 64, Reservation: 128, Ports: []int{8126}, Secret: "KEY"},
					{Name: "router", Command: []string{"route", "--all"}, Environment: map[string]string{"Z": "1", "B": "2"}},
				}}},
		{Name: "http-long-drain", Profile: "workload: http\nlongest_work: 240\ncleanup: 10\nmargin: 3\n",
			Inputs: Inputs{ContainerPort: 50051, ALB: &ALB{Priority: 4, Paths: []string{"/pkg.Service/*"}, ProtocolVersion: "GRPC", HealthCheckPath: "/grpc.health.v1.Health/Check"},
				Alarms: []string{"errors", "latency"}}},
		{Name: "http-nlb", Profile: "workload: http\nlongest_work: 20\nload_balancer: nlb\ndesired_count: 3\n",
			Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Port: 80, Clients: []string{"10.0.0.0/16", "10.1.0.0/16"}, HealthCheckPath: "/healthz"}}},
		{Name: "websocket-alb", Profile: "workload: websocket\nlongest_work: 900\nlongest_pause: 45\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 6, Paths: []string{"/ws"}, ProtocolVersion: "HTTP2"}}},
		{Name: "websocket-nlb", Profile: "workload: websocket\nlongest_work: 1800\ninterrupt_time: 10\nload_balancer: nlb\n",
			Inputs: Inputs{ContainerPort: 8443, NLB: &NLB{Port: 443}}},
		{Name: "http-discovery", Profile: "workload: http\nlongest_work: 20\nload_balancer: none\n",
			Inputs: Inputs{ContainerPort: 8080, IngressGroup: true, Registry: &Registry{}}},
		{Name: "queue", Profile: "workload: queue\nlongest_work: 900\n",
			Inputs: Inputs{Autoscaling: &Autoscaling{Min: 1, Max: 20, Backlog: 10}}},
		{Name: "queue-spot-requeue", Profile: "workload: queue\nlongest_work: 900\ncapacity: spot\non_interrupt: requeue\n",
			Inputs: Inputs{Queue: &Queue{Existing: true}}},
		{Name: "queue-settings", Profile: "workload: queue\nlongest_work: 30\n",
			Inputs: Inputs{Queue: &Queue{MaxReceiveCount: 2, RetentionDays: 4}, TaskActions: []string{"s3:GetObject", "s3:PutObject"}}},
		{Name: "queue-heartbeat", Profile: "workload: queue\nlongest_work: 3600\nheartbeat: 60\nenvironment_prefix: WORKER_\n",
			Inputs: Inputs{Queue: &Queue{MaxReceiveCount: 3}}},
		{Name: "stream", Profile: "workload: stream\nlongest_work: 300\ninterrupt_time: 20\n",
			Inputs: Inputs{CPU: 2048, Memory: 16384, ARM: true}},
		{Name: "batch-spot-checkpoint", Profile: "workload: batch\nlongest_work: 14400\ncapacity: spot\non_interrupt: checkpoint\ninterrupt_time: 40\ndesired_count: 1\n",
			Inputs: Inputs{ReadOnly: true, EntryPoint: []string{"/bin/batch"}, Command: []string{"--resume"}}},
		{Name: "singleton", Profile: "workload: batch\nlongest_work: 600\nsingleton: true\ndesired_count: 1\n",
			Inputs: Inputs{Autoscaling: &Autoscaling{Min: 0, Max: 1, CPU: 50}}},
		{Name: "autoscaling", Profile: "workload: http\nlongest_work: 60\ndesired_count: 10\nmax_surge_percent: 25\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 15, Paths: []string{"/scaled"}},
				Autoscaling: &Autoscaling{Min: 4, Max: 40, CPU: 60, Memory: 70, Requests: 1000, Predictive: predictions}}},
		{Name: "prefix-secrets", Profile: "workload: http\nlongest_work: 10\nenvironment_prefix: STOP_\ndesired_count: 3\nmax_surge_percent: 10\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 16, Paths: []string{"/prefix"}}, SecretKey: "PASSWORD", Parameter: "LICENCE",
				Environment: map[string]string{"SHUTDOWN_HOOK": "kept"}}},
		{Name: "framework-arguments", Profile: "workload: http\nlongest_work: 40\nframework: gunicorn\n",
			Inputs: Inputs{ContainerPort: 8000, ALB: &ALB{Priority: 17, Paths: []string{"/py"}}, Command: []string{"gunicorn", "app:app"}}},
		{Name: "framework-environment", Profile: "workload: http\nlongest_work: 40\nframework: spring_boot\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 18, Paths: []string{"/java"}}, Command: []string{"java", "-jar", "app.jar"}, NoFrameworkArguments: true,
				ExecuteCommand: true, PublicIP: true}},
	}
}
