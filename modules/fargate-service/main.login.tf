# Who must log in before a rule lets a request through, and whether Elastic Load
# Balancing would take it.
locals {
  # By the name that the rule has in local.rules. Not by try, which knows nothing of a
  # login with a value that is not known yet.
  logins = merge([for name, rules in local.alb_rules : { for rule, r in rules : rule == "main" ? name : "${name}/${rule}" => {
    cognito = r.authenticate_cognito[*]
    oidc    = r.authenticate_oidc[*]
    path    = "${try(local.way_paths[name], name)}${rule == "main" ? "" : ".rules.${rule}"}"
  } }]...)

  # Each login by its path; a rule that has both says so below.
  login_actions = merge(
    { for login in local.logins : "${login.path}.authenticate_cognito" => login.cognito[0] if length(login.cognito) > 0 },
    { for login in local.logins : "${login.path}.authenticate_oidc" => login.oidc[0] if length(login.oidc) > 0 },
  )

  # A login beside rules alone would be dropped, and they would be open.
  logins_astray = concat(
    [for alb in var.alb[*] : "alb" if alb.priority == null && length(alb.authenticate_cognito[*]) + length(alb.authenticate_oidc[*]) > 0],
    [for name, route in var.routes : "routes.${name}.alb" if try(route.alb.priority == null && length(route.alb.authenticate_cognito[*]) + length(route.alb.authenticate_oidc[*]) > 0, false)],
  )

  login_faults = concat(
    [for path in local.logins_astray : "${path} has a login but no priority, and so no rule of its own to log in at; rules inherit none. Set ${path}.priority, or move the login into those of ${path}.rules that it is for."],
    [for login in local.logins : "${login.path}.authenticate_oidc: authenticate_cognito is set too, and a rule asks for one login. Remove one of them." if length(login.oidc) + length(login.cognito) > 1],
    [for path in keys(local.login_actions) : "${path} must be absent with strategy \"${coalesce(local.profile.strategy, "rolling")}\": ECS fails a deployment at a rule that does more than forward. Remove it, or set profile.strategy to \"rolling\"." if local.takes_turns],
    flatten([for path, login in local.login_actions : [for at, fault in {
      authentication_request_extra_params = {
        right = login.authentication_request_extra_params == null || try(length(login.authentication_request_extra_params) <= 10 && !contains(concat(keys(login.authentication_request_extra_params), values(login.authentication_request_extra_params)), ""), false)
        rule  = "must hold at most 10 parameters, none of them empty"
        given = try(join(", ", keys(login.authentication_request_extra_params)), "null")
      }
      on_unauthenticated_request = {
        right = login.on_unauthenticated_request == null || try(contains(["allow", "authenticate", "deny"], login.on_unauthenticated_request), false)
        rule  = "must be allow, authenticate or deny"
        given = login.on_unauthenticated_request
      }
      scope = {
        right = login.scope == null || try(length(login.scope) > 0, false)
        rule  = "must not be empty; without it the scope is openid"
        given = "\"\""
      }
      session_cookie_name = {
        right = login.session_cookie_name == null || try(length(login.session_cookie_name) > 0, false)
        rule  = "must not be empty; without it the cookie is AWSELBAuthSessionCookie"
        given = "\"\""
      }
      session_timeout = {
        right = login.session_timeout == null || try(login.session_timeout >= 1 && login.session_timeout <= 604800 && floor(login.session_timeout) == login.session_timeout, false)
        rule  = "must be a whole number of seconds from 1 to 604800, which is a week"
        given = login.session_timeout
      }
    } : "${path}.${at} ${fault.rule}. Given: ${try(tostring(coalesce(fault.given)), "null")}." if !fault.right]]),
  )

  login_url_faults = flatten([for path, login in local.login_actions : [for at in ["authorization_endpoint", "issuer", "token_endpoint", "user_info_endpoint"] :
    "${path}.${at} must be a full URL, https://…. Given: \"${try(coalesce(login[at]), "")}\"." if !can(regex("^https://.", login[at]))
  ] if endswith(path, "oidc")])

  # A secret may be marked as one, and whether it is empty is none.
  login_id_faults = concat(
    flatten([for path, login in local.login_actions : [for at in ["client_id", "client_secret"] :
      "${path}.${at} must not be empty. Set it to what the identity provider gave the client." if nonsensitive(try(coalesce(login[at]), "") == "")
    ] if endswith(path, "oidc")]),
    flatten([for path, login in local.login_actions : [for at in ["user_pool_client_id", "user_pool_domain"] :
      "${path}.${at} must not be empty. Set it to that of the user pool." if try(coalesce(login[at]), "") == ""
    ] if endswith(path, "cognito")]),
    [for path, login in local.login_actions : "${path}.user_pool_arn must be the ARN of a user pool (arn:…:cognito-idp:…:userpool/…). Given: ${try(coalesce(login.user_pool_arn), "null")}."
    if endswith(path, "cognito") && !can(regex("^arn:[a-z-]+:cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/.", login.user_pool_arn))],
  )
}
