terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "a"
  secret_key                  = "b"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}
resource "aws_ecr_repository" "r" { name = "x" }
module "one" {
  source = "./child"
  vpc    = "vpc-1"
  image  = "nginx"
}
module "counted" {
  count  = 1
  source = "./child"
  vpc    = "vpc-1"
  image  = "nginx"
}
module "keyed" {
  for_each = toset(["a.b", "c"])
  source   = "./child"
  vpc      = "vpc-1"
  image    = "nginx"
}
module "unknown" {
  source = "./child"
  vpc    = "vpc-1"
  image  = aws_ecr_repository.r.repository_url
}
module "outer" {
  source = "./inner"
  vpc    = "vpc-1"
  image  = "nginx"
}
# A service whose task definition and target group come from elsewhere.
module "parts" {
  source = "./child"
  vpc    = "vpc-1"
  image  = "nginx"
  delay  = 99
}
resource "aws_ecs_service" "far" {
  name            = "far"
  cluster         = "shop"
  task_definition = "far:1"
  launch_type     = "FARGATE"
  network_configuration { subnets = ["subnet-1"] }
  load_balancer {
    target_group_arn = module.parts.group
    container_name   = "app"
    container_port   = 80
  }
}
