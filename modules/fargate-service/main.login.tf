# Who must log in before a rule lets a request through, and whether Elastic Load
# Balancing would take it.
locals {
  # By the name that the rule has in local.rules. Not by try, which knows nothing of a
  # login with a value that is not known yet.
  logins = merge([for name, rules in local.alb_rules : { for rule, r in rules : rule == "main" ? name : "${name}/${rule}" => {
    cognito = r.authenticate_cognito[*]
    oidc    = r.authenticate_oidc[*]
    path    = "${try(local.way_paths[name], "${name}_listener")}${rule == "main" ? "" : ".rules.${rule}"}"
  } }]...)

  # Each login by its path; a rule that has both says so below. It may be marked as a
  # secret as a whole, and what is wrong with it is none; its values are not shown then.
  login_actions = merge(
    { for login in local.logins : "${login.path}.authenticate_cognito" => nonsensitive(login.cognito)[0] if length(nonsensitive(login.cognito)) > 0 },
    { for login in local.logins : "${login.path}.authenticate_oidc" => nonsensitive(login.oidc)[0] if length(nonsensitive(login.oidc)) > 0 },
  )
  secret_logins = concat(
    [for login in local.logins : "${login.path}.authenticate_cognito" if issensitive(login.cognito)],
    [for login in local.logins : "${login.path}.authenticate_oidc" if issensitive(login.oidc)],
  )

  # A login where no rule is made of it would be dropped by Terraform without a word.
  misplaced_logins = concat(
    [for path, nlb in local.given_nlbs :
    "${path} has a login, and a Network Load Balancer logs nobody in. Remove it, or use an alb." if length(nonsensitive(concat(nlb.authenticate_cognito[*], nlb.authenticate_oidc[*]))) > 0],
    [for name, route in var.routes : "routes.${name} has a login beside its way in, where nothing would ask for it. ${length(route.alb[*]) == 0 ? "Say it at the rule that leads to the target group, and remove it here." : "Move it into routes.${name}.alb."}"
    if length(nonsensitive(concat(route.authenticate_cognito[*], route.authenticate_oidc[*]))) > 0],
  )

  # A login beside rules alone would be dropped, and they would be open.
  logins_astray = concat(
    [for alb in var.alb[*] : "alb" if alb.priority == null && length(nonsensitive(alb.authenticate_cognito[*])) + length(nonsensitive(alb.authenticate_oidc[*])) > 0],
    [for name, route in var.routes : "routes.${name}.alb" if try(route.alb.priority == null && length(nonsensitive(route.alb.authenticate_cognito[*])) + length(nonsensitive(route.alb.authenticate_oidc[*])) > 0, false)],
  )

  login_faults = concat(
    local.misplaced_logins,
    [for path in local.logins_astray : "${path} has a login but no priority, and so no rule of its own to log in at; rules inherit none. Set ${path}.priority, or move the login into those of ${path}.rules that it is for."],
    [for login in local.logins : "${login.path}.authenticate_oidc: authenticate_cognito is set too, and a rule asks for one login. Remove one of them." if length(nonsensitive(login.oidc)) + length(nonsensitive(login.cognito)) > 1],
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
    } : "${path}.${at} ${fault.rule}. Given: ${contains(local.secret_logins, path) || issensitive(login[at]) ? "a secret" : nonsensitive(try(tostring(coalesce(fault.given)), "null"))}." if !nonsensitive(fault.right)]]),
  )

  login_url_faults = flatten([for path, login in local.login_actions : [for at in ["authorization_endpoint", "issuer", "token_endpoint", "user_info_endpoint"] :
    "${path}.${at} must be a full URL, https://…. Given: ${contains(local.secret_logins, path) || issensitive(login[at]) ? "a secret" : nonsensitive("\"${try(coalesce(login[at]), "")}\"")}." if !nonsensitive(can(regex("^https://.", login[at])))
  ] if endswith(path, "oidc")])

  # A secret may be marked as one, and whether it is empty is none.
  login_id_faults = concat(
    flatten([for path, login in local.login_actions : [for at in ["client_id", "client_secret"] :
      "${path}.${at} must not be empty. Set it to what the identity provider gave the client." if nonsensitive(try(coalesce(login[at]), "") == "")
    ] if endswith(path, "oidc")]),
    flatten([for path, login in local.login_actions : [for at in ["user_pool_client_id", "user_pool_domain"] :
      "${path}.${at} must not be empty. Set it to that of the user pool." if nonsensitive(try(coalesce(login[at]), "") == "")
    ] if endswith(path, "cognito")]),
    [for path, login in local.login_actions : "${path}.user_pool_arn must be the ARN of a user pool (arn:…:cognito-idp:…:userpool/…). Given: ${contains(local.secret_logins, path) || issensitive(login.user_pool_arn) ? "a secret" : nonsensitive(try(coalesce(login.user_pool_arn), "null"))}."
    if endswith(path, "cognito") && !nonsensitive(can(regex("^arn:[a-z-]+:cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/.", login.user_pool_arn)))],
  )
}
