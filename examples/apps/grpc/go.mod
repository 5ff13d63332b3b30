module github.com/graceful-ecs/terraform-provider-graceful/examples/apps/grpc

go 1.26.0

// Here the lifecycle beside it is tried; an app elsewhere needs no such line.
replace github.com/graceful-ecs/terraform-provider-graceful/lifecycle => ../../../lifecycle

require (
	github.com/graceful-ecs/terraform-provider-graceful/lifecycle v0.0.0-00010101000000-000000000000
	google.golang.org/grpc v1.79.3
	google.golang.org/protobuf v1.36.11
)

require (
	golang.org/x/net v0.48.0 // indirect
	golang.org/x/sys v0.39.0 // indirect
	golang.org/x/text v0.32.0 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20251202230838-ff82c1b0f217 // indirect
)
