# What variables refuse by themselves, and the nearest values that they accept.
# Long because: two runs for each variable stand beside each other, one that is refused and one that passes.

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

run "cluster_arn_refuses_1" {
  command = plan
  variables {
    cluster_arn = "main"
  }
  expect_failures = [var.cluster_arn]
}

run "cluster_arn_refuses_2" {
  command = plan
  variables {
    cluster_arn = "arn:aws:ecs:eu-central-1:123456789012:service/main/app"
  }
  expect_failures = [var.cluster_arn]
}

run "cluster_arn_accepts" {
  command = plan
  variables {
    cluster_arn = "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/main"
  }
}

run "image_refuses_1" {
  command = plan
  variables {
    image = ""
  }
  expect_failures = [var.image]
}

run "image_refuses_2" {
  command = plan
  variables {
    image = "two words"
  }
  expect_failures = [var.image]
}

run "image_accepts" {
  command = plan
  variables {
    image = "app"
  }
}

run "name_refuses_1" {
  command = plan
  variables {
    name = ""
  }
  expect_failures = [var.name]
}

run "name_accepts_a_digit_first" {
  command = plan
  variables {
    name = "1app"
  }
}

run "name_refuses_3" {
  command = plan
  variables {
    name = "a.b"
  }
  expect_failures = [var.name]
}

run "name_refuses_4" {
  command = plan
  variables {
    name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
  expect_failures = [var.name]
}

run "name_accepts" {
  command = plan
  variables {
    name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
}

run "subnet_ids_refuses_1" {
  command = plan
  variables {
    subnet_ids = []
  }
  expect_failures = [var.subnet_ids]
}

run "subnet_ids_accepts" {
  command = plan
  variables {
    subnet_ids = ["subnet-0a"]
  }
}

run "vpc_id_refuses_1" {
  command = plan
  variables {
    vpc_id = "main"
  }
  expect_failures = [var.vpc_id]
}

run "container_port_refuses_1" {
  command = plan
  variables {
    container_port = 0
  }
  expect_failures = [var.container_port]
}

run "container_port_refuses_2" {
  command = plan
  variables {
    container_port = 65536
  }
  expect_failures = [var.container_port]
}

run "container_port_refuses_3" {
  command = plan
  variables {
    container_port = 80.5
  }
  expect_failures = [var.container_port]
}

run "container_port_accepts" {
  command = plan
  variables {
    container_port = 65535
  }
}

run "cpu_refuses_1" {
  command = plan
  variables {
    memory = 1024
    cpu    = 0
  }
  expect_failures = [var.cpu]
}

run "cpu_refuses_2" {
  command = plan
  variables {
    memory = 1024
    cpu    = 255
  }
  expect_failures = [var.cpu]
}

run "cpu_refuses_3" {
  command = plan
  variables {
    memory = 1024
    cpu    = 257
  }
  expect_failures = [var.cpu]
}

run "cpu_refuses_4" {
  command = plan
  variables {
    memory = 1024
    cpu    = 100000
  }
  expect_failures = [var.cpu]
}

run "cpu_accepts" {
  command = plan
  variables {
    memory = 1024
    cpu    = 512
  }
}

run "cpu_accepts_the_largest" {
  command = plan
  variables {
    cpu    = 16384
    memory = 122880
  }
}

run "memory_refuses_1" {
  command = plan
  variables {
    memory = 511
  }
  expect_failures = [var.memory]
}

run "memory_refuses_2" {
  command = plan
  variables {
    memory = 513
  }
  expect_failures = [var.memory]
}

run "memory_refuses_3" {
  command = plan
  variables {
    memory = 1500
  }
  expect_failures = [var.memory]
}

run "memory_refuses_4" {
  command = plan
  variables {
    memory = 3072
  }
  expect_failures = [var.memory]
}

run "memory_accepts" {
  command = plan
  variables {
    memory = 2048
  }
}

run "memory_of_4096_refuses_1" {
  command = plan
  variables {
    cpu    = 4096
    memory = 7168
  }
  expect_failures = [var.memory]
}

run "memory_of_4096_refuses_2" {
  command = plan
  variables {
    cpu    = 4096
    memory = 8191
  }
  expect_failures = [var.memory]
}

run "memory_of_4096_refuses_3" {
  command = plan
  variables {
    cpu    = 4096
    memory = 31744
  }
  expect_failures = [var.memory]
}

run "memory_of_4096_accepts" {
  command = plan
  variables {
    cpu    = 4096
    memory = 30720
  }
}

run "memory_of_8192_refuses_1" {
  command = plan
  variables {
    cpu    = 8192
    memory = 17408
  }
  expect_failures = [var.memory]
}

run "memory_of_8192_accepts" {
  command = plan
  variables {
    cpu    = 8192
    memory = 20480
  }
}

run "cpu_architecture_refuses_1" {
  command = plan
  variables {
    cpu_architecture = "arm64"
  }
  expect_failures = [var.cpu_architecture]
}

run "cpu_architecture_refuses_2" {
  command = plan
  variables {
    cpu_architecture = ""
  }
  expect_failures = [var.cpu_architecture]
}

run "cpu_architecture_accepts" {
  command = plan
  variables {
    cpu_architecture = "ARM64"
  }
}

run "operating_system_refuses_1" {
  command = plan
  variables {
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
  }
  expect_failures = [var.operating_system_family]
}

run "operating_system_refuses_2" {
  command = plan
  variables {
    operating_system_family = "linux"
  }
  expect_failures = [var.operating_system_family]
}

run "operating_system_accepts" {
  command = plan
  variables {
    operating_system_family = "LINUX"
  }
}

run "command_refuses_1" {
  command = plan
  variables {
    command = []
  }
  expect_failures = [var.command]
}

run "command_accepts" {
  command = plan
  variables {
    command = ["serve"]
  }
}

run "entry_point_refuses_1" {
  command = plan
  variables {
    entry_point = []
  }
  expect_failures = [var.entry_point]
}

run "entry_point_accepts" {
  command = plan
  variables {
    entry_point = ["/bin/app"]
  }
}

run "environment_refuses_1" {
  command = plan
  variables {
    environment = { "1A" = "x" }
  }
  expect_failures = [var.environment]
}

run "environment_refuses_2" {
  command = plan
  variables {
    environment = { "A B" = "x" }
  }
  expect_failures = [var.environment]
}

run "environment_accepts" {
  command = plan
  variables {
    environment = { A_1 = "" }
  }
}

run "health_check_command_refuses_1" {
  command = plan
  variables {
    health_check_command = []
  }
  expect_failures = [var.health_check_command]
}

run "health_check_command_refuses_2" {
  command = plan
  variables {
    health_check_command = ["CMD"]
  }
  expect_failures = [var.health_check_command]
}

run "health_check_command_refuses_3" {
  command = plan
  variables {
    health_check_command = ["curl", "localhost"]
  }
  expect_failures = [var.health_check_command]
}

run "health_check_command_accepts" {
  command = plan
  variables {
    health_check_command = ["CMD-SHELL", "true"]
  }
}

run "port_mappings_refuses_1" {
  command = plan
  variables {
    port_mappings = [0]
  }
  expect_failures = [var.port_mappings]
}

run "port_mappings_refuses_2" {
  command = plan
  variables {
    port_mappings = [65536]
  }
  expect_failures = [var.port_mappings]
}

run "port_mappings_refuses_3" {
  command = plan
  variables {
    port_mappings = [8080]
  }
  expect_failures = [var.port_mappings]
}

run "port_mappings_refuses_4" {
  command = plan
  variables {
    port_mappings = [9090, 9090]
  }
  expect_failures = [var.port_mappings]
}

run "port_mappings_accepts" {
  command = plan
  variables {
    port_mappings = [9090, 9091]
  }
}

run "secrets_refuses_1" {
  command = plan
  variables {
    secrets = { TOKEN = "hunter2" }
  }
  expect_failures = [var.secrets]
}

run "secrets_refuses_2" {
  command = plan
  variables {
    secrets = { TOKEN = "arn:aws:s3:::bucket" }
  }
  expect_failures = [var.secrets]
}

run "secrets_accepts" {
  command = plan
  variables {
    secrets = { TOKEN = "arn:aws:ssm:eu-central-1:123456789012:parameter/token" }
  }
}

run "secrets_refuse_a_name_of_environment" {
  command = plan
  variables {
    environment = { TOKEN = "x" }
    secrets     = { TOKEN = "arn:aws:ssm:eu-central-1:123456789012:parameter/token" }
  }
  expect_failures = [var.secrets]
}

run "log_retention_days_refuses_1" {
  command = plan
  variables {
    log_retention_days = 0
  }
  expect_failures = [var.log_retention_days]
}

run "log_retention_days_refuses_2" {
  command = plan
  variables {
    log_retention_days = 31
  }
  expect_failures = [var.log_retention_days]
}

run "log_retention_days_accepts" {
  command = plan
  variables {
    log_retention_days = 3653
  }
}

run "deployment_alarms_refuses_1" {
  command = plan
  variables {
    deployment_alarms = [""]
  }
  expect_failures = [var.deployment_alarms]
}

run "deployment_alarms_refuses_2" {
  command = plan
  variables {
    deployment_alarms = ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:errors"]
  }
  expect_failures = [var.deployment_alarms]
}

run "deployment_alarms_accepts" {
  command = plan
  variables {
    deployment_alarms = ["errors"]
  }
}

run "service_registry_arn_refuses_1" {
  command = plan
  variables {
    service_registry_arn = "main"
  }
  expect_failures = [var.service_registry_arn]
}

run "service_registry_arn_accepts" {
  command = plan
  variables {
    service_registry_arn = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-0a1b"
  }
}

run "task_policy_statements_refuses_1" {
  command = plan
  variables {
    task_policy_statements = [{ actions = [], resources = ["*"] }]
  }
  expect_failures = [var.task_policy_statements]
}

run "task_policy_statements_refuses_2" {
  command = plan
  variables {
    task_policy_statements = [{ actions = ["s3:GetObject"], resources = [] }]
  }
  expect_failures = [var.task_policy_statements]
}

run "task_policy_statements_refuses_3" {
  command = plan
  variables {
    task_policy_statements = [{ actions = ["s3:GetObject"], resources = ["*"], effect = "allow" }]
  }
  expect_failures = [var.task_policy_statements]
}

run "task_policy_statements_accepts" {
  command = plan
  variables {
    task_policy_statements = [{ actions = ["s3:GetObject"], resources = ["*"], effect = "Deny" }]
  }
}

run "ingress_groups_need_a_port" {
  command = plan
  variables {
    container_port             = null
    ingress_security_group_ids = ["sg-0a"]
  }
  expect_failures = [var.ingress_security_group_ids]
}

run "autoscaling_refuses_1" {
  command = plan
  variables {
    autoscaling = { min = 2, max = 1, cpu_target = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_refuses_2" {
  command = plan
  variables {
    autoscaling = { min = -1, max = 5, cpu_target = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_refuses_3" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 5 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_refuses_4" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 5, cpu_target = 0 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_refuses_5" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 5, memory_target = 101 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_refuses_6" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", desired_count = 2 }
    autoscaling = { min = 3, max = 5, cpu_target = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_refuses_7" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", desired_count = 2 }
    autoscaling = { min = 0, max = 1, cpu_target = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_refuses_fewer_than_the_default_count" {
  command = plan
  variables {
    autoscaling = { min = 0, max = 1, cpu_target = 50 }
  }
  expect_failures = [graceful_service.this]
}

run "autoscaling_refuses_another_min_count" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", min_count = 2 }
    autoscaling = { min = 1, max = 5, cpu_target = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_accepts_the_same_min_count" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", min_count = 1 }
    autoscaling = { min = 1, max = 5, cpu_target = 50 }
  }
}

run "autoscaling_accepts" {
  command = plan
  variables {
    autoscaling = { min = 2, max = 2, cpu_target = 100 }
  }
}

run "autoscaling_of_a_singleton_refuses_1" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", singleton = true, desired_count = 1 }
    autoscaling = { min = 0, max = 2, cpu_target = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_of_a_singleton_accepts" {
  command = plan
  variables {
    profile     = { workload = "http", longest_work = 10, load_balancer = "none", singleton = true, desired_count = 1 }
    autoscaling = { min = 0, max = 1, cpu_target = 50 }
  }
}

run "queue_settings_refuses_1" {
  command = plan
  variables {
    queue = { max_receive_count = 0 }
  }
  expect_failures = [var.queue]
}

run "queue_settings_refuses_2" {
  command = plan
  variables {
    queue = { max_receive_count = 1001 }
  }
  expect_failures = [var.queue]
}

run "queue_settings_refuses_3" {
  command = plan
  variables {
    queue = { retention_seconds = 59 }
  }
  expect_failures = [var.queue]
}

run "queue_settings_refuses_4" {
  command = plan
  variables {
    queue = { retention_seconds = 1209601 }
  }
  expect_failures = [var.queue]
}

run "queue_settings_accepts" {
  command = plan
  variables {
    queue = { max_receive_count = 1000, retention_seconds = 60 }
  }
}

run "tags_refuse_aws" {
  command = plan
  variables {
    tags = { "aws:team" = "web" }
  }
  expect_failures = [var.tags]
}

run "tags_accept" {
  command = plan
  variables {
    tags = { team = "web" }
  }
}

run "task_policy_arns_refuse_a_name" {
  command = plan
  variables {
    task_policy_arns = { read = "ReadOnlyAccess" }
  }
  expect_failures = [var.task_policy_arns]
}

run "task_policy_arns_accept" {
  command = plan
  variables {
    task_policy_arns = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  }
}

run "autoscaling_refuses_5001" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 5001, cpu_target = 50 }
  }
  expect_failures = [var.autoscaling]
}

run "autoscaling_accepts_5000" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 5000, cpu_target = 100 }
  }
}

run "autoscaling_refuses_0_requests" {
  command = plan
  variables {
    autoscaling = { min = 1, max = 4, cpu_target = 50, requests_per_target = 0 }
  }
  expect_failures = [var.autoscaling]
}

run "queue_accepts_fifo" {
  command = plan
  variables {
    profile        = { workload = "queue", longest_work = 10 }
    container_port = null
    queue          = { existing = { arn = "arn:aws:sqs:eu-central-1:123456789012:orders.fifo", url = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders.fifo", visibility_timeout_seconds = 900 } }
  }
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

run "queue_accepts_a_name_of_68" {
  command = plan
  variables {
    profile        = { workload = "queue", longest_work = 10 }
    container_port = null
    name           = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
  }
}
