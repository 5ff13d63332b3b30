package parity

// serviceCases scale by schedules, steps and metrics of one's own.
func serviceCases() []Case {
	return []Case{
		{Name: "scaled-further", Profile: "workload: stream\nlongest_work: 60\ndesired_count: 3\n",
			Inputs: Inputs{Autoscaling: &Autoscaling{Min: 2, Max: 20, NoScaleIn: true, OutCooldown: 30,
				Custom: map[string]CustomTarget{"lag": {Namespace: "Shop", Metric: "Lag", Statistic: "Maximum", Unit: "Count", Target: 100.5, Dimensions: map[string]string{"Group": "orders", "Topic": "paid"}}},
				Scheduled: map[string]Scheduled{
					"morning": {Schedule: "cron(0 8 * * ? *)", Zone: "Europe/Berlin", Min: 5, Max: 30, Start: "2026-12-01T00:00:00Z", End: "2030-12-31T00:00:00Z"},
					"night":   {Schedule: "rate(1 day)", Max: 2},
				},
				Steps: map[string]Steps{
					"out":   {Adjustments: []Adjustment{{By: 1, Lower: new(0.0), Upper: new(50.0)}, {By: 4, Lower: new(50.0)}}},
					"in":    {Type: "PercentChangeInCapacity", Aggregation: "Maximum", Magnitude: 2, Adjustments: []Adjustment{{By: -10, Upper: new(0.0)}}},
					"exact": {Type: "ExactCapacity", Adjustments: []Adjustment{{By: 2, Upper: new(-5.5)}, {By: 3, Lower: new(-5.5), Upper: new(0.0)}}},
				},
				Suspended: &Suspended{In: true, Scheduled: true},
			}}},
		{Name: "connected", Profile: "workload: http\nlongest_work: 20\nload_balancer: none\nfront:\n  name: edge\n",
			Inputs: Inputs{ContainerPort: 9000, IngressGroup: true, Front: &Front{Port: 8443, Ports: []int{8444}}, Registry: &Registry{Port: 8444, TTL: 10},
				Connect: &Connect{Namespace: "shop.internal", AccessLog: "JSON", Services: map[string]Connected{
					"api": {Discovery: "shop-api", DNS: "shop", Port: 80, Override: 15000, Authority: "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1",
						Key: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000", Role: "arn:aws:iam::123456789012:role/tls"},
					"admin": {Container: 9000, Protocol: "tcp"},
				}}}},
		{Name: "connected-alb", Profile: "workload: websocket\nlongest_work: 900\npropagation: 60\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 40, Paths: []string{"/connected"}}, Registry: &Registry{}, Connect: &Connect{Namespace: "shop", Services: map[string]Connected{"api": {Protocol: "grpc"}}}}},
		{Name: "tested", Profile: "workload: http\nlongest_work: 10\nstrategy: blue_green\npropagation: 20\n",
			Inputs: Inputs{ContainerPort: 8080, Connect: &Connect{Namespace: "shop", Services: map[string]Connected{"api": {Port: 80, Test: &TestHeader{"X-Test", "1"}}}}, ALB: &ALB{Priority: 41, Paths: []string{"/tested"}}, Trial: &Trial{Priority: 42, Hosts: []string{"test.example.com"}, Paths: []string{"/tested"}},
				Hooks: map[string]Hook{
					"smoke": {Function: "arn:aws:lambda:us-east-1:123456789012:function:smoke", Stages: []string{"POST_TEST_TRAFFIC_SHIFT", "PRE_SCALE_UP"}, Details: map[string]any{"suite": "all"}},
					"watch": {Function: "arn:aws:lambda:us-east-1:123456789012:function:watch", Stages: []string{"POST_PRODUCTION_TRAFFIC_SHIFT"}, Role: "arn:aws:iam::123456789012:role/hooks"},
				}}},
		{Name: "tested-nlb", Profile: "workload: http\nlongest_work: 10\nload_balancer: nlb\nstrategy: linear\n",
			Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Port: 8091}, Trial: &Trial{Port: 8092}}},
		{Name: "caller", Profile: "workload: queue\nlongest_work: 60\n", Inputs: Inputs{Connect: &Connect{Namespace: "shop", Splunk: "https://splunk.example.com"}}},
	}
}
