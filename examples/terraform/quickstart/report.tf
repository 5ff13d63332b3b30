variable "report_on" {
  description = "The service whose report goes to the output report_markdown; none by default, to keep the plan short."
  type        = string
  default     = null

  validation {
    condition     = var.report_on == null ? true : contains(["api", "worker", "gateway"], var.report_on)
    error_message = "report_on must be api, worker or gateway."
  }
}

output "report_markdown" {
  description = "Why each number is what it is and how each stop goes, for a pull request."
  value = var.report_on == null ? null : join("\n\n", [
    "## ${var.report_on}",
    trimspace(local.services[var.report_on].explanation_markdown),
    trimspace(local.services[var.report_on].timeline_markdown),
  ])
}
