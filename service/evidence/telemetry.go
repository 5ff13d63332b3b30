package evidence

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var onTerm = []shutdown.Signal{"SIGTERM", "SIGINT"}

// What carries logs, traces and metrics out of a task, and so must outlive the app.
var telemetryPrograms = []Program{
	{Name: "fluent-bit", Role: Router, Version: "4.0", Source: "https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/configuration-file",
		Graceful: onTerm, Does: "takes no more lines, flushes those that it has, and ends after its Grace at the latest",
		commands: []string{"fluent-bit", "td-agent-bit"}, read: func(p *process) {
			p.bound = p.read(knob{usual: 5 * time.Second, files: []string{"-c", "--config"}, hidden: "its configuration may set Grace"})
		}},
	{Name: "fluentd", Role: Router, Version: "1.19", Source: "https://docs.fluentd.org/deployment/signals",
		Graceful: onTerm, Does: "takes no more lines and flushes its buffers, if flush_at_shutdown says so",
		commands: []string{"fluentd", "td-agent"}, read: nothing("it has none of its own")},
	{Name: "vector", Role: Router, Version: "0.50", Source: "https://vector.dev/docs/reference/cli/",
		Graceful: onTerm, Does: "takes no more events and hands on those that it has",
		commands: []string{"vector"}, read: func(p *process) {
			p.bound = p.read(knob{flags: []string{"--graceful-shutdown-limit-secs"}, variables: []string{"VECTOR_GRACEFUL_SHUTDOWN_LIMIT_SECS"}, usual: 60 * time.Second})
		}},
	{Name: "otel-collector", Role: Collector, Version: "0.138", Source: "https://opentelemetry.io/docs/collector/internal-telemetry/",
		Graceful: onTerm, Does: "stops its receivers, then hands on what its pipelines have",
		commands: []string{"otelcol", "otelcol-contrib", "awscollector", "otelcol-custom"}, read: nothing("it depends on the exporters of its configuration")},
	{Name: "datadog-agent", Role: Collector, Version: "7", Source: "https://docs.datadoghq.com/containers/amazon_ecs/",
		Graceful: onTerm, Does: "hands on what it has", read: nothing("it is not documented")},
	{Name: "cloudwatch-agent", Role: Collector, Version: "1.300", Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy_servicelens_CloudWatch_agent_deploy_ECS.html",
		Graceful: onTerm, Does: "hands on what it has", read: nothing("it is not documented")},
	{Name: "xray-daemon", Role: Collector, Version: "3", Source: "https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon.html",
		Graceful: onTerm, Does: "hands on what it has", commands: []string{"xray"}, read: nothing("it is not documented")},
}
