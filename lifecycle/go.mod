// An app that imports this module gets it alone: it requires no other, and its
// tests that do are a module of their own in tests/.
module github.com/graceful-ecs/terraform-provider-graceful/lifecycle

go 1.24
