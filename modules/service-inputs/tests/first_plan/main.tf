# A caller whose containers are told of what is made in the same apply.
variable "name" {
  type = string
}

variable "profile" {
  type = any
}

# Given for every run of the file.
variable "container_definitions" {
  type = any
}

resource "terraform_data" "unknown" {}

module "inputs" {
  source = "../.."

  name    = var.name
  profile = var.profile
  container_definitions = {
    app = {
      image       = terraform_data.unknown.id
      command     = ["app", terraform_data.unknown.id]
      dependsOn   = []
      environment = [{ name = "QUEUE_URL", value = terraform_data.unknown.id }]
      healthCheck = { command = ["CMD", terraform_data.unknown.id] }
      secrets     = [{ name = "TOKEN", valueFrom = terraform_data.unknown.id }]
    }
    router = { image = terraform_data.unknown.id }
  }
}

# The keys of for_each must be known, as in the modules that take this.
resource "terraform_data" "each" {
  for_each = { for name, container in module.inputs.terraform_aws_modules_ecs_service.container_definitions : name => container if container.stopTimeout > 0 }
}

output "containers" {
  value = [for name, container in module.inputs.container_definitions : "${name} ${container.stopTimeout}" if terraform_data.each[name] != ""]
}

output "environment" {
  value = module.inputs.container_definitions.app.environment[*].name
}

output "settings" {
  value = module.inputs.settings
}
