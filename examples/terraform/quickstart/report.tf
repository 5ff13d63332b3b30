variable "report_on" {
  description = "The service whose report goes to the output report_markdown; none by default, to keep the plan short."
  type        = string
  default     = null

  validation {
    condition     = var.report_on == null ? true : contains(["api", "worker", "gateway"], var.report_on)
    error_message = "report_on must be api, worker or gateway."
  }
}

locals {
  report_profile = var.report_on == null ? null : yamldecode(file("${path.module}/profiles/${var.report_on}.yaml"))
}

output "report_markdown" {
  description = "Why each number is what it is and how each stop goes, for a pull request."
  value = var.report_on == null ? null : join("\n\n", [
    "## ${var.report_on}",
    trimspace(provider::graceful::explain(local.report_profile).markdown),
    trimspace(provider::graceful::timeline(local.report_profile).markdown),
  ])
}
