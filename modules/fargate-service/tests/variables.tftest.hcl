# What variables refuse by themselves, and the nearest values that they accept. As
# a plan takes two seconds, each run has a wrong value for many variables at once;
# one whose rule reads another variable stands apart from a wrong value of that one.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster_arn    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main"
  container_port = 8080
  image          = "registry.example.com/app:1"
  name           = "app"
  profile        = { workload = "http", longest_work = 10, load_balancer = "none" }
  subnet_ids     = ["subnet-0a", "subnet-0b"]
  vpc_id         = "vpc-0a1b2c3d"
}

run "refused_1" {
  command = plan
  variables {
    autoscaling             = { min = 2, max = 1, cpu_target = 50 }
    cluster_arn             = "main"
    command                 = []
    container_port          = 0
    cpu                     = 0
    cpu_architecture        = "arm64"
    deployment_alarms       = [""]
    entry_point             = []
    environment             = { "1A" = "x" }
    health_check_command    = []
    image                   = ""
    log_retention_days      = 2
    memory                  = 1024
    name                    = ""
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
    queue                   = { max_receive_count = 0 }
    subnet_ids              = []
    tags                    = { "aws:team" = "web" }
    task_policy_arns        = { read = "ReadOnlyAccess" }
    task_policy_statements  = [{ actions = [], resources = ["*"] }]
    vpc_id                  = "main"
  }
  expect_failures = [var.autoscaling, var.cluster_arn, var.command, var.container_port, var.cpu, var.cpu_architecture, var.deployment_alarms, var.entry_point, var.environment, var.health_check_command, var.image, var.log_retention_days, var.name, var.operating_system_family, var.queue, var.subnet_ids, var.tags, var.task_policy_arns, var.task_policy_statements, var.vpc_id]
}

run "refused_2" {
  command = plan
  variables {
    autoscaling             = { min = -1, max = 5, cpu_target = 50 }
    cluster_arn             = "arn:aws:ecs:eu-central-1:123456789012:service/main/app"
    container_port          = 65536
    cpu                     = 255
    cpu_architecture        = ""
    deployment_alarms       = ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:errors"]
    environment             = { "A B" = "x" }
    health_check_command    = ["CMD"]
    image                   = "two words"
    log_retention_days      = 31
    memory                  = 1024
    name                    = "a.b"
    operating_system_family = "linux"
    queue                   = { max_receive_count = 1001 }
    task_policy_statements  = [{ actions = ["s3:GetObject"], resources = [] }]
  }
  expect_failures = [var.autoscaling, var.cluster_arn, var.container_port, var.cpu, var.cpu_architecture, var.deployment_alarms, var.environment, var.health_check_command, var.image, var.log_retention_days, var.name, var.operating_system_family, var.queue, var.task_policy_statements]
}

run "refused_3" {
  command = plan
  variables {
    autoscaling            = { min = 1, max = 5 }
    container_port         = 80.5
    cpu                    = 257
    health_check_command   = ["curl", "localhost"]
    memory                 = 1024
    name                   = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    queue                  = { retention_seconds = 59 }
    secrets                = { TOKEN = "hunter2" }
    task_policy_statements = [{ actions = ["s3:GetObject"], resources = ["*"], effect = "allow" }]
  }
  expect_failures = [var.autoscaling, var.container_port, var.cpu, var.health_check_command, var.name, var.queue, var.secrets, var.task_policy_statements]
}

run "refused_4" {
  command = plan
  variables {
    autoscaling                = { min = 1, max = 5, cpu_target = 0 }
    container_port             = null
    cpu                        = 100000
    ingress_security_group_ids = ["sg-0a"]
    memory                     = 1024
    queue                      = { retention_seconds = 1209601 }
    secrets                    = { TOKEN = "arn:aws:s3:::bucket" }
  }
  expect_failures = [var.autoscaling, var.cpu, var.ingress_security_group_ids, var.queue, var.secrets]
}

run "refused_5" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 5, memory_target = 101 }
    environment = { TOKEN = "x" }
    memory      = 511
    secrets     = { TOKEN = "arn:aws:ssm:eu-central-1:123456789012:parameter/token" }
  }
  expect_failures = [var.autoscaling, var.memory, var.secrets]
}

run "refused_6" {
  command = plan
  variables {
    autoscaling = { min = 3, max = 5, cpu_target = 50 }
    memory      = 513
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", desired_count = 2 }
  }
  expect_failures = [var.autoscaling, var.memory]
}

run "refused_7" {
  command = plan
  variables {
    autoscaling = { min = 0, max = 1, cpu_target = 50 }
    memory      = 1500
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", desired_count = 2 }
  }
  expect_failures = [var.autoscaling, var.memory]
}

run "refused_8" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 5, cpu_target = 50 }
    memory      = 3072
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", min_count = 2 }
  }
  expect_failures = [var.autoscaling, var.memory]
}

run "refused_9" {
  command = plan
  variables {
    autoscaling = { min = 0, max = 2, cpu_target = 50 }
    cpu         = 4096
    memory      = 7168
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", singleton = true, desired_count = 1 }
  }
  expect_failures = [var.autoscaling, var.memory]
}

run "refused_10" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 5001, cpu_target = 50 }
    cpu         = 4096
    memory      = 8191
  }
  expect_failures = [var.autoscaling, var.memory]
}

run "refused_11" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 4, cpu_target = 50, requests_per_target = 0 }
    cpu         = 4096
    memory      = 31744
  }
  expect_failures = [var.autoscaling, var.memory]
}

run "refused_12" {
  command = plan
  variables {
    cpu    = 8192
    memory = 17408
  }
  expect_failures = [var.memory]
}

run "refused_13" {
  command = plan
  variables {
    port_mappings = [0]
  }
  expect_failures = [var.port_mappings]
}

run "refused_14" {
  command = plan
  variables {
    port_mappings = [65536]
  }
  expect_failures = [var.port_mappings]
}

run "refused_15" {
  command = plan
  variables {
    port_mappings = [8080]
  }
  expect_failures = [var.port_mappings]
}

run "refused_16" {
  command = plan
  variables {
    port_mappings = [9090, 9090]
  }
  expect_failures = [var.port_mappings]
}

run "accepted_1" {
  command = plan
  variables {
    autoscaling             = { min = 1, max = 5, cpu_target = 50 }
    cluster_arn             = "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/main"
    command                 = ["serve"]
    container_port          = 65535
    cpu                     = 512
    cpu_architecture        = "ARM64"
    deployment_alarms       = ["errors"]
    entry_point             = ["/bin/app"]
    environment             = { A_1 = "" }
    health_check_command    = ["CMD-SHELL", "true"]
    image                   = "app"
    log_retention_days      = 3653
    memory                  = 1024
    name                    = "1app"
    operating_system_family = "LINUX"
    port_mappings           = [9090, 9091]
    profile                 = { workload = "http", longest_work = 10, load_balancer = "none", min_count = 1 }
    queue                   = { max_receive_count = 1000, retention_seconds = 60 }
    secrets                 = { TOKEN = "arn:aws:ssm:eu-central-1:123456789012:parameter/token" }
    service_registry        = { arn = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-0a1b" }
    subnet_ids              = ["subnet-0a"]
    tags                    = { team = "web" }
    task_policy_arns        = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    task_policy_statements  = [{ actions = ["s3:GetObject"], resources = ["*"], effect = "Deny" }]
  }
}

run "accepted_2" {
  command = plan
  variables {
    autoscaling    = { min = 2, max = 2, cpu_target = 100 }
    container_port = null
    cpu            = 16384
    memory         = 122880
    name           = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    profile        = { workload = "queue", longest_work = 10 }
    queue          = { existing = { arn = "arn:aws:sqs:eu-central-1:123456789012:orders.fifo", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders.fifo", visibility_timeout_seconds = 900 } }
  }
}

run "accepted_3" {
  command = plan
  variables {
    autoscaling = { min = 0, max = 1, cpu_target = 50 }
    memory      = 2048
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", singleton = true, desired_count = 1 }
  }
}

run "accepted_4" {
  command = plan
  variables {
    autoscaling    = { min = 1, max = 5000, cpu_target = 100 }
    container_port = null
    cpu            = 4096
    memory         = 30720
    name           = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
    profile        = { workload = "queue", longest_work = 10 }
  }
}

run "accepted_5" {
  command = plan
  variables {
    cpu    = 8192
    memory = 20480
  }
}

run "autoscaling_refuses_fewer_than_the_default_count" {
  command = plan
  variables {
    autoscaling = { min = 0, max = 1, cpu_target = 50 }
  }
  expect_failures = [graceful_service.this]
}

run "queue_refuses_a_name_of_69" {
  command = plan
  variables {
    profile        = { workload = "queue", longest_work = 10 }
    container_port = null
    name           = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
  }
  expect_failures = [graceful_service.this]
}
