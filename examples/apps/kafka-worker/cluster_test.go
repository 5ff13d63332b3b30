package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// filled is a cluster whose topic has so many records in two partitions.
func filled(t *testing.T, n int) *kfake.Cluster {
	t.Helper()
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(2, topic))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	client, err := kgo.NewClient(kgo.SeedBrokers(cluster.ListenAddrs()...), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for i := range n {
		if err := client.ProduceSync(context.Background(), &kgo.Record{Topic: topic, Partition: int32(i % 2), Value: []byte("{}")}).FirstErr(); err != nil {
			t.Fatal(err)
		}
	}
	return cluster
}

// worker starts one whose deadline is two seconds.
func worker(t *testing.T, cluster *kfake.Cluster, work func(context.Context, *kgo.Record) error, more ...kgo.Opt) *task {
	t.Helper()
	c, err := newConsumer(cluster.ListenAddrs(), group, topic, work, more...)
	if err != nil {
		t.Fatal(err)
	}
	one := &task{signals: make(chan os.Signal, 1), ended: make(chan error, 1), client: c.client}
	app := lifecycle.App{Signals: one.signals, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Contract: &contract.Contract{Deadline: 2 * time.Second, Drain: time.Second, Cleanup: time.Second}}
	go func() {
		c.runs(&app)
		one.ended <- app.Run(context.Background())
	}()
	return one
}
