// A module of its own, as an app that imports lifecycle is, because the drill's
// module requires no other of this repository.
module github.com/graceful-ecs/terraform-provider-graceful/drill/testdata/lifecycleworker

go 1.26.0

replace github.com/graceful-ecs/terraform-provider-graceful/lifecycle => ../../../lifecycle

require github.com/graceful-ecs/terraform-provider-graceful/lifecycle v0.0.0-00010101000000-000000000000
