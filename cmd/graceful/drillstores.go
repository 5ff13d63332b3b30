package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/stores"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// storeFlags are the stores behind the app.
type storeFlags struct {
	postgres, redis []string
	amqp, kafka     string
}

func (f *storeFlags) add(cmd *cobra.Command, plan *drill.Plan) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.postgres, "postgres", nil, "a PostgreSQL behind the app, as `[NAME=]URL` with the app's variable (default DATABASE_URL); may be repeated")
	flags.StringArrayVar(&f.redis, "redis", nil, "a Redis behind the app, as `[NAME=]URL` with the app's variable (default REDIS_URL); may be repeated")
	flags.StringVar(&f.amqp, "amqp", "", "a RabbitMQ that a worker gets its messages from, as `[NAME=]URL` with its variable (default AMQP_URL), for broker: other")
	flags.StringVar(&f.kafka, "kafka", "", "the brokers that a consumer of a stream gets its records from, as `[NAME=]HOST:PORT` with its variable (default KAFKA_BROKERS), or embedded")
	flags.StringVar(&plan.Rows, "rows", "", "`QUERY` of the first database whose first column is the {id} of each request, or the id of each message, that was done")
	for _, free := range []string{"postgres", "redis", "amqp", "kafka", "rows"} {
		mustComplete(cmd, free, nil)
	}
}

// parse completes the plan.
func (f *storeFlags) parse(plan *drill.Plan) error {
	for _, of := range []struct {
		kind  verdict.StoreKind
		texts []string
	}{{verdict.PostgreSQL, f.postgres}, {verdict.Redis, f.redis}} {
		for _, text := range of.texts {
			s, err := stores.Parse(of.kind, text)
			if err != nil {
				return fmt.Errorf("--%s: %w", of.kind, err)
			}
			plan.Stores = append(plan.Stores, s)
		}
	}
	if f.amqp != "" {
		b, err := drill.ParseBroker(f.amqp)
		if err != nil {
			return fmt.Errorf("--amqp: %w", err)
		}
		plan.Broker = &b
	}
	if f.kafka != "" {
		k, err := drill.ParseKafka(f.kafka)
		if err != nil {
			return fmt.Errorf("--kafka: %w", err)
		}
		plan.Kafka = &k
	}
	return nil
}
