package parity

// loginCases have rules that let a request through once its user has logged in.
func loginCases() []Case {
	return []Case{
		{Name: "login", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 90, Hosts: []string{"login.example.com"},
				Login: &Login{Params: map[string]string{"prompt": "login", "display": "page"}, Otherwise: "deny", Scope: "openid email", Cookie: "LOGIN", Seconds: 3600},
				Rules: []Rule{
					{Name: "open", Priority: 91, Paths: []string{"/webhooks"}},
					{Name: "users", Priority: 92, Paths: []string{"/users"}, Login: &Login{Cognito: true}},
				}},
				Routes: []Route{
					{Name: "admin", ALB: &ALB{Priority: 93, Paths: []string{"/admin"}, Login: &Login{Cognito: true, Params: map[string]string{"lang": "en"}, Otherwise: "allow", Scope: "openid", Cookie: "ADMIN", Seconds: 604800}}},
				}}},
		{Name: "login-plain", Profile: "workload: http\nlongest_work: 10\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 94, Paths: []string{"/plain"}, Login: &Login{}}}},
	}
}
