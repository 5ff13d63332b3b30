package drill

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// The signal waits until both consumers have partitions, and not for a consumer
// that is in no group.
func TestTopic_shared(t *testing.T) {
	t.Parallel()
	for name, more := range map[string][]kgo.Opt{
		"the clients share out": nil,
		"the broker shares out": {kgo.Balancers(kgo.RangeBalancer()), kgo.ServerSideBalancer()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sharesOut(t, more...)
		})
	}
}

func sharesOut(t *testing.T, more ...kgo.Opt) {
	t.Helper()
	k := Kafka{}
	made, err := k.newTopic(t.Context(), "shared")
	if err != nil {
		t.Fatal(err)
	}
	defer made.close()
	if err := made.shared(t.Context()); err != nil {
		t.Errorf("without a group: %v", err)
	}
	consume(t, made, more...)
	for until := time.Now().Add(20 * time.Second); len(made.first) == 0 && time.Now().Before(until); {
		made.first = made.members(t.Context())
	}
	soon, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := made.shared(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with one consumer, which has all: %v", err)
	}
	consume(t, made, more...)
	if err := made.shared(t.Context()); err != nil {
		t.Fatal(err)
	}
	g, err := made.describe(t.Context())
	if err != nil || !g.divided(made.first) {
		t.Errorf("with two consumers the group is %+v, %v", g, err)
	}
	if g.divided(made.members(t.Context())) {
		t.Error("a group of old members alone is divided")
	}
}

// consume joins the topic's group until the test ends.
func consume(t *testing.T, topic *topic, more ...kgo.Opt) {
	client, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(topic.brokers...), kgo.ConsumerGroup(topic.name), kgo.ConsumeTopics(topic.name),
		kgo.HeartbeatInterval(50 * time.Millisecond)}, more...)...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	go func() {
		defer close(over)
		for ctx.Err() == nil {
			client.PollFetches(ctx)
		}
	}()
	t.Cleanup(func() { cancel(); <-over; client.Close() })
}

// A consumer that is in no group, or in another one, is told of: the drill would see
// nothing of what it commits.
func TestTopic_joined(t *testing.T) {
	t.Parallel()
	k := Kafka{}
	made, err := k.newTopic(t.Context(), "joined")
	if err != nil {
		t.Fatal(err)
	}
	defer made.close()
	consume(t, made, kgo.ConsumerGroup("another"))
	if err := made.joined(t.Context()); err == nil || !strings.Contains(err.Error(), "is not in the group $KAFKA_GROUP") {
		t.Errorf("in another group: %v", err)
	}
	made.told = true
	if err := made.joined(t.Context()); err != nil || len(made.first) > 0 {
		t.Errorf("in no group, with an offset: %v, members %v", err, made.first)
	}
	made.told = false
	consume(t, made)
	if err := made.joined(t.Context()); err != nil || len(made.first) != 1 {
		t.Errorf("in the group: %v, members %v", err, made.first)
	}
}
