# Terraform drops a member that an object's type does not have, without a word. So the
# types have the names by which people set a stop number, and here they are refused.
locals {
  refused_of_groups = {
    connection_termination           = "It follows from the profile's workload."
    deregistration_delay             = "It comes from the profile. Change longest_work."
    health_check                     = "Its numbers come from the profile. Set health_check_path, health_check_port, health_check_protocol and matcher here, and health_time in the profile."
    health_check_healthy_threshold   = "It comes from the profile."
    health_check_interval            = "It comes from the profile. Change health_time."
    health_check_timeout             = "It comes from the profile. Change health_time."
    health_check_unhealthy_threshold = "It comes from the profile. Change longest_pause."
  }
  # An alb has an idle_timeout, which says what the load balancer's is.
  refused_of_listeners = merge(local.refused_of_groups, { for at in ["idle_timeout", "tcp_idle_timeout_seconds"] : at => "The listener's comes from the profile. Change longest_work or longest_pause." })
  refused_of_containers = {
    dependsOn    = "It comes from the profile. Set after of the sidecar there."
    stop_timeout = local.refused_container_members.stopTimeout.why
    stopTimeout  = local.refused_container_members.stopTimeout.why
  }
  why_cooldown = "The cooldown comes from the profile."

  stop_number_faults = concat(
    flatten([for path, way in local.given_albs :
      [for at, why in local.refused_of_groups : "${path}.${at}: it may not be set. ${why}" if try(way[at], null) != null]
    ]),
    flatten([for path, way in local.given_nlbs :
      [for at, why in local.refused_of_listeners : "${path}.${at}: it may not be set. ${why}" if way[at] != null]
    ]),
    flatten([for path, container in merge({ for front in var.front[*] : "front" => front }, { for name, sidecar in var.sidecars : "sidecars.${name}" => sidecar }, { for i, init in var.init_containers : "init_containers[${i}]" => init }) :
      [for at, why in local.refused_of_containers : "${path}.${at}: it may not be set. ${why}" if container[at] != null]
    ]),
    [for scaling in var.autoscaling[*] : "autoscaling.scale_in_cooldown: it may not be set. ${local.why_cooldown}" if scaling.scale_in_cooldown != null],
    flatten([for scaling in var.autoscaling[*] : concat(
      [for name, target in scaling.custom_targets : "autoscaling.custom_targets.${name}.scale_in_cooldown: it may not be set. ${local.why_cooldown}" if target.scale_in_cooldown != null],
      [for name, step in scaling.steps : "autoscaling.steps.${name}.cooldown: it may not be set. ${local.why_cooldown}" if step.cooldown != null],
    )]),
    [for queue in [var.queue] : "queue.visibility_timeout_seconds: it may not be set. It comes from the profile. Change longest_work, or heartbeat where there is one." if queue.visibility_timeout_seconds != null],
    flatten([for connect in var.service_connect[*] : [for name, service in connect.services : "service_connect.services.${name}.timeout: it may not be set. It comes from the profile. Change longest_work." if service.timeout != null]]),
  )
}
