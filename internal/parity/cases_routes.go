package parity

// routeCases have several rules or several ways in.
func routeCases() []Case {
	return []Case{
		{Name: "rules", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 30, Hosts: []string{"rules.example.com"},
				Conditions: Conditions{Sources: []string{"10.0.0.0/8", "192.168.0.0/16"}},
				Rules: []Rule{
					{Name: "admin", Priority: 31, Paths: []string{"/admin"}, Second: true, Conditions: Conditions{Methods: []string{"GET", "PUT"}, Queries: []Query{{"v", "2"}, {"", "x"}}}},
					{Name: "beta", Priority: 32, Conditions: Conditions{Headers: map[string][]string{"X-Role": {"beta", "canary"}, "X-Zone": {"*"}}}},
				}}}},
		{Name: "rules-alone", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Rules: []Rule{{Name: "only", Priority: 33, Paths: []string{"/only"}}}},
				Autoscaling: &Autoscaling{Min: 1, Max: 4, Requests: 100}}},
		{Name: "routes-alb", Profile: "workload: http\nlongest_work: 20\nfront:\n  name: proxy\n",
			Inputs: Inputs{ContainerPort: 8080, Ports: []int{9090}, Front: &Front{Port: 8443, Ports: []int{9443}}, HealthCheckPort: 9443,
				ALB: &ALB{Priority: 34, Paths: []string{"/a/*"}},
				Routes: []Route{
					{Name: "http2", ALB: &ALB{Priority: 35, Hosts: []string{"staging.invalid"}, ProtocolVersion: "HTTP2", HealthCheckPath: "/ready",
						Rules: []Rule{{Name: "more", Priority: 36, Hosts: []string{"more.example.com"}}}}},
					{Name: "metrics", Port: 9090, HealthCheckPort: 8080, ALB: &ALB{Priority: 37, Paths: []string{"/metrics"}}},
				}}},
		{Name: "routes-mixed", Profile: "workload: http\nlongest_work: 20\nload_balancer: nlb\n",
			Inputs: Inputs{ContainerPort: 8080, Ports: []int{9090}, ALB: &ALB{Priority: 38, Paths: []string{"/b/*"}},
				Routes: []Route{
					{Name: "net", NLB: &NLB{Port: 8095}},
					{Name: "open", Port: 9090, NLB: &NLB{Port: 8092, Clients: []string{"10.2.0.0/16"}, HealthCheckPath: "/healthz"}},
				}}},
		{Name: "routes-nlb", Profile: "workload: http\nlongest_work: 20\nload_balancer: nlb\n",
			Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Port: 8096}, Routes: []Route{{Name: "plain", NLB: &NLB{Port: 8097}}}}},
		{Name: "routes-alone", Profile: "workload: http\nlongest_work: 20\n",
			Inputs: Inputs{ContainerPort: 8080, Routes: []Route{{Name: "first", ALB: &ALB{Priority: 39, Paths: []string{"/c/*"}}}}}},
	}
}
