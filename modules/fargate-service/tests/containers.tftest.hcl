# What containers are given beside what the profile says of them.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  profile = {
    workload = "http", longest_work = 10, load_balancer = "none", front = { name = "proxy" },
    sidecars = [{ name = "agent", flush = 2 }, { name = "router", flush = 5, after = ["agent"] }]
  }
  front      = { image = "proxy:1", port = 8443 }
  sidecars   = { agent = { image = "agent:1" }, router = { image = "router:1" } }
  subnet_ids = ["subnet-0a", "subnet-0b"]
  vpc_id     = "vpc-0a1b2c3d"
}

run "given" {
  variables {
    health_check_command = ["CMD", "/check"]
    container_definitions = {
      app = {
        user             = "1000:1000"
        ulimits          = [{ name = "nofile", softLimit = 1024, hardLimit = 4096 }]
        linuxParameters  = { initProcessEnabled = true, capabilities = { add = ["SYS_PTRACE"], drop = ["ALL"] } }
        healthCheck      = { interval = 10, retries = 5 }
        environmentFiles = [{ type = "s3", value = "arn:aws:s3:::config/prod/app.env" }]
        logConfiguration = {
          logDriver     = "awsfirelens"
          options       = { Name = "datadog" }
          secretOptions = [{ name = "apikey", valueFrom = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:datadog-AbCdEf:key::" }]
        }
      }
      agent  = { healthCheck = { command = ["CMD", "/up"], timeout = 9 }, logConfiguration = { logDriver = "awsfirelens" } }
      proxy  = { workingDirectory = "/srv", dockerLabels = { team = "shop" }, repositoryCredentials = { credentialsParameter = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:hub-AbCdEf" } }
      router = { user = "0", firelensConfiguration = { type = "fluentbit", options = { enable-ecs-log-metadata = "true" } }, restartPolicy = { enabled = true } }
    }
  }

  assert {
    condition = { for c in jsondecode(aws_ecs_task_definition.this.container_definitions) : c.name => [try(c.user, ""), try(c.workingDirectory, ""), c.logConfiguration.logDriver] } == {
      app = ["1000:1000", "", "awsfirelens"], agent = ["", "", "awsfirelens"], proxy = ["", "/srv", "awslogs"], router = ["0", "", "awslogs"]
    }
    error_message = "The containers are not what container_definitions says."
  }
  assert {
    condition = { for c in jsondecode(aws_ecs_task_definition.this.container_definitions) : c.name => c.healthCheck if can(c.healthCheck) } == {
      app   = { command = ["CMD", "/check"], interval = 10, timeout = 5, retries = 5, startPeriod = 30 }
      agent = { command = ["CMD", "/up"], interval = 30, timeout = 9, retries = 3 }
    }
    error_message = "A health check has what is given, what the profile computes, and ECS's own rest."
  }
  assert {
    condition     = { for c in jsondecode(aws_ecs_task_definition.this.container_definitions) : c.name => c.firelensConfiguration.type if can(c.firelensConfiguration) } == { router = "fluentbit" }
    error_message = "The router is not the sidecar's."
  }
  assert {
    condition = toset([for s in jsondecode(aws_iam_role_policy.execution[0].policy).Statement : join(" ", concat(s.Action, s.Resource)) if !startswith(s.Action[0], "logs:")]) == toset([
      "secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-central-1:123456789012:secret:datadog-AbCdEf arn:aws:secretsmanager:eu-central-1:123456789012:secret:hub-AbCdEf",
      "s3:GetObject arn:aws:s3:::config/prod/app.env", "s3:GetBucketLocation arn:aws:s3:::config",
    ])
    error_message = "The execution role may not read what ECS starts the containers with."
  }
}

run "no_map" {
  command = plan
  variables {
    container_definitions = ["app"]
  }
  expect_failures = [var.container_definitions]
}

# internal/parity has every fault; this shows that they reach the plan.
run "faults" {
  command = plan
  variables {
    container_definitions = { app = { stopTimeout = 30 } }
  }
  expect_failures = [graceful_service.this]
}
