# What the caller says of a Network Load Balancer's listener. UDP is refused, for a
# flow of it ends 120 s after its last datagram and not with its task.
locals {
  # Of a TLS listener; the stop model has the same number.
  tls_idle_timeout = 350

  listener_faults = flatten([for name, nlb in local.nlb_routes : [for at, fault in {
    protocol = {
      right = contains(["TCP", "TLS"], nlb.protocol)
      rule  = "must be TCP or TLS: a flow of UDP ends 120 s after its last datagram and not with its task, so the profile would not hold for it"
      given = nlb.protocol
    }
    alpn_policy = {
      right = nlb.alpn_policy == null || try(nlb.protocol == "TLS" && contains(["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"], nlb.alpn_policy), false)
      rule  = "must be HTTP1Only, HTTP2Only, HTTP2Optional, HTTP2Preferred or None, and needs protocol TLS"
      given = nlb.alpn_policy
    }
    ssl_policy = {
      right = can(regex("^ELBSecurityPolicy-[A-Za-z0-9-]+$", nlb.ssl_policy))
      rule  = "must be the name of one of Elastic Load Balancing's policies, ELBSecurityPolicy-…"
      given = nlb.ssl_policy
    }
    target_protocol = {
      right = contains(nlb.protocol == "TLS" || !nlb.create_listener ? ["TCP", "TLS"] : ["TCP"], nlb.target_protocol)
      rule  = "must be TCP, or TLS behind a listener with protocol TLS"
      given = nlb.target_protocol
    }
    stickiness = {
      right = nlb.protocol != "TLS" || !try(nlb.stickiness.enabled, false)
      rule  = "does not go with protocol TLS. Remove one of them"
      given = nlb.protocol
    }
  } : "${local.way_paths[name]}.${at} ${fault.rule}. Given: ${try(tostring(coalesce(fault.given)), "null")}." if !fault.right]])
}
