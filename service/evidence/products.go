package evidence

import "time"

// What is no framework and runs as it comes.
var productPrograms = []Program{
	{Name: "n8n", Role: Server, Version: "1.118", Source: "https://docs.n8n.io/hosting/configuration/environment-variables/deployment/",
		Graceful: onTerm, ClosesAtOnce: true, Does: "finishes the executions that it has",
		commands: []string{"n8n"}, read: func(p *process) {
			p.bound = p.read(knob{variables: []string{"N8N_GRACEFUL_SHUTDOWN_TIMEOUT"}, usual: 30 * time.Second})
		}},
	{Name: "graphql-engine", Role: Server, Version: "2.48", Source: "https://hasura.io/docs/2.0/deployment/graphql-engine-flags/reference/#graceful-shutdown-timeout",
		Graceful: onTerm, ClosesAtOnce: true, Does: "finishes the events and actions that it has",
		commands: []string{"graphql-engine"}, read: func(p *process) {
			p.bound = p.read(knob{flags: []string{"--graceful-shutdown-timeout"}, variables: []string{"HASURA_GRAPHQL_GRACEFUL_SHUTDOWN_TIMEOUT"}, usual: 60 * time.Second})
		}},
}
