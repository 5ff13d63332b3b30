package parity

// roleCases have roles, security groups, names and capacity of their own.
func roleCases() []Case {
	return []Case{
		{Name: "given-roles", Profile: "workload: http\nlongest_work: 10\nstrategy: canary\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 60, Paths: []string{"/given"}}, Secret: "TOKEN", ExecuteCommand: true,
				EBS: &EBS{Name: "data", Size: 1, Open: true, Role: true}, Containers: map[string]Definition{"app": {"mountPoints": []any{map[string]any{"sourceVolume": "data", "containerPath": "/data", "readOnly": false}}}},
				Roles: &Roles{Task: true, Execution: true, Infrastructure: true}, Network: &Network{Further: true}}},
		{Name: "bounded-roles", Profile: "workload: http\nlongest_work: 10\nstrategy: blue_green\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 61, Paths: []string{"/bounded"}}, Parameter: "LICENCE",
				Roles: &Roles{Boundary: true, Path: "/graceful/parity/", TaskName: "own-task", ExecutionName: "own-execution", InfrastructureName: "own-infrastructure",
					TaskStatements: []Statement{
						{SID: "Read", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::parity/*"}, Test: "StringEquals", Variable: "aws:PrincipalTag/team", Values: []string{"a", "b"}},
						{Deny: true, NotActions: []string{"s3:*"}, NotResources: []string{"arn:aws:s3:::parity/*"}},
					},
					ExecutionStatements: []Statement{{Actions: []string{"ecr:GetDownloadUrlForLayer"}, Resources: []string{"arn:aws:ecr:us-east-1:210987654321:repository/app"}}},
				}}},
		{Name: "closed-network", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 62, Paths: []string{"/closed"}}, Secret: "TOKEN",
				Roles: &Roles{SecretKey: true}, Logs: &Logs{Class: "INFREQUENT_ACCESS", Key: true, Forever: true},
				Network: &Network{Closed: true, Name: "own-group", Description: "web: closed",
					Egress: []GroupRule{
						{Name: "https", IPv4: "10.0.0.0/8", From: 443}, {Name: "https-six", IPv6: "2001:db8::/32", From: 443}, {Name: "lists", PrefixList: "pl-12345678", From: 443},
						{Name: "database", Caller: true, From: 5432, To: 5433}, {Name: "dns", IPv4: "10.0.0.2/32", Protocol: "udp", From: 53},
					},
					Ingress: []GroupRule{{Name: "metrics", IPv4: "10.0.0.0/16", From: 9090, To: 9099}, {Name: "everything", Caller: true, Protocol: "-1"}},
				}}},
		{Name: "given-network", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 63, Paths: []string{"/network"}}, Network: &Network{Given: true}, Logs: &Logs{Given: true}}},
		{Name: "attributes", Profile: "workload: http\nlongest_work: 10\ncapacity: mixed\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 64, Paths: []string{"/attributes"}}, Alarms: []string{"errors"},
				Attributes: &Attributes{Family: "own-family", PropagateTags: "TASK_DEFINITION", SharedProcesses: true, FaultInjection: true, NoManagedTags: true, AlarmsStay: true,
					Platform14: true, OnDemandBase: 2, SpotWeight: 5}}},
		{Name: "bare-cluster", Profile: "workload: queue\nlongest_work: 10\nbroker: other\n",
			Inputs: Inputs{Attributes: &Attributes{LaunchType: true, PropagateTags: "NONE"}}},
	}
}
