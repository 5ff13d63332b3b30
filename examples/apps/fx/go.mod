module github.com/graceful-ecs/terraform-provider-graceful/examples/apps/fx

go 1.26.0

// Here the lifecycle beside it is tried; an app elsewhere needs no such line.
replace github.com/graceful-ecs/terraform-provider-graceful/lifecycle => ../../../lifecycle

require (
	github.com/graceful-ecs/terraform-provider-graceful/lifecycle v0.0.0-00010101000000-000000000000
	go.uber.org/fx v1.24.0
)

require (
	go.uber.org/dig v1.19.0 // indirect
	go.uber.org/multierr v1.10.0 // indirect
	go.uber.org/zap v1.26.0 // indirect
	golang.org/x/sys v0.0.0-20220412211240-33da011f77ad // indirect
)
