package parity

// Definition is what container_definitions says of one container. The words
// SECRET and BUCKET stand for the surroundings' secret and for a bucket.
type Definition = map[string]any

// containerCases say of containers what the profile leaves open.
func containerCases() []Case {
	return []Case{
		{Name: "firelens", Profile: "workload: http\nlongest_work: 10\nfront:\n  name: proxy\nsidecars:\n  - name: agent\n    flush: 2\n  - name: router\n    flush: 10\n    after: [agent]\n    framework: fluent_bit\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 40, Paths: []string{"/logged"}}, Front: &Front{Port: 8443}, Sidecars: []Sidecar{{Name: "agent"}, {Name: "router"}},
				HealthCheckCommand: []string{"CMD", "/check"}, CPU: 512, Memory: 2048,
				Containers: map[string]Definition{
					"app": {
						"dockerLabels": map[string]any{"team": "shop"}, "user": "1000:1000", "workingDirectory": "/srv", "interactive": true, "pseudoTerminal": true,
						"startTimeout": 90, "versionConsistency": "disabled", "cpu": 128, "memory": 1024, "memoryReservation": 512,
						"ulimits":          []any{map[string]any{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}},
						"linuxParameters":  map[string]any{"initProcessEnabled": true, "capabilities": map[string]any{"add": []any{"SYS_PTRACE"}, "drop": []any{"NET_RAW"}}},
						"systemControls":   []any{map[string]any{"namespace": "net.core.somaxconn", "value": "2048"}},
						"healthCheck":      map[string]any{"interval": 10, "timeout": 4, "retries": 6},
						"environmentFiles": []any{map[string]any{"type": "s3", "value": "arn:aws:s3:::BUCKET/prod/app.env"}},
						"logConfiguration": map[string]any{"logDriver": "awsfirelens", "options": map[string]any{"Name": "http", "Host": "logs.example.com"},
							"secretOptions": []any{map[string]any{"name": "apikey", "valueFrom": "SECRET"}}},
					},
					"proxy": {"dnsServers": []any{"10.0.0.2"}, "dnsSearchDomains": []any{"shop.internal"}, "readonlyRootFilesystem": true,
						"logConfiguration": map[string]any{"logDriver": "awsfirelens", "options": map[string]any{"Name": "http"}}},
					"agent": {"healthCheck": map[string]any{"command": []any{"CMD", "/up"}, "startPeriod": 20}, "logConfiguration": map[string]any{"logDriver": "awsfirelens"}},
					"router": {"user": "0", "restartPolicy": map[string]any{"enabled": true, "ignoredExitCodes": []any{0, 143}, "restartAttemptPeriod": 120},
						"firelensConfiguration": map[string]any{"type": "fluentbit", "options": map[string]any{"enable-ecs-log-metadata": "true", "config-file-type": "file", "config-file-value": "/etc/extra.conf"}}},
				}}},
	}
}
