package parity

// balancingCases say more of the target group than the profile does.
func balancingCases() []Case {
	return []Case{
		{Name: "https-sticky", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8443, ALB: &ALB{Priority: 71, Paths: []string{"/sticky"}},
				Group: &Group{Name: "shop-https", Protocol: "HTTPS", Matcher: "200-204,301", CookieSeconds: 7200, Algorithm: "weighted_random", Mitigate: true}}},
		{Name: "https-app-cookie", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8443, ALB: &ALB{Priority: 72, Paths: []string{"/session"}},
				Group: &Group{HealthCheckProtocol: "HTTPS", SlowStart: 60, Cookie: "SESSION"}}},
		{Name: "https-blue-green", Profile: "workload: http\nlongest_work: 10\nstrategy: blue_green\nbake_minutes: 5\n",
			Inputs: Inputs{ContainerPort: 50051, ALB: &ALB{Priority: 73, Paths: []string{"/grpc"}, ProtocolVersion: "GRPC"},
				Group: &Group{Name: "grpc", Protocol: "HTTPS", Matcher: "0,12", Algorithm: "least_outstanding_requests", CrossZone: "false"}}},
		{Name: "nlb-address", Profile: "workload: http\nlongest_work: 20\nload_balancer: nlb\n",
			Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Port: 8101, HealthCheckPath: "/healthz"},
				Group: &Group{HealthCheckProtocol: "HTTPS", Matcher: "200-599", SourceIP: true, ClientIP: true, ProxyProtocol: true, CrossZone: "true"}}},
		{Name: "nlb-tls", Profile: "workload: http\nlongest_work: 20\nload_balancer: nlb\n",
			Inputs: Inputs{ContainerPort: 8443, NLB: &NLB{Port: 8102, HealthCheckPath: "/healthz", TLS: &TLS{ALPN: "HTTP2Preferred", Policy: "ELBSecurityPolicy-TLS13-1-3-2021-06"}},
				Group: &Group{Protocol: "TLS"}}},
		{Name: "nlb-tls-blue-green", Profile: "workload: http\nlongest_work: 20\nload_balancer: nlb\nstrategy: blue_green\n",
			Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Port: 8103, TLS: &TLS{}}}},
	}
}
