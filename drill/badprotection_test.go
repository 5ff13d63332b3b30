package drill_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// received is a message as SQS gives it.
type received struct{ ReceiptHandle, Body string }

// takes is how long the message's work takes.
func (m received) takes() time.Duration {
	var job struct{ Seconds float64 }
	if err := json.Unmarshal([]byte(m.Body), &job); err != nil {
		panic(err)
	}
	return time.Duration(job.Seconds * float64(time.Second))
}

func (m received) call(action string) error {
	return call(context.Background(), action, map[string]any{"ReceiptHandle": m.ReceiptHandle, "VisibilityTimeout": 0}, nil)
}

func receiveOne(ctx context.Context) (received, bool) {
	var got struct{ Messages []received }
	if call(ctx, "ReceiveMessage", map[string]any{"WaitTimeSeconds": 5}, &got) != nil || len(got.Messages) == 0 {
		return received{}, false
	}
	return got.Messages[0], true
}

// protectingWorker takes task protection for each message, but for what its
// mode says.
func protectingWorker(mode string) {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	if mode == foreverWorker {
		go func() {
			for ; ; time.Sleep(500 * time.Millisecond) {
				protect(true, 2)
			}
		}()
	}
	minutes := 2
	switch mode {
	case brieflyWorker:
		minutes = 1
	case wrongWorker:
		minutes = 0
	}
	for ctx.Err() == nil {
		m, ok := receiveOne(ctx)
		if !ok {
			continue
		}
		// Long before the stop is wanted, and long after the work has begun.
		first := m.takes() / 4
		if mode != lateWorker {
			protect(true, minutes)
		}
		time.Sleep(first)
		switch mode {
		case lateWorker:
			protect(true, minutes)
		case earlyWorker:
			protect(false, 0)
		}
		time.Sleep(m.takes() - first)
		_ = m.call("DeleteMessage")
		if mode != keepsWorker && mode != foreverWorker {
			protect(false, 0)
		}
	}
	os.Exit(0)
}

// protect asks the agent, and believes every answer.
func protect(on bool, minutes int) {
	body := `{"ProtectionEnabled": false}`
	if on {
		body = fmt.Sprintf(`{"ProtectionEnabled": true, "ExpiresInMinutes": %d}`, minutes)
	}
	request, err := http.NewRequest(http.MethodPut, os.Getenv("ECS_AGENT_URI")+"/task-protection/v1/state", strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	if response, err := http.DefaultClient.Do(request); err == nil {
		_ = response.Body.Close()
	}
}
