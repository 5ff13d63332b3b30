variable "egress" {
  description = "Whom the tasks may reach, by any name that is known at plan: each rule has one of `cidr_ipv4`, `cidr_ipv6`, `prefix_list_id` and `referenced_security_group_id`, and ports unless `ip_protocol` is -1; without `to_port` it is one port. The default is everybody by IPv4. A task must reach its image, its secrets and its log."
  type = map(object({
    cidr_ipv4                    = optional(string)
    cidr_ipv6                    = optional(string)
    description                  = optional(string)
    from_port                    = optional(number)
    ip_protocol                  = optional(string, "tcp")
    prefix_list_id               = optional(string)
    referenced_security_group_id = optional(string)
    to_port                      = optional(number)
  }))
  default = {
    all = { cidr_ipv4 = "0.0.0.0/0", description = "Allow all outbound traffic by default", ip_protocol = "-1" }
  }
  nullable = false

  validation {
    condition     = alltrue([for r in values(var.egress) : length([for peer in [r.cidr_ipv4, r.cidr_ipv6, r.prefix_list_id, r.referenced_security_group_id] : peer if peer != null]) == 1])
    error_message = "egress: each rule has exactly one of cidr_ipv4, cidr_ipv6, prefix_list_id and referenced_security_group_id."
  }
  validation {
    condition     = alltrue([for r in values(var.egress) : try(r.cidr_ipv4 == null || can(cidrnetmask(r.cidr_ipv4)), true) && try(r.cidr_ipv6 == null || (strcontains(r.cidr_ipv6, ":") && can(cidrhost(r.cidr_ipv6, 0))), true)])
    error_message = "egress: cidr_ipv4 is a network like 10.0.0.0/16, cidr_ipv6 one like 2001:db8::/32. Given: ${join(", ", [for name, r in var.egress : "${name} ${coalesce(r.cidr_ipv4, r.cidr_ipv6, "-")}"])}."
  }
  validation {
    condition = alltrue([for r in values(var.egress) : contains(["tcp", "udp"], r.ip_protocol)
      ? try(r.from_port >= 0 && coalesce(r.to_port, r.from_port) >= r.from_port && coalesce(r.to_port, r.from_port) <= 65535, false)
      : contains(["icmp", "icmpv6"], r.ip_protocol)
      ? try(r.from_port >= -1 && r.from_port <= 255 && coalesce(r.to_port, r.from_port) >= -1 && coalesce(r.to_port, r.from_port) <= 255, false)
      : r.from_port == null && r.to_port == null
    ])
    error_message = "egress: tcp and udp need from_port, from 0 to 65535 and not above to_port; icmp and icmpv6 need the type as from_port and the code as to_port; another protocol, such as -1 for all, has no ports."
  }
  validation {
    condition     = alltrue([for r in values(var.egress) : contains(["-1", "tcp", "udp", "icmp", "icmpv6"], r.ip_protocol) || can(regex("^[0-9]{1,3}$", r.ip_protocol))])
    error_message = "egress: ip_protocol is tcp, udp, icmp, icmpv6, a number, or -1 for all. Given: ${join(", ", values(var.egress)[*].ip_protocol)}."
  }
}

variable "ingress" {
  description = "Who else may reach the tasks, beside the load balancer and `ingress_security_group_ids`, in the form of `egress`."
  type = map(object({
    cidr_ipv4                    = optional(string)
    cidr_ipv6                    = optional(string)
    description                  = optional(string)
    from_port                    = optional(number)
    ip_protocol                  = optional(string, "tcp")
    prefix_list_id               = optional(string)
    referenced_security_group_id = optional(string)
    to_port                      = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for r in values(var.ingress) : length([for peer in [r.cidr_ipv4, r.cidr_ipv6, r.prefix_list_id, r.referenced_security_group_id] : peer if peer != null]) == 1])
    error_message = "ingress: each rule has exactly one of cidr_ipv4, cidr_ipv6, prefix_list_id and referenced_security_group_id."
  }
  validation {
    condition     = alltrue([for r in values(var.ingress) : try(r.cidr_ipv4 == null || can(cidrnetmask(r.cidr_ipv4)), true) && try(r.cidr_ipv6 == null || (strcontains(r.cidr_ipv6, ":") && can(cidrhost(r.cidr_ipv6, 0))), true)])
    error_message = "ingress: cidr_ipv4 is a network like 10.0.0.0/16, cidr_ipv6 one like 2001:db8::/32. Given: ${join(", ", [for name, r in var.ingress : "${name} ${coalesce(r.cidr_ipv4, r.cidr_ipv6, "-")}"])}."
  }
  validation {
    condition = alltrue([for r in values(var.ingress) : contains(["tcp", "udp"], r.ip_protocol)
      ? try(r.from_port >= 0 && coalesce(r.to_port, r.from_port) >= r.from_port && coalesce(r.to_port, r.from_port) <= 65535, false)
      : contains(["icmp", "icmpv6"], r.ip_protocol)
      ? try(r.from_port >= -1 && r.from_port <= 255 && coalesce(r.to_port, r.from_port) >= -1 && coalesce(r.to_port, r.from_port) <= 255, false)
      : r.from_port == null && r.to_port == null
    ])
    error_message = "ingress: tcp and udp need from_port, from 0 to 65535 and not above to_port; icmp and icmpv6 need the type as from_port and the code as to_port; another protocol, such as -1 for all, has no ports."
  }
  validation {
    condition     = alltrue([for r in values(var.ingress) : contains(["-1", "tcp", "udp", "icmp", "icmpv6"], r.ip_protocol) || can(regex("^[0-9]{1,3}$", r.ip_protocol))])
    error_message = "ingress: ip_protocol is tcp, udp, icmp, icmpv6, a number, or -1 for all. Given: ${join(", ", values(var.ingress)[*].ip_protocol)}."
  }
  validation {
    condition     = var.security_group == null || length(var.ingress) == 0
    error_message = "ingress: security_group is the owner's, and the module adds no rules to it. Add them there, or remove security_group."
  }
}

variable "ingress_security_group_ids" {
  description = "Security groups that may reach the port that takes the requests, for callers that find the tasks by name."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.ingress_security_group_ids) == 0 || local.reached_port != null
    error_message = "ingress_security_group_ids: the container maps no port that they could reach. Set container_port."
  }
  validation {
    condition     = var.security_group == null || length(var.ingress_security_group_ids) == 0
    error_message = "ingress_security_group_ids: security_group is the owner's, and the module adds no rules to it. Let them in there, or remove security_group."
  }
}

variable "security_group" {
  description = "An existing security group of the tasks in place of one that the module makes, such as `{ id = aws_security_group.app.id }`. Its rules are its owner's: the load balancer must reach the port that takes the requests and that of the health check, and the tasks their image, secrets and log."
  type        = object({ id = string })
  default     = null

  validation {
    condition     = try(startswith(var.security_group.id, "sg-"), true) || var.security_group == null
    error_message = "security_group.id must be the id of a security group, like sg-0a1b2c3d. Given: \"${try(var.security_group.id, "")}\"."
  }
}

variable "security_group_description" {
  description = "Description of the security group that is made; null says whose tasks it is for. A change makes the group anew."
  type        = string
  default     = null

  validation {
    condition     = var.security_group_description == null || can(regex("^[A-Za-z0-9 ._:/()#,@\\[\\]+=&;{}!$*-]{1,255}$", var.security_group_description))
    error_message = "security_group_description holds 1 to 255 letters, digits, spaces and the characters ._-:/()#,@[]+=&;{}!$*. Given: \"${coalesce(var.security_group_description, "-")}\"."
  }
  validation {
    condition     = var.security_group == null || var.security_group_description == null
    error_message = "security_group_description: security_group is the owner's, and the module makes none. Remove one of them."
  }
}

variable "security_group_ids" {
  description = "Further security groups of the tasks. The module adds no rules to them."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.security_group_ids : startswith(id, "sg-")])
    error_message = "security_group_ids must be ids of security groups, like sg-0a1b2c3d. Given: ${join(", ", var.security_group_ids)}."
  }
  validation {
    condition     = length(var.security_group_ids) <= 4
    error_message = "security_group_ids: with the first one a task has at most 5 security groups. Given: ${length(var.security_group_ids)}."
  }
}

variable "security_group_name" {
  description = "Name of the security group that is made, without a suffix; null is the service's name with a suffix that is unique. A change makes the group anew, and so does one of the description, which then needs another name too."
  type        = string
  default     = null

  validation {
    condition     = var.security_group_name == null || (can(regex("^[A-Za-z0-9 ._:/()#,@\\[\\]+=&;{}!$*-]{1,255}$", var.security_group_name)) && !try(startswith(var.security_group_name, "sg-"), false))
    error_message = "security_group_name holds 1 to 255 letters, digits, spaces and the characters ._-:/()#,@[]+=&;{}!$*, and does not start with sg-. Given: \"${coalesce(var.security_group_name, "-")}\"."
  }
  validation {
    condition     = var.security_group == null || var.security_group_name == null
    error_message = "security_group_name: security_group is the owner's, and the module makes none. Remove one of them."
  }
}
