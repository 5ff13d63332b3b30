package drill

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// The signal waits until both consumers have partitions, and not for a consumer
// that is in no group.
func TestTopic_shared(t *testing.T) {
	t.Parallel()
	k := Kafka{}
	made, err := k.newTopic(t.Context(), "shared")
	if err != nil {
		t.Fatal(err)
	}
	defer made.close()
	if err := made.shared(t.Context()); err != nil {
		t.Errorf("without a group: %v", err)
	}
	consume(t, made)
	for len(made.first) == 0 {
		made.first = made.members(t.Context())
	}
	soon, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := made.shared(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with one consumer, which has all: %v", err)
	}
	consume(t, made)
	if err := made.shared(t.Context()); err != nil {
		t.Fatal(err)
	}
	groups, err := made.admin.DescribeGroups(t.Context(), made.name)
	if err != nil || !divided(groups[made.name], made.first) {
		t.Errorf("with two consumers the group is %+v, %v", groups[made.name], err)
	}
	if divided(groups[made.name], made.members(t.Context())) {
		t.Error("a group of old members alone is divided")
	}
}

// consume joins the topic's group until the test ends.
func consume(t *testing.T, topic *topic) {
	client, err := kgo.NewClient(kgo.SeedBrokers(topic.brokers...), kgo.ConsumerGroup(topic.name), kgo.ConsumeTopics(topic.name),
		kgo.HeartbeatInterval(50*time.Millisecond))
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
