variable "container_port_ranges" {
  description = "Ranges of further ports of the app container, like `8000-8010`. Neither a load balancer nor Service Connect reaches a port of a range, and no rule of the tasks' security group is added for it: see `ingress`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.container_port_ranges) <= 100 && alltrue([for range in var.container_port_ranges : try(tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[0]) < tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[1]) && tonumber(regex("^([1-9][0-9]*)-([1-9][0-9]*)$", range)[1]) <= 65535, false)])
    error_message = "container_port_ranges: up to 100 ranges like 8000-8010, of two ports from 1 to 65535, the first below the last. Given: ${join(", ", var.container_port_ranges)}."
  }
  validation {
    # One that is malformed is refused where it stands.
    condition = alltrue(flatten([for i, one in concat(var.container_port_ranges, local.other_port_ranges) : concat(
      [for j, other in concat(var.container_port_ranges, local.other_port_ranges) : try(tonumber(split("-", one)[1]) < tonumber(split("-", other)[0]) || tonumber(split("-", other)[1]) < tonumber(split("-", one)[0]), true) if j > i],
      [for port in concat(var.port_mappings, local.other_ports) : try(port < tonumber(split("-", one)[0]) || port > tonumber(split("-", one)[1]), true)],
    )]))
    error_message = "container_port_ranges: all containers of a task share its ports, so no two ranges overlap, nor holds one a port of container_port, port_mappings, front or sidecars. Given: ${join(", ", concat(var.container_port_ranges, local.other_port_ranges, var.port_mappings, local.other_ports))}."
  }
}
