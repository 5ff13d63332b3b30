terraform {
  required_providers {
    graceful = {
      source = "graceful-ecs/graceful"
    }
  }
}

# The provider has no settings: it calls nothing and needs no credentials.
provider "graceful" {}
