package evidence

import "github.com/graceful-ecs/terraform-provider-graceful/service"

// Node, Bun and Deno do nothing on a signal of their own. As PID 1 they then go on
// until SIGKILL, since the kernel spares PID 1 the signals that it has no handler for.
var nodePrograms = []Program{
	{Name: "node", Role: Runtime, Version: "26", Source: "https://nodejs.org/api/process.html#signal-events",
		Does:     "has what its own handlers do; without one it goes on until SIGKILL as PID 1",
		commands: []string{"node", "nodejs", "tsx", "ts-node", "bun", "deno"}, read: func(p *process) {
			const app = "only the app says"
			p.bound, p.keepAlive = Time{State: service.Unknown, Why: app}, Time{State: service.Unknown, Why: app}
		}},
}
