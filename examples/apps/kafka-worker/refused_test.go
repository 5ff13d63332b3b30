package main

import (
	"context"
	"errors"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

func nothing(context.Context, *kgo.Record) error { return nil }

// refuses has the cluster refuse commits from the first one on, for so long.
func refuses(cluster *kfake.Cluster, with *kerr.Error, span time.Duration) (refused *atomic.Int64) {
	refused = &atomic.Int64{}
	var until time.Time
	cluster.ControlKey(int16(kmsg.OffsetCommit), func(r kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		if until.IsZero() {
			until = time.Now().Add(span)
		}
		request, ok := r.(*kmsg.OffsetCommitRequest)
		if !ok || time.Now().After(until) {
			return nil, nil, false
		}
		refused.Add(1)
		response := kmsg.NewPtrOffsetCommitResponse()
		response.Version = request.Version
		for _, asked := range request.Topics {
			one := kmsg.NewOffsetCommitResponseTopic()
			one.Topic, one.TopicID = asked.Topic, asked.TopicID
			for _, p := range asked.Partitions {
				part := kmsg.NewOffsetCommitResponseTopicPartition()
				part.Partition, part.ErrorCode = p.Partition, with.Code
				one.Partitions = append(one.Partitions, part)
			}
			response.Topics = append(response.Topics, one)
		}
		return response, nil, true
	})
	return refused
}

// A coordinator that moves to another broker refuses commits for seconds: the worker goes
// on. One that says that the worker is no member any more ends it at once.
func TestRefused_commit(t *testing.T) {
	for name, tt := range map[string]struct {
		with *kerr.Error
		ends bool
	}{
		"the coordinator moves": {kerr.NotCoordinator, false},
		"no member any more":    {kerr.UnknownMemberID, true},
	} {
		cluster := filled(t, 20)
		refused := refuses(cluster, tt.with, 2*time.Second)
		w := worker(t, cluster, nothing)
		select {
		case err := <-w.ended:
			if !tt.ends || !errors.Is(err, tt.with) {
				t.Errorf("%s: the worker ended after %d refused commits: %v", name, refused.Load(), err)
			}
			continue
		case <-time.After(5 * time.Second):
		}
		w.signals <- syscall.SIGTERM
		if err := <-w.ended; err != nil || tt.ends || refused.Load() == 0 {
			t.Errorf("%s: %d commits were refused, and the worker went on until its stop: %v", name, refused.Load(), err)
		}
	}
}

// While it stops a worker tries for a second alone.
func TestRefused_commitAtStop(t *testing.T) {
	cluster := filled(t, 4)
	refused := refuses(cluster, kerr.NotCoordinator, time.Minute)
	w := worker(t, cluster, nothing)
	for limit := time.Now().Add(5 * time.Second); refused.Load() == 0 && time.Now().Before(limit); {
		time.Sleep(20 * time.Millisecond)
	}
	w.signals <- syscall.SIGTERM
	select {
	case err := <-w.ended:
		if err == nil {
			t.Error("nothing was committed, and nobody says it")
		}
	case <-time.After(4 * time.Second):
		t.Error("not over 4 s after the signal, with a deadline of 2 s")
	}
}

// A broker that is silent at the stop keeps no worker beyond its deadline.
func TestRefused_silent(t *testing.T) {
	cluster := filled(t, 4)
	var done atomic.Int64
	w := worker(t, cluster, func(context.Context, *kgo.Record) error { done.Add(1); return nil })
	for limit := time.Now().Add(5 * time.Second); done.Load() < 4 && time.Now().Before(limit); {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond)
	for _, key := range []kmsg.Key{kmsg.LeaveGroup, kmsg.OffsetCommit, kmsg.Heartbeat} {
		cluster.ControlKey(int16(key), func(kmsg.Request) (kmsg.Response, error, bool) {
			cluster.KeepControl()
			cluster.SleepControl(func() { time.Sleep(5 * time.Second) })
			return nil, nil, false
		})
	}
	w.signals <- syscall.SIGTERM
	select {
	case err := <-w.ended:
		t.Logf("it ends with %v", err)
	case <-time.After(4 * time.Second):
		t.Error("not over 4 s after the signal, with a deadline of 2 s")
	}
}

// Partitions that may not be read any more end the worker, and it says why.
func TestRefused_partitions(t *testing.T) {
	cluster := filled(t, 4)
	cluster.ControlKey(int16(kmsg.Fetch), func(r kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		request, ok := r.(*kmsg.FetchRequest)
		if !ok {
			return nil, nil, false
		}
		response := kmsg.NewPtrFetchResponse()
		response.Version = request.Version
		for _, asked := range request.Topics {
			one := kmsg.NewFetchResponseTopic()
			one.Topic, one.TopicID = asked.Topic, asked.TopicID
			for _, p := range asked.Partitions {
				part := kmsg.NewFetchResponseTopicPartition()
				part.Partition, part.ErrorCode = p.Partition, kerr.TopicAuthorizationFailed.Code
				one.Partitions = append(one.Partitions, part)
			}
			response.Topics = append(response.Topics, one)
		}
		return response, nil, true
	})
	w := worker(t, cluster, nothing)
	select {
	case err := <-w.ended:
		if !errors.Is(err, kerr.TopicAuthorizationFailed) {
			t.Errorf("the worker ends with %v", err)
		}
	case <-time.After(6 * time.Second):
		t.Error("the worker may read nothing any more, and goes on without a word")
		w.signals <- syscall.SIGTERM
		t.Log(<-w.ended)
	}
}
