# Nothing may read this but what the service waits for: the listener of somebody else
# forwards to the module's target group, so all that the group comes from must not
# come from the listener.
variable "listeners" {
  description = "Listeners and rules that are not the module's and lead to its target groups or to `target_group` of `routes`, by any name: an `aws_lb_listener` or `aws_lb_listener_rule` as it is, or `{ arn = … }`. The service waits for them, for ECS refuses a target group that no load balancer leads to. The idle timeout of a TCP listener must be at least that of the settings (output `idle_timeout`)."
  type = map(object({
    arn                      = string
    protocol                 = optional(string)
    tcp_idle_timeout_seconds = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for listener in values(var.listeners) : can(regex(":listener(-rule)?/", listener.arn))])
    error_message = "listeners: arn must be that of a listener or of a rule (…:listener/… or …:listener-rule/…). Given: ${join(", ", values(var.listeners)[*].arn)}."
  }
  validation {
    condition     = length([for listener in values(var.listeners) : true if can(regex(":listener/net/", listener.arn))]) > 0 || alltrue([for nlb in concat(var.nlb[*], values(var.routes)[*].nlb) : nlb.create_listener if nlb != null])
    error_message = "listeners: an nlb has create_listener = false, so ECS would refuse its target group before your listener forwards to it. Set listeners = { own = aws_lb_listener.NAME }, a listener of the Network Load Balancer (…:listener/net/…)."
  }
  validation {
    condition     = alltrue([for listener in values(var.listeners) : contains(["HTTP", "HTTPS", "TCP", "TLS"], listener.protocol) if listener.protocol != null])
    error_message = "listeners: protocol must be HTTP, HTTPS, TCP or TLS: a flow of UDP ends 120 s after its last datagram and not with its task, so the profile would not hold for it. Given: ${join(", ", [for name, listener in var.listeners : "${name} ${listener.protocol}" if listener.protocol != null])}."
  }
}
