# How others find the tasks: Service Connect and Cloud Map, with and without a load
# balancer.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  port_mappings  = [9090]
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"

  ingress_security_group_ids = ["sg-0c"]
}

run "called" {
  variables {
    profile         = { workload = "http", longest_work = 296, load_balancer = "none", require = [] }
    service_connect = { services = { api = { ingress_port_override = 15000 }, admin = { container_port = 9090, app_protocol = "tcp", client_alias = { dns_name = "admin" } } } }
  }

  assert {
    condition     = jsonencode({ for s in one(aws_ecs_service.this[0].service_connect_configuration).service : s.port_name => [one(s.timeout).idle_timeout_seconds, one(s.timeout).per_request_timeout_seconds] }) == jsonencode({ admin = [3600, null], api = [301, 301] })
    error_message = "The proxy's timeouts do not let the longest request finish: ${jsonencode(one(aws_ecs_service.this[0].service_connect_configuration).service)}."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].portMappings == [{ appProtocol = "http", containerPort = 8080, name = "api", protocol = "tcp" }, { containerPort = 9090, name = "admin", protocol = "tcp" }]
    error_message = "The mappings are not named: ${jsonencode(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].portMappings)}."
  }
  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.group : rule.from_port]) == toset([15000, 8080, 9090])
    error_message = "Other ports are open to the callers."
  }
}

run "websocket_beside_a_load_balancer" {
  variables {
    profile          = { workload = "websocket", longest_work = 900, propagation = 60 }
    service_connect  = { services = { api = {} } }
    service_registry = { arn = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-0a1b" }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }

  assert {
    condition     = one(one(one(aws_ecs_service.this[0].service_connect_configuration).service).timeout).idle_timeout_seconds == 0 && one(one(one(aws_ecs_service.this[0].service_connect_configuration).service).timeout).per_request_timeout_seconds == 0
    error_message = "A socket has a limit."
  }
}

run "names_outlive_the_service" {
  command = plan
  variables {
    profile          = { workload = "websocket", longest_work = 900, propagation = 59 }
    service_registry = { arn = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-0a1b" }
    alb = {
      listener_arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
      priority          = 10
      security_group_id = "sg-0a1b2c3d"
      path_patterns     = ["/*"]
    }
  }
  expect_failures = [graceful_service.this]
}

run "a_worker_calls_and_is_not_called" {
  command = plan
  variables {
    profile         = { workload = "queue", longest_work = 60 }
    service_connect = { services = { api = {} } }
  }
  expect_failures = [graceful_service.this]
}
