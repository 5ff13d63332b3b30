package drill_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// The modes of consumers of Kafka, which finish the record in hand, commit what is done
// and leave their group, unless their mode says otherwise.
const (
	goodConsumer  = "consumer-good"
	commitsFirst  = "consumer-commits-first"  // commits what it fetches before it works
	commitsByTime = "consumer-commits-greedy" // commits by the clock, and ends at the signal
	neverLeaves   = "consumer-never-leaves"   // ends without leaving its group
	neverCommits  = "consumer-never-commits"  // does every record and commits none
	saysBefore    = "consumer-says-before"    // writes the line of a record when it begins, and commits it
	saysTwice     = "consumer-says-twice"     // writes a line when it begins, and one when it is done
	breaksOff     = "consumer-breaks-off"     // breaks off its record at the signal, and leaves its group
	skipsRecords  = "consumer-skips"          // commits what it has fetched when it stops, and leaves it out
)

// badconsumer works off the drill's topic, one record after the other.
func badconsumer(mode string) {
	options := []kgo.Opt{
		kgo.SeedBrokers(strings.Split(os.Getenv("KAFKA_BROKERS"), ",")...), kgo.ConsumerGroup(os.Getenv("KAFKA_GROUP")), kgo.ConsumeTopics(os.Getenv("KAFKA_TOPIC")),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.BlockRebalanceOnPoll(),
		// A drill does not wait for the 45 s that are usual.
		kgo.SessionTimeout(6 * time.Second), kgo.HeartbeatInterval(time.Second),
	}
	if mode == commitsByTime {
		options = append(options, kgo.GreedyAutoCommit(), kgo.AutoCommitInterval(100*time.Millisecond))
	} else {
		options = append(options, kgo.DisableAutoCommit())
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		panic(err)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	if mode == commitsByTime {
		context.AfterFunc(ctx, func() { os.Exit(0) })
	}
	var broken <-chan struct{}
	if mode == breaksOff {
		broken = ctx.Done()
	}
	skipped := false
	for ctx.Err() == nil {
		fetches := client.PollRecords(ctx, 10)
		all := fetches.Records()
		if mode == commitsFirst {
			_ = client.CommitRecords(context.Background(), all...)
		}
		for i, r := range all {
			if ctx.Err() != nil {
				if mode == skipsRecords {
					_ = client.CommitRecords(context.Background(), all[i:]...)
					skipped = true
				}
				break
			}
			var job struct {
				ID      string
				Seconds float64
			}
			if err := json.Unmarshal(r.Value, &job); err != nil {
				panic(err)
			}
			if mode == saysBefore || mode == saysTwice {
				fmt.Println("begins", job.ID)
			}
			if mode == saysBefore {
				_ = client.CommitRecords(context.Background(), r)
			}
			select {
			case <-time.After(time.Duration(job.Seconds * float64(time.Second))):
			case <-broken:
				client.CloseAllowingRebalance()
				os.Exit(0)
			}
			if mode != saysBefore {
				fmt.Println("done", job.ID)
			}
			if mode != commitsFirst && mode != commitsByTime && mode != neverCommits {
				_ = client.CommitRecords(context.Background(), r)
			}
		}
		client.AllowRebalance()
	}
	if mode == skipsRecords && !skipped { // It had begun all: what has come meanwhile.
		soon, cancel := context.WithTimeout(context.Background(), time.Second)
		_ = client.CommitRecords(context.Background(), client.PollRecords(soon, 10).Records()...)
		cancel()
	}
	if mode != neverLeaves {
		client.CloseAllowingRebalance()
	}
	os.Exit(0)
}
