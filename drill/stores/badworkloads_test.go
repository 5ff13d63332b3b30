//go:build drills && linux

package stores_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/coder/websocket"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// workloadVariable says where the shop's orders come from: requests where it is empty.
const workloadVariable = "BADSHOP_WORKLOAD"

// runs works until the stop signal, and leaves as its mode has it.
func (s *shop) runs(workload string) {
	switch workload {
	case "queue":
		s.runQueue()
	case "stream":
		s.runStream()
	case "batch":
		s.runJob()
	case "websocket":
		s.runSockets()
	default:
		s.run()
	}
}

// stopSignal is done at the stop signal. The stores are reached by then.
func (s *shop) stopSignal() context.Context {
	ctx, stop := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		<-signals
		s.stopping.Store(true)
		stop()
		if s.mode == givesUp {
			s.pool.Close()
		}
	}()
	if err := errors.Join(s.pool.Ping(ctx), s.redis.Ping(ctx).Err()); err != nil { // As apps do before they begin.
		panic(err)
	}
	return ctx
}

// runQueue takes orders from the drill's queue.
func (s *shop) runQueue() {
	ctx := s.stopSignal()
	s.workers(context.Background())
	var loops sync.WaitGroup
	for range 12 {
		loops.Go(func() {
			for ctx.Err() == nil {
				s.takeMessage(ctx)
			}
		})
	}
	loops.Wait()
	s.leave()
}

func (s *shop) takeMessage(ctx context.Context) {
	var got struct {
		Messages []struct{ ReceiptHandle, Body string }
	}
	// It ends by itself: what a receive still brings that is broken off is with nobody.
	if callSQS(context.Background(), "ReceiveMessage", map[string]any{"WaitTimeSeconds": 0.2}, &got) != nil || len(got.Messages) == 0 {
		return
	}
	m := got.Messages[0]
	if ctx.Err() == nil && s.takeJSON([]byte(m.Body)) == nil {
		_ = callSQS(context.Background(), "DeleteMessage", map[string]any{"ReceiptHandle": m.ReceiptHandle}, nil)
	} else {
		_ = callSQS(context.Background(), "ChangeMessageVisibility", map[string]any{"ReceiptHandle": m.ReceiptHandle, "VisibilityTimeout": 0}, nil)
	}
}

// callSQS calls SQS by its JSON protocol.
func callSQS(ctx context.Context, action string, in map[string]any, out any) error {
	in["QueueUrl"] = os.Getenv("QUEUE_URL")
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, os.Getenv("AWS_ENDPOINT_URL_SQS"), bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("X-Amz-Target", "AmazonSQS."+action)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if out == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(out)
}

// runStream takes orders from the drill's topic, one after the other, and commits each.
func (s *shop) runStream() {
	ctx := s.stopSignal()
	s.workers(context.Background())
	client, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(os.Getenv("KAFKA_BROKERS"), ",")...), kgo.ConsumerGroup(os.Getenv("KAFKA_GROUP")), kgo.ConsumeTopics(os.Getenv("KAFKA_TOPIC")),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.BlockRebalanceOnPoll(), kgo.SessionTimeout(6*time.Second), kgo.HeartbeatInterval(time.Second), kgo.DisableAutoCommit())
	if err != nil {
		panic(err)
	}
	for ctx.Err() == nil {
		for _, r := range client.PollRecords(ctx, 10).Records() {
			if ctx.Err() != nil {
				break
			}
			if s.takeJSON(r.Value) == nil {
				_ = client.CommitRecords(context.Background(), r)
			}
		}
		client.AllowRebalance()
	}
	client.CloseAllowingRebalance()
	s.leave()
}

// takeJSON takes an order as the drill writes it into messages and records.
func (s *shop) takeJSON(text []byte) error {
	var order struct {
		ID      string
		Seconds float64
	}
	if err := json.Unmarshal(text, &order); err != nil {
		panic(err)
	}
	return s.take(context.Background(), order.ID, time.Duration(order.Seconds*float64(time.Second)))
}

// runJob works in steps, each with a row of its own and a checkpoint behind it.
func (s *shop) runJob() {
	ctx := s.stopSignal()
	s.workers(context.Background())
	folder := os.Getenv("STATE_FOLDER")
	const step = 100 * time.Millisecond
	text, _ := os.ReadFile(filepath.Join(folder, "checkpoint"))
	at, _ := strconv.Atoi(string(text))
	for ; at < int(seconds("WORK_SECONDS")/step) && ctx.Err() == nil; at++ {
		if err := s.write(context.Background(), "00000000-0000-4000-8000-"+strconv.Itoa(100000000000+at), step); err != nil {
			panic(err)
		}
		_ = os.WriteFile(filepath.Join(folder, "checkpoint"), []byte(strconv.Itoa(at+1)), 0o600)
	}
	if at >= int(seconds("WORK_SECONDS")/step) {
		_ = os.WriteFile(filepath.Join(folder, verdict.DoneFile), nil, 0o600)
	}
	s.leave()
}

// runSockets answers messages, and asks the database first.
func (s *shop) runSockets() {
	ctx := s.stopSignal()
	s.workers(context.Background())
	away, open := make(chan struct{}), sync.WaitGroup{}
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		if ctx.Err() != nil || s.pool.Ping(r.Context()) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		open.Add(1)
		defer open.Done()
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			for {
				kind, message, err := conn.Read(context.Background())
				if err != nil || s.pool.Ping(context.Background()) != nil || conn.Write(context.Background(), kind, message) != nil {
					return
				}
			}
		}()
		select {
		case <-gone:
			return
		case <-time.After(seconds("SHUTDOWN_MAX_CONNECTION_AGE_SECONDS") * 9 / 10):
		case <-away:
		}
		_ = conn.Close(websocket.StatusGoingAway, "")
		<-gone
	})
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: mux}
	go func() { _ = server.ListenAndServe() }()
	<-ctx.Done()
	time.Sleep(seconds("SHUTDOWN_DELAY_SECONDS"))
	_ = server.Shutdown(context.Background()) // It does not know of upgraded connections.
	close(away)
	open.Wait()
	s.leave()
}
