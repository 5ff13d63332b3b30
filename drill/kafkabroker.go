package drill

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

// Kafka is where a consumer gets its records, and how it is told.
type Kafka struct {
	// Variable is what the consumer reads the brokers from.
	Variable string
	// Brokers are their addresses; with none the drill is a broker itself.
	Brokers []string
}

// EmbeddedKafka asks for a broker in the drill itself.
const EmbeddedKafka = "embedded"

// ParseKafka reads brokers as the command line has them: HOST:PORT, several behind
// commas, or [EmbeddedKafka]; with NAME= before them where the consumer's variable has
// another name than KAFKA_BROKERS.
func ParseKafka(text string) (Kafka, error) {
	k := Kafka{Variable: "KAFKA_BROKERS"}
	if name, rest, ok := strings.Cut(text, "="); ok {
		k.Variable, text = name, rest
	}
	if text == EmbeddedKafka {
		return k, nil
	}
	for _, address := range strings.Split(text, ",") {
		if host, port, err := net.SplitHostPort(address); err != nil || host == "" || port == "" {
			return k, fmt.Errorf("the broker %q must be like 127.0.0.1:9092, several behind commas, or %s for one in the drill", address, EmbeddedKafka)
		}
		k.Brokers = append(k.Brokers, address)
	}
	return k, nil
}

const (
	// partitions are those of the drill's topic: more than it has consumers.
	partitions = 4
	// mostAnswer is how long Kafka may take for an answer.
	mostAnswer = 10 * time.Second
)

// topic is the drill's own, and the group that consumes it.
type topic struct {
	brokers []string
	name    string
	fake    *kfake.Cluster // nil with a real one
	client  *kgo.Client
	admin   *kadm.Client

	mu sync.Mutex
	// at is the record at each offset of a partition.
	at [partitions][]*message
	// first are the members of the group before the replacement.
	first map[string]bool
	// told says that the group has committed an offset.
	told bool
}

// newTopic makes a topic for the drill.
func (k Kafka) newTopic(ctx context.Context, name string) (t *topic, err error) {
	t = &topic{brokers: k.Brokers, name: name}
	if len(t.brokers) == 0 {
		if t.fake, err = kfake.NewCluster(kfake.NumBrokers(1)); err != nil {
			return nil, err
		}
		t.brokers = t.fake.ListenAddrs()
	}
	if t.client, err = kgo.NewClient(kgo.SeedBrokers(t.brokers...), kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerLinger(0)); err != nil {
		t.end()
		return nil, err
	}
	t.admin = kadm.NewClient(t.client)
	ctx, cancel := context.WithTimeout(ctx, mostAnswer)
	defer cancel()
	made, err := t.admin.CreateTopic(ctx, partitions, -1, nil, name)
	if err = errors.Join(err, made.Err); err != nil {
		t.end()
		return nil, fmt.Errorf("make a topic in Kafka at %s: %w", strings.Join(t.brokers, ","), err)
	}
	return t, nil
}

func (t *topic) end() {
	if t.client != nil {
		t.client.Close()
	}
	if t.fake != nil {
		t.fake.Close()
	}
}

// close leaves nothing of the drill with the broker.
func (t *topic) close() {
	ctx, cancel := context.WithTimeout(context.Background(), mostAnswer)
	defer cancel()
	if t.fake == nil {
		t.admin.DeleteTopics(ctx, t.name) //nolint:errcheck // The broker has gone then.
		t.admin.DeleteGroups(ctx, t.name) //nolint:errcheck // As above.
	}
	t.end()
}

// send puts a record into the next partition.
func (t *topic) send(m *message, number int) error {
	ctx, cancel := context.WithTimeout(context.Background(), mostAnswer)
	defer cancel()
	r := &kgo.Record{Topic: t.name, Partition: int32(number % partitions), Value: []byte(m.body)}
	if err := t.client.ProduceSync(ctx, r).FirstErr(); err != nil {
		return fmt.Errorf("send to Kafka: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for int64(len(t.at[r.Partition])) <= r.Offset {
		t.at[r.Partition] = append(t.at[r.Partition], nil)
	}
	t.at[r.Partition][r.Offset] = m
	return nil
}

// lookOften is how often the drill asks for offsets and looks at outputs.
const lookOften = 20 * time.Millisecond

// watchOffsets notes when each record is behind the committed offset, until the context
// ends.
func (t *topic) watchOffsets(ctx context.Context) {
	for wait(ctx, lookOften) == nil {
		t.look(ctx)
	}
}

func (t *topic) look(ctx context.Context) {
	asked := time.Now()
	offsets, err := t.admin.FetchOffsets(ctx, t.name)
	if err != nil {
		return // It is asked again soon.
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	offsets.Each(func(o kadm.OffsetResponse) {
		if o.Topic != t.name || o.Partition < 0 || o.Partition >= partitions {
			return
		}
		t.told = t.told || o.At >= 0
		for n := int64(0); n < min(o.At, int64(len(t.at[o.Partition]))); n++ {
			if m := t.at[o.Partition][n]; m != nil && m.committed.IsZero() {
				m.committed = asked
			}
		}
	})
}
