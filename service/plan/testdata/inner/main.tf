variable "vpc" { type = string }
variable "image" { type = string }
module "deep" {
  for_each = toset(["one.two"])
  source   = "../child"
  vpc      = var.vpc
  image    = var.image
}
