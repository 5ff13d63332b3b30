//go:build drills && linux

package drills_test

import (
	"crypto/md5" //nolint:gosec // It is how SQS answers.
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// sqs is a queue that many tasks share, and that remembers which of them has what. A
// message that nobody removes or gives back lies with the task that took it.
type sqs struct {
	*httptest.Server
	mu      sync.Mutex
	waiting []int
	sent    []*sent
	// heard is when each task was last heard of.
	heard map[string]time.Time
}

// sent is a message: its text, and the task that took it last.
type sent struct {
	body, task           string
	taken, done, gaveUps int
	broken               bool
}

func newSQS(t testing.TB) *sqs {
	t.Helper()
	q := &sqs{heard: map[string]time.Time{}}
	q.Server = httptest.NewServer(q)
	t.Cleanup(q.Close)
	return q
}

// environment is that of a task, which its port names.
func (q *sqs) environment() []string {
	return []string{"AWS_ENDPOINT_URL_SQS=" + q.URL, "QUEUE_URL=" + q.URL + "/1/jobs", "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b"}
}

func (q *sqs) add(body string) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sent = append(q.sent, &sent{body: body})
	q.waiting = append(q.waiting, len(q.sent)-1)
	return len(q.sent) - 1
}

// forget begins anew.
func (q *sqs) forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sent, q.waiting, q.heard = nil, nil, map[string]time.Time{}
}

// take is the next message for a task; nil when there is none for so long.
func (q *sqs) take(task string, patience time.Duration, gone <-chan struct{}) (id int, m *sent) {
	for limit := time.Now().Add(patience); time.Now().Before(limit); time.Sleep(10 * time.Millisecond) {
		select {
		case <-gone:
			return 0, nil
		default:
		}
		q.mu.Lock()
		if len(q.waiting) > 0 {
			id, q.waiting = q.waiting[0], q.waiting[1:]
			m = q.sent[id]
			m.task = task
			m.taken++
			m.broken = false
			q.mu.Unlock()
			return id, m
		}
		q.mu.Unlock()
	}
	return 0, nil
}

var appID = regexp.MustCompile(`app/(\S+)`)

// ServeHTTP speaks the JSON of the AWS SDKs.
func (q *sqs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct {
		MessageBody, ReceiptHandle string
		WaitTimeSeconds            int
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	task := appID.FindString(r.UserAgent())
	q.mu.Lock()
	q.heard[task] = time.Now()
	q.mu.Unlock()
	id := 0
	_, _ = fmt.Sscan(in.ReceiptHandle, &id)
	out := map[string]any{}
	switch action := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "AmazonSQS."); action {
	case "SendMessage":
		out["MessageId"], out["MD5OfMessageBody"] = fmt.Sprint(q.add(in.MessageBody)), digest(in.MessageBody)
	case "ReceiveMessage":
		if id, m := q.take(task, time.Duration(in.WaitTimeSeconds)*time.Second, r.Context().Done()); m != nil {
			out["Messages"] = []any{map[string]any{"MessageId": fmt.Sprint(id), "ReceiptHandle": fmt.Sprint(id), "Body": m.body, "MD5OfBody": digest(m.body)}}
			defer q.onItsWay(r.Context().Done(), id)
		}
	case "DeleteMessage", "ChangeMessageVisibility":
		q.mu.Lock()
		switch {
		case id >= len(q.sent): // It was of a drill before.
		case action == "DeleteMessage":
			q.sent[id].done++
		default:
			q.sent[id].gaveUps++
			q.waiting = append(q.waiting, id)
		}
		q.mu.Unlock()
	default:
		http.Error(w, action, http.StatusNotImplemented)
		return
	}
	text, _ := json.Marshal(out)
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.Header().Set("Content-Length", fmt.Sprint(len(text)))
	_, _ = w.Write(text)
	_ = http.NewResponseController(w).Flush()
}

// onItsWay notes a message whose receive is broken off in the moment of the answer. SQS
// hides it until its visibility timeout is over, and nobody has it.
func (q *sqs) onItsWay(gone <-chan struct{}, id int) {
	select {
	case <-gone:
		q.mu.Lock()
		defer q.mu.Unlock()
		if id < len(q.sent) {
			q.sent[id].broken = true
		}
	case <-time.After(20 * time.Millisecond):
	}
}

// first is the task that was heard of last the longest ago: the one that was stopped.
func (q *sqs) first() (name string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for task, at := range q.heard {
		if name == "" || at.Before(q.heard[name]) {
			name = task
		}
	}
	return name
}

func digest(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // It is how SQS answers.
	return hex.EncodeToString(sum[:])
}

// left counts, for each task, the messages that it has done, and those that still lie with
// it; twice is how many were done more than once.
func (q *sqs) left() (done, lies map[string]int, twice int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	done, lies = map[string]int{}, map[string]int{}
	for _, m := range q.sent {
		switch {
		case m.done > 1:
			twice++
		case m.done == 1:
			done[m.task]++
		case m.taken > m.gaveUps && !m.broken:
			lies[m.task]++
		}
	}
	return done, lies, twice
}
