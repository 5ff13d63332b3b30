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

run "init_containers_and_volumes" {
  variables {
    container_name        = "web"
    ephemeral_storage_gib = 21
    profile = {
      workload = "http", longest_work = 10, load_balancer = "none",
      sidecars = [{ name = "agent", flush = 2 }, { name = "router", flush = 5, after = ["agent"] }]
    }
    front = null
    sidecars = {
      agent  = { image = "agent:1", condition = "HEALTHY" }
      router = { image = "router:1" }
    }
    init_containers = [
      { name = "fetch", image = "fetch:1", condition = "COMPLETE", after = ["agent"] },
      { name = "migrate", image = "migrate:1", command = ["up"], after = ["fetch"], secrets = { DSN = "arn:aws:ssm:eu-central-1:123456789012:parameter/dsn" } },
      { name = "warm", image = "warm:1" },
    ]
    volumes = {
      scratch = {}
      shared  = { efs = { file_system_id = "fs-0a1b2c3d", access_point = { id = "fsap-0a1b2c3d" }, iam = true } }
      plain   = { efs = { file_system_id = "fs-0a1b2c3e", root_directory = "/x", transit_encryption = false } }
      cache   = { managed_ebs_volume = { size_in_gb = 10, kms_key = { arn = "arn:aws:kms:eu-central-1:123456789012:key/own" }, tag_specifications = [{ propagate_tags = "SERVICE" }] } }
    }
    container_definitions = {
      web    = { mountPoints = [{ sourceVolume = "cache", containerPath = "/cache" }, { sourceVolume = "shared", containerPath = "/data" }, { sourceVolume = "scratch", containerPath = "/tmp", readOnly = false }] }
      agent  = { healthCheck = { command = ["CMD", "/up"] }, volumesFrom = [{ sourceContainer = "web", readOnly = true }] }
      router = { firelensConfiguration = { type = "fluentbit" } }
      warm   = { logConfiguration = { logDriver = "awsfirelens" }, mountPoints = [{ sourceVolume = "scratch", containerPath = "/tmp" }] }
    }
  }

  assert {
    condition = { for c in jsondecode(aws_ecs_task_definition.this.container_definitions) : c.name => [for d in try(c.dependsOn, []) : "${d.containerName} ${d.condition}"] } == {
      web     = ["agent HEALTHY", "router START", "fetch COMPLETE", "migrate SUCCESS", "warm SUCCESS"]
      agent   = ["router START"]
      router  = []
      fetch   = ["agent HEALTHY"]
      migrate = ["fetch COMPLETE"]
      warm    = ["router START"]
    }
    error_message = "The containers do not start in the declared order."
  }
  assert {
    condition     = { for c in jsondecode(aws_ecs_task_definition.this.container_definitions) : c.name => [c.essential, can(c.stopTimeout)] if contains(["fetch", "warm"], c.name) } == { fetch = [false, false], warm = [false, false] }
    error_message = "An init container may end, and has no part in a stop."
  }
  assert {
    condition     = { for v in aws_ecs_task_definition.this.volume : v.name => join(" ", flatten([v.efs_volume_configuration[*].transit_encryption, try(v.efs_volume_configuration[0].authorization_config[*].iam, [])])) } == { cache = "", scratch = "", shared = "ENABLED ENABLED", plain = "DISABLED" }
    error_message = "The volumes are not what is declared."
  }
  assert {
    condition = (one(one(aws_ecs_service.this[0].volume_configuration).managed_ebs_volume).role_arn == aws_iam_role.volumes[0].arn
      && [for v in aws_ecs_task_definition.this.volume : v.name if v.configure_at_launch == true] == ["cache"]
    && alltrue([for s in jsondecode(aws_iam_role_policy.volumes[0].policy).Statement : s.Resource == ["arn:aws:kms:eu-central-1:123456789012:key/own"]]))
    error_message = "ECS does not make the EBS volume, or not as a role that may use its key."
  }
  assert {
    condition = (aws_ecs_task_definition.this.ephemeral_storage[0].size_in_gib == 21
    && strcontains(aws_iam_role_policy.task[0].policy, "arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/fs-0a1b2c3d\"]"))
    error_message = "The storage, or the task role's part in it, is missing."
  }
}

run "wrong_containers_and_volumes" {
  command = plan
  variables {
    ephemeral_storage_gib = 20
    init_containers       = [{ name = "a", image = "a:1", after = ["b"], condition = "HEALTHY" }, { name = "b", image = "b:1" }]
    volumes               = { shared = { efs = { file_system_id = "fs-0a1b2c3d", iam = true, transit_encryption = false } }, cache = { managed_ebs_volume = {} } }
    sidecars              = { agent = { image = "agent:1", condition = "SUCCESS" }, router = { image = "router:1" } }
  }
  expect_failures = [var.ephemeral_storage_gib, var.init_containers, var.sidecars, var.volumes]
}

run "one_more_and_a_name_twice" {
  command = plan
  variables {
    container_name        = "proxy"
    ephemeral_storage_gib = 201
  }
  expect_failures = [var.ephemeral_storage_gib, var.front]
}
