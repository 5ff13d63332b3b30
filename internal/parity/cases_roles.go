package parity

// roleCases have roles, security groups, names and capacity of their own.
func roleCases() []Case {
	return []Case{
		{Name: "given-roles", Profile: "workload: http\nlongest_work: 10\nstrategy: canary\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 60, Paths: []string{"/given"}}, Secret: "TOKEN", ExecuteCommand: true,
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
	}
}
