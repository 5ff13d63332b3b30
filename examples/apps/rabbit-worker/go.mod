module github.com/graceful-ecs/terraform-provider-graceful/examples/apps/rabbit-worker

go 1.26.0

// Here the lifecycle beside it is tried; an app elsewhere needs no such line.
replace github.com/graceful-ecs/terraform-provider-graceful/lifecycle => ../../../lifecycle

require (
	github.com/graceful-ecs/terraform-provider-graceful/lifecycle v0.0.0-00010101000000-000000000000
	github.com/rabbitmq/amqp091-go v1.16.0
)
