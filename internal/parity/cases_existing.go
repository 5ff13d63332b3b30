package parity

// existingCases come through what somebody else owns.
func existingCases() []Case {
	return []Case{
		{Name: "existing-group", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, Ports: []int{9090}, ALB: &ALB{Priority: 80, Paths: []string{"/mine"}}, Routes: []Route{{Name: "theirs", Port: 9090, Existing: true}}}},
		{Name: "existing-group-alone", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, Routes: []Route{{Name: "theirs", Existing: true}}}},
		{Name: "existing-listener", Profile: "workload: http\nlongest_work: 20\nload_balancer: nlb\n",
			Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Existing: true, HealthCheckPath: "/healthz"}}},
	}
}
