# The idle timeout of an ALB belongs to whoever owns it, so it is looked at here
# and never set. One that is made in the same configuration cannot be read yet when
# the first plan is made; its owner gives the number instead.
locals {
  # A route through the load balancer of alb needs no look of its own.
  own_balancer = { for name, alb in local.alb_routes : name => name == "main" ? true : alb.own_group || !contains(keys(local.alb_routes), "main") }

  idle_timeouts = merge(
    { for name, alb in local.alb_routes : name => alb.idle_timeout if alb.idle_timeout != null },
    { for name, lb in data.aws_lb.this : name => lb.idle_timeout },
  )
}

data "aws_lb" "this" {
  for_each = { for name, alb in local.alb_routes : name => values(local.alb_rules[name])[0].listener_arn if alb.check_idle_timeout && alb.idle_timeout == null && local.own_balancer[name] }

  arn = replace(each.value, "/:listener/(app/[^/]+/[^/]+)/.*$/", ":loadbalancer/$1")
}

check "alb_idle_timeout" {
  assert {
    condition     = local.settings.load_balancer != "alb" || alltrue([for seconds in local.idle_timeouts : seconds >= local.settings.idle_timeout])
    error_message = "alb: the load balancer's idle timeout of ${join(", ", distinct([for seconds in local.idle_timeouts : seconds if seconds < coalesce(local.settings.idle_timeout, 0)]))} s is less than the ${coalesce(local.settings.idle_timeout, 0)} s that this profile needs, so it would cut a request that the app still works on. Set idle_timeout = ${coalesce(local.settings.idle_timeout, 0)} on the aws_lb."
  }
}
