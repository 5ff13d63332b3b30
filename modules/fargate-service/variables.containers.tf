variable "container_definitions" {
  description = "What a container needs beside what the profile and the other variables give, by the container's name: members of the ECS API's ContainerDefinition in its own spelling, like `{ app = { user = \"1000\", ulimits = […] } }`. `logConfiguration` with the driver `awsfirelens` sends logs through the sidecar that has a `firelensConfiguration`. What stops a task, what has a variable of its own and what Fargate does not take are refused."
  # Not an object type: Terraform would drop a misspelt member.
  type     = any
  default  = {}
  nullable = false

  validation {
    condition     = can(keys(var.container_definitions))
    error_message = "container_definitions must be a map of containers, like { app = { user = \"1000\" } }."
  }
}
