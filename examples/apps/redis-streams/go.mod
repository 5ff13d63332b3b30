module github.com/graceful-ecs/terraform-provider-graceful/examples/apps/redis-streams

go 1.26.0

// Here the lifecycle beside it is tried; an app elsewhere needs no such line.
replace github.com/graceful-ecs/terraform-provider-graceful/lifecycle => ../../../lifecycle

require (
	github.com/graceful-ecs/terraform-provider-graceful/lifecycle v0.0.0-00010101000000-000000000000
	github.com/redis/go-redis/v9 v9.23.0
)

require (
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	go.uber.org/atomic v1.12.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
)
