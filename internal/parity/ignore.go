package parity

// Default is a value that AWS fills in, so that leaving it out and writing it
// out are the same.
type Default struct {
	Path, Value, Source string
}

// Defaults are the values that one side writes out and the other leaves to AWS.
var Defaults = []Default{
	{"task_definition.volumes.*.configuredAtLaunch", "false", "API_Volume, configuredAtLaunch"},
	{"task_definition.volumes.*.efsVolumeConfiguration.rootDirectory", "/", "API_EFSVolumeConfiguration, rootDirectory"},
	{"service.enableECSManagedTags", "false", "API_CreateService, enableECSManagedTags"},
	{"service.propagateTags", "NONE", "API_CreateService, propagateTags"},
	{"service.capacityProviderStrategy.FARGATE.weight", "0", "API_CapacityProviderStrategyItem, weight"},
	{"service.schedulingStrategy", "REPLICA", "API_CreateService, schedulingStrategy"},
	{"service.enableExecuteCommand", "false", "API_CreateService, enableExecuteCommand"},
	{"listener_rule*.actions[0].order", "1", "API_Action, Order"},
	{"listener_rule*.actions[0].authenticateCognitoConfig.scope", "openid", "API_AuthenticateCognitoActionConfig, Scope"},
	{"listener_rule*.actions[0].authenticateCognitoConfig.sessionCookieName", "AWSELBAuthSessionCookie", "API_AuthenticateCognitoActionConfig, SessionCookieName"},
	{"listener_rule*.actions[0].authenticateCognitoConfig.sessionTimeout", "604800", "API_AuthenticateCognitoActionConfig, SessionTimeout"},
	{"listener_rule*.actions[0].authenticateOidcConfig.scope", "openid", "API_AuthenticateOidcActionConfig, Scope"},
	{"listener_rule*.actions[0].authenticateOidcConfig.sessionCookieName", "AWSELBAuthSessionCookie", "API_AuthenticateOidcActionConfig, SessionCookieName"},
	{"listener_rule*.actions[0].authenticateOidcConfig.sessionTimeout", "604800", "API_AuthenticateOidcActionConfig, SessionTimeout"},
	{"listener*.defaultActions[0].order", "1", "API_Action, Order"},
	{"test_listener_rule.actions[0].order", "1", "API_Action, Order"},
	{"test_listener_rule.defaultActions[0].order", "1", "API_Action, Order"},
	{"queue.delaySeconds", "0", "API_CreateQueue, DelaySeconds"},
	{"queue.maximumMessageSize", "1048576", "API_CreateQueue, MaximumMessageSize"},
	{"queue.receiveMessageWaitTimeSeconds", "0", "API_CreateQueue, ReceiveMessageWaitTimeSeconds"},
	{"dead_letter_queue.delaySeconds", "0", "API_CreateQueue, DelaySeconds"},
	{"dead_letter_queue.maximumMessageSize", "1048576", "API_CreateQueue, MaximumMessageSize"},
	{"dead_letter_queue.receiveMessageWaitTimeSeconds", "0", "API_CreateQueue, ReceiveMessageWaitTimeSeconds"},
	{"dead_letter_queue.visibilityTimeout", "30", "API_CreateQueue, VisibilityTimeout"},
	{"execution_role.maxSessionDuration", "3600", "API_CreateRole, MaxSessionDuration"},
	{"execution_role.path", "/", "API_CreateRole, Path"},
	{"task_role.maxSessionDuration", "3600", "API_CreateRole, MaxSessionDuration"},
	{"task_role.path", "/", "API_CreateRole, Path"},
	{"scaling_policy.*.disableScaleIn", "false", "API_TargetTrackingScalingPolicyConfiguration, DisableScaleIn"},
	{"target_group*.healthCheckPort", "traffic-port", "API_CreateTargetGroup, HealthCheckPort"},
	{"scalable_target.scheduledActions.*.timezone", "UTC", "API_PutScheduledAction, Timezone"},
	{"alternate_target_group.healthCheckPort", "traffic-port", "API_CreateTargetGroup, HealthCheckPort"},
	{"alternate_target_group.targetGroupAttributes.deregistration_delay.connection_termination.enabled", "false", "API_TargetGroupAttribute; false for a TCP target group"},
	{"hooks_role.maxSessionDuration", "3600", "API_CreateRole, MaxSessionDuration"},
	{"hooks_role.path", "/", "API_CreateRole, Path"},
	{"volumes_role.maxSessionDuration", "3600", "API_CreateRole, MaxSessionDuration"},
	{"volumes_role.path", "/", "API_CreateRole, Path"},
	{"infrastructure_role.maxSessionDuration", "3600", "API_CreateRole, MaxSessionDuration"},
	{"infrastructure_role.path", "/", "API_CreateRole, Path"},
	{"target_group*.targetGroupAttributes.deregistration_delay.connection_termination.enabled", "false", "API_TargetGroupAttribute; false for a TCP target group"},
	{"load_balancer.loadBalancerAttributes.access_logs.s3.enabled", "false", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.client_keep_alive.seconds", "3600", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.connection_logs.s3.enabled", "false", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.health_check_logs.s3.enabled", "false", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.routing.http.desync_mitigation_mode", "defensive", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.routing.http.preserve_host_header.enabled", "false", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.routing.http.xff_client_port.enabled", "false", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.routing.http.xff_header_processing.mode", "append", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.routing.http2.enabled", "true", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.waf.fail_open.enabled", "false", "API_LoadBalancerAttribute"},
	{"load_balancer.loadBalancerAttributes.zonal_shift.config.enabled", "false", "API_LoadBalancerAttribute"},
	{"load_balancer.ipAddressType", "ipv4", "API_CreateLoadBalancer, IpAddressType"},
	{"load_balancer.scheme", "internet-facing", "API_CreateLoadBalancer, Scheme"},
	{"front_listener.*.defaultActions[0].order", "1", "API_Action, Order"},
	{"front_listener.*.fixedResponseConfig.messageBody", `""`, "API_FixedResponseActionConfig, MessageBody; no body"},
	{"front_listener.*.redirectConfig.host", "#{host}", "API_RedirectActionConfig, Host"},
	{"front_listener.*.redirectConfig.path", "/#{path}", "API_RedirectActionConfig, Path"},
	{"front_listener.*.redirectConfig.query", "#{query}", "API_RedirectActionConfig, Query"},
}

// Ignore is a value that says nothing about the service, or that is not this
// side's to set.
type Ignore struct {
	Path, Reason string
	// When limits the row to some services; nil is all.
	When func(Tree) bool
}

const moreThanNeeded = "awsecs.Secret grants more than ECS needs to start a task; CDK cannot take less, Terraform does"

const anyPortOfTasks = "both let the load balancer reach the tasks: the module at any port, CDK at those that it sends to"

// Ignored are the values that are not compared.
var Ignored = []Ignore{
	{"service.clientToken", "makes a repeated request harmless; new for each request", nil},
	{"service.serviceConnectConfiguration.services.admin.timeout.perRequestTimeoutSeconds", "hashicorp/aws writes 0, no limit, where nothing is said; TCP has no requests, so the CDK takes no such timeout", connectsTCP},
	{"service.desiredCount", "autoscaling owns the count: CDK leaves it out, Terraform sends a first one and then ignores it",
		func(t Tree) bool { return t["scalable_target"] != nil }},
	{"balancer_group.egress.all *", anyPortOfTasks, nil},
	{"balancer_group.egress.tcp 8080-8080 *", anyPortOfTasks, nil},
	{"queue.queueName", "physical name, generated by CDK", nil},
	{"dead_letter_queue.queueName", "physical name, generated by CDK", nil},
	{"scaling_policy.*.policyName", "physical name, generated by CDK", nil},
	{"execution_role.permissions.Allow secretsmanager:DescribeSecret on *", moreThanNeeded, nil},
	{"execution_role.permissions.Allow ssm:DescribeParameters on *", moreThanNeeded, nil},
	{"execution_role.permissions.Allow ssm:GetParameter on *", moreThanNeeded, nil},
	{"execution_role.permissions.Allow ssm:GetParameterHistory on *", moreThanNeeded, nil},
	{"scalable_target.roleARN", "the service-linked role, which AWS fills in; CDK writes it out", nil},
}

// connectsTCP says whether a port that others call by Service Connect speaks TCP:
// its mapping has a name and no protocol of an app.
func connectsTCP(t Tree) bool {
	containers, _ := at(t["task_definition"], "containerDefinitions").(map[string]any)
	for _, c := range containers {
		for _, m := range list(c, "portMappings") {
			if text(m, "name") != "" && text(m, "appProtocol") == "" {
				return true
			}
		}
	}
	return false
}
