// The tests of lifecycle from outside, with the libraries that no app should
// inherit from it. They run on the lifecycle beside them and are never released.
module github.com/graceful-ecs/terraform-provider-graceful/lifecycle/tests

go 1.26.0

replace github.com/graceful-ecs/terraform-provider-graceful/lifecycle => ..

require (
	github.com/google/go-cmp v0.7.0
	github.com/graceful-ecs/terraform-provider-graceful/lifecycle v0.0.0-00010101000000-000000000000
	go.uber.org/goleak v1.3.0
	pgregory.net/rapid v1.2.0
)
