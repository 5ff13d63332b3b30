package drill_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// The modes of the worker.
const (
	goodWorker    = "worker-good"
	requeueWorker = "worker-requeues"
	dropsWorker   = "worker-drops"
	// closesWorker is the same, and closes each connection after its answer.
	closesWorker = "worker-drops-and-keeps-no-connection"
	greedyWorker = "worker-goes-on-fetching"
	deafWorker   = "worker-ignores-signal"
	// These take task protection, one message at a time; see badprotection_test.go.
	protectsWorker = "worker-protects"
	lateWorker     = "worker-protects-late"
	earlyWorker    = "worker-gives-back-early"
	brieflyWorker  = "worker-protects-briefly"
	keepsWorker    = "worker-keeps-protection"
	foreverWorker  = "worker-renews-for-ever"
	wrongWorker    = "worker-asks-wrongly"
)

// badworker works off the drill's queue until the stop signal and then does
// what its mode says.
func badworker(mode string) {
	switch mode {
	case protectsWorker, lateWorker, earlyWorker, brieflyWorker, keepsWorker, foreverWorker, wrongWorker:
		protectingWorker(mode)
	}
	if manyMessages(mode) {
		tenWorker(mode)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	ctx, cancel := context.WithCancel(context.Background())
	stopping := make(chan struct{})
	go func() {
		<-signals
		if mode == dropsWorker || mode == closesWorker {
			os.Exit(0)
		}
		if mode != greedyWorker && mode != deafWorker {
			close(stopping)
			cancel()
		}
		if mode == greedyWorker {
			time.Sleep(1500 * time.Millisecond)
			os.Exit(0)
		}
	}()
	if mode == closesWorker {
		http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = -1
	}
	var loops sync.WaitGroup
	for range 4 {
		loops.Go(func() { workOff(ctx, mode, stopping) })
	}
	loops.Wait()
	os.Exit(0)
}

func workOff(ctx context.Context, mode string, stopping chan struct{}) {
	for ctx.Err() == nil {
		var got struct {
			Messages []struct{ ReceiptHandle, Body string }
		}
		if call(ctx, "ReceiveMessage", map[string]any{"WaitTimeSeconds": 5}, &got) != nil || len(got.Messages) == 0 {
			continue
		}
		m := got.Messages[0]
		var job struct{ Seconds float64 }
		if err := json.Unmarshal([]byte(m.Body), &job); err != nil {
			panic(err)
		}
		receipt := map[string]any{"ReceiptHandle": m.ReceiptHandle, "VisibilityTimeout": 0}
		requeue := stopping
		if mode != requeueWorker {
			requeue = nil
		}
		select {
		case <-time.After(time.Duration(job.Seconds * float64(time.Second))):
			_ = call(context.Background(), "DeleteMessage", receipt, nil)
		case <-requeue:
			_ = call(context.Background(), "ChangeMessageVisibility", receipt, nil)
		}
	}
}

// call calls SQS as its JSON protocol has it.
func call(ctx context.Context, action string, in map[string]any, out any) error {
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
		time.Sleep(20 * time.Millisecond)
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if out == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(out)
}
