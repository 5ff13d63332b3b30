# A shop on its own domain, with more tasks in office hours.
module "shop" {
  source = "../../../modules/load-balanced-service"

  name              = "shop"
  image             = "registry.example.com/shop:1.4.2"
  profile           = { workload = "http", longest_work = 10 }
  domain            = { name = var.domain_name, zone_id = var.zone_id }
  vpc_id            = var.vpc_id
  subnet_ids        = var.subnet_ids
  public_subnet_ids = var.public_subnet_ids

  autoscaling = {
    min        = 2
    max        = 12
    cpu_target = 60
    scheduled = {
      morning = { schedule = "cron(45 7 ? * MON-FRI *)", timezone = "Europe/Berlin", min = 6 }
      evening = { schedule = "cron(0 19 ? * MON-FRI *)", timezone = "Europe/Berlin", min = 2 }
    }
  }
}
