package verdict

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// Protected is the path of a deployment, a scale-in or a rebalancing that task
// protection holds off: ECS wants the task to stop, waits until the worker
// gives its protection back, and sends the stop signal then.
const Protected shutdown.StopPath = "protected"

// GracefulExec names the init that holds the stop signal back for the delay.
const GracefulExec = "graceful exec"

// AgentVariable tells a task where its ECS agent is.
const AgentVariable = "ECS_AGENT_URI"

// DoneFile is what a job creates in its state folder once all is done.
const DoneFile = "done"
