package parity

// Definition is what container_definitions says of one container. The words
// SECRET and BUCKET stand for the surroundings' secret and for a bucket.
type Definition = map[string]any

// Init is a container that ends before the app starts, with any exit code if
// Complete.
type Init struct {
	Name                string
	Complete            bool
	After               []string
	Command, EntryPoint []string
	Environment         map[string]string
	Secret              string
	CPU, Reservation    int
}

// Volume is Fargate's own storage, or a file system if it has one.
type Volume struct {
	Name, FileSystem, AccessPoint, Root string
	IAM                                 bool
}

// containerCases say of containers what the profile leaves open.
func containerCases() []Case {
	return []Case{
		{Name: "firelens", Profile: "workload: http\nlongest_work: 10\nfront:\n  name: proxy\nsidecars:\n  - name: agent\n    flush: 2\n  - name: router\n    flush: 10\n    after: [agent]\n    framework: fluent_bit\n",
			Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 74, Paths: []string{"/logged"}}, Front: &Front{Port: 8443}, Sidecars: []Sidecar{{Name: "agent"}, {Name: "router"}},
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
					"proxy": {"readonlyRootFilesystem": true,
						"logConfiguration": map[string]any{"logDriver": "awsfirelens", "options": map[string]any{"Name": "http"}}},
					"agent": {"healthCheck": map[string]any{"command": []any{"CMD", "/up"}, "startPeriod": 20}, "logConfiguration": map[string]any{"logDriver": "awsfirelens"}},
					"router": {"user": "0", "restartPolicy": map[string]any{"enabled": true, "ignoredExitCodes": []any{0, 143}, "restartAttemptPeriod": 120},
						"firelensConfiguration": map[string]any{"type": "fluentbit", "options": map[string]any{"enable-ecs-log-metadata": "true", "config-file-type": "file", "config-file-value": "/etc/extra.conf"}}},
				}}},
		{Name: "init-volumes", Profile: "workload: http\nlongest_work: 10\nload_balancer: none\nfront:\n  name: proxy\nsidecars:\n  - name: agent\n    flush: 2\n  - name: router\n    flush: 5\n    after: [agent]\n",
			Inputs: Inputs{ContainerPort: 8080, PortRanges: []string{"7000-7001", "8000-8079"}, ContainerName: "web", Storage: 50, CPU: 512, Memory: 1024,
				Front:    &Front{Port: 8443, PortRanges: []string{"8500-8510"}},
				Sidecars: []Sidecar{{Name: "agent", Healthy: true, PortRanges: []string{"1-2", "65534-65535"}}, {Name: "router"}},
				Init: []Init{
					{Name: "fetch", Complete: true, After: []string{"agent"}, Command: []string{"fetch"}, Environment: map[string]string{"FROM": "s3"}, CPU: 64, Reservation: 64},
					{Name: "migrate", After: []string{"fetch"}, EntryPoint: []string{"/migrate"}, Secret: "DSN"},
					{Name: "warm"},
				},
				Volumes: []Volume{{Name: "data", FileSystem: "fs-0123456789abcdef0", AccessPoint: "fsap-0123456789abcdef0", IAM: true},
					{Name: "plain", FileSystem: "fs-0123456789abcdef1", Root: "/shared"}, {Name: "scratch"}},
				EBS: &EBS{Name: "cache", Type: "gp3", FileSystem: "ext4", Size: 100, IOPS: 4000, Throughput: 250, Snapshot: "snap-0123456789abcdef0", Rate: 200, Key: true,
					Tags: map[string]string{"team": "shop"}, Propagate: "SERVICE"},
				Containers: map[string]Definition{
					"web": {"mountPoints": []any{map[string]any{"sourceVolume": "data", "containerPath": "/data", "readOnly": false}, map[string]any{"sourceVolume": "scratch", "containerPath": "/tmp", "readOnly": false},
						map[string]any{"sourceVolume": "cache", "containerPath": "/cache", "readOnly": false}}},
					"proxy": {"mountPoints": []any{map[string]any{"sourceVolume": "plain", "containerPath": "/files", "readOnly": true}}},
					"agent": {"healthCheck": map[string]any{"command": []any{"CMD", "/up"}}},
					"warm": {"user": "1000", "mountPoints": []any{map[string]any{"sourceVolume": "scratch", "containerPath": "/tmp", "readOnly": false}},
						"logConfiguration": map[string]any{"logDriver": "awsfirelens"}},
					"router": {"firelensConfiguration": map[string]any{"type": "fluentbit", "options": map[string]any{"enable-ecs-log-metadata": "false"}}},
				}}},
	}
}
