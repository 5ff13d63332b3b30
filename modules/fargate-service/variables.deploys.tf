variable "ignore_task_definition_changes" {
  description = "Leave the task definition to a pipeline, which registers revisions and updates the service with them. Terraform then registers its own, for the first deployment and as what the pipeline starts from, and does not bring it back. What a revision must keep stands in the output `container_settings`. To turn it on or off see UPGRADING.md."
  type        = bool
  default     = false
  nullable    = false
}
