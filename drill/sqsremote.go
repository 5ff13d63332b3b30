package drill

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// sqsRemote stands between a worker and a real queue and notes what passes.
type sqsRemote struct {
	queue   *queue
	worker  verdict.Task
	target  *url.URL
	address string
	server  *http.Server
	broken  brokenOff
}

// authorization is for a server that reads the service's name in it and checks
// no signature, as moto does.
const authorization = "AWS4-HMAC-SHA256 Credential=drill/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=none"

func newSQSRemote(q *queue, worker verdict.Task, target *url.URL) (*sqsRemote, error) {
	s := &sqsRemote{queue: q, worker: worker, target: target}
	s.server, s.broken.queue = &http.Server{Handler: s}, q
	s.broken.watch(s.server)
	return s, serveLocal(s.server, &s.address)
}

func (s *sqsRemote) close() { s.server.Close() } //nolint:errcheck // Nobody asks any more.

func (s *sqsRemote) environment() []string { return sqsEnvironment(s.address + s.target.Path) }

// ServeHTTP passes a call on and notes it when it went well.
func (s *sqsRemote) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	opened := time.Now()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // The worker has gone.
	}
	out, err := http.NewRequestWithContext(context.WithoutCancel(r.Context()), r.Method, s.target.Scheme+"://"+s.target.Host+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	out.Header = r.Header.Clone()
	response, err := http.DefaultClient.Do(out)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer response.Body.Close() //nolint:errcheck // It is read to its end.
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	spoken := protocolOf(r)
	// What cannot be read the queue has refused, or it concerns no message.
	if action, in, err := spoken.read(r, body); err == nil {
		if response.StatusCode == http.StatusOK {
			if out, err := spoken.readAnswer(answer); err == nil {
				s.note(action, in, out, r, opened)
			}
		} else {
			s.refused(action, in)
		}
	}
	for name, values := range response.Header {
		if !hopByHop[name] {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(response.StatusCode)
	w.Write(answer) //nolint:errcheck // The worker has gone then.
}

// note remembers what a call did to messages.
func (s *sqsRemote) note(action string, in sqsRequest, out sqsAnswer, r *http.Request, opened time.Time) {
	var handles []string
	visibility := s.queue.visibility
	if in.VisibilityTimeout != nil {
		visibility = time.Duration(*in.VisibilityTimeout) * time.Second
	}
	switch action {
	case "ReceiveMessage":
		for _, m := range out.Messages {
			s.queue.taken(m.MessageId, s.worker, m.ReceiptHandle, visibility, opened)
			handles = append(handles, m.ReceiptHandle)
		}
		s.broken.note(r, handles)
	case "SendMessage":
		s.queue.handedOn(out.MessageId, in.MessageBody, s.worker)
	case "DeleteMessage":
		s.queue.delete(in.ReceiptHandle)
	case "ChangeMessageVisibility":
		s.queue.hide(in.ReceiptHandle, visibility)
	case "DeleteMessageBatch":
		for _, e := range in.Entries {
			s.queue.delete(e.ReceiptHandle)
		}
	case "ChangeMessageVisibilityBatch":
		for _, e := range in.Entries {
			s.queue.hide(e.ReceiptHandle, time.Duration(e.VisibilityTimeout)*time.Second)
		}
	}
}

// refused notes that a worker used the receipt of a message that it has given back.
func (s *sqsRemote) refused(action string, in sqsRequest) {
	if action != "DeleteMessage" && (action != "ChangeMessageVisibility" || value(in.VisibilityTimeout, 0) == 0) {
		return
	}
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	_, one := s.queue.find(in.ReceiptHandle)
	one.use()
}

// taken notes that a worker got a message of the real queue.
func (q *queue) taken(id string, worker verdict.Task, handle string, visibility time.Duration, opened time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range q.live {
		if m.id == id {
			q.take(m, worker, handle, visibility, opened)
		}
	}
}

// handedOn notes that a worker sent a message to the real queue.
func (q *queue) handedOn(id, body string, from verdict.Task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.add(id, body, 0).from = from
}

// sendRemote puts a message into the real queue.
func (q *queue) sendRemote(target *url.URL, body string, asked time.Duration) error {
	// The message is known before a worker can get it.
	q.mu.Lock()
	defer q.mu.Unlock()
	text, err := json.Marshal(map[string]string{"QueueUrl": target.String(), "MessageBody": body})
	if err != nil {
		return err
	}
	request, err := http.NewRequest(http.MethodPost, target.Scheme+"://"+target.Host+"/", bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", jsonType)
	request.Header.Set("X-Amz-Target", "AmazonSQS.SendMessage")
	request.Header.Set("Authorization", authorization)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // It is read.
	var out sqsMessage
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil || response.StatusCode != http.StatusOK || out.MessageId == "" {
		return errors.Join(fmt.Errorf("SendMessage to %s: %s", target, response.Status), err)
	}
	q.add(out.MessageId, body, asked)
	return nil
}
