package drill

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// sqs is SQS for one queue, as far as a worker needs it, so that the AWS SDKs can
// be pointed at it with AWS_ENDPOINT_URL_SQS. It speaks both protocols of SQS. Each
// worker has an address of its own, which tells whose receipt is whose.
type sqs struct {
	queue   *queue
	worker  verdict.Task
	address string
	server  *http.Server
	broken  brokenOff
}

func newSQS(q *queue, worker verdict.Task) (*sqs, error) {
	s := &sqs{queue: q, worker: worker}
	s.server, s.broken.queue = &http.Server{Handler: s}, q
	s.broken.watch(s.server)
	return s, serveLocal(s.server, &s.address)
}

func (s *sqs) close() { s.server.Close() } //nolint:errcheck // Nobody asks any more.

// queueURL is the queue as workers know it.
func (s *sqs) environment() []string { return sqsEnvironment(s.queueURL()) }

func (s *sqs) queueURL() string { return s.address + queuePath }

const queuePath = "/000000000000/drill"

// ServeHTTP answers one call in the protocol that it was made in.
func (s *sqs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	spoken := protocolOf(r)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // The worker has gone.
	}
	action, in, err := spoken.read(r, body)
	if err != nil {
		spoken.refuse(w, sqsFault{unreadable, err.Error()})
		return
	}
	out, fault := s.call(action, in, r)
	switch {
	case r.Context().Err() != nil: // Nobody listens any more.
	case fault != nil:
		spoken.refuse(w, *fault)
	default:
		spoken.answer(w, action, out)
	}
}

// call does what a worker asks for.
func (s *sqs) call(action string, in sqsRequest, r *http.Request) (any, *sqsFault) {
	switch action {
	case "ReceiveMessage":
		return s.receive(in, r), nil
	case "DeleteMessage":
		if !s.queue.delete(in.ReceiptHandle) {
			return nil, expiredReceipt
		}
		return sqsNothing{}, nil
	case "ChangeMessageVisibility":
		if !s.queue.hide(in.ReceiptHandle, time.Duration(value(in.VisibilityTimeout, 0))*time.Second) {
			return nil, expiredReceipt
		}
		return sqsNothing{}, nil
	case "DeleteMessageBatch", "ChangeMessageVisibilityBatch":
		return s.batch(action, in), nil
	case "GetQueueUrl":
		return sqsQueue{s.queueURL()}, nil
	case "GetQueueAttributes":
		visible, inFlight := s.queue.waiting()
		return sqsAttributes{{"ApproximateNumberOfMessages", strconv.Itoa(visible)}, {"ApproximateNumberOfMessagesNotVisible", strconv.Itoa(inFlight)},
			{"VisibilityTimeout", print.Number(s.queue.visibility.Seconds())}}, nil
	case "SendMessage":
		m := s.queue.send(in.MessageBody, 0, s.worker)
		return sqsSent{m.id, checksum(m.body)}, nil
	}
	return nil, &sqsFault{unknownAction, "the drill's queue does not know " + action}
}

func (s *sqs) receive(in sqsRequest, r *http.Request) sqsReceived {
	visibility := s.queue.visibility
	if in.VisibilityTimeout != nil {
		visibility = time.Duration(*in.VisibilityTimeout) * time.Second
	}
	most := min(max(value(in.MaxNumberOfMessages, 1), 1), 10)
	got := s.queue.receive(s.worker, most, time.Duration(in.WaitTimeSeconds*float64(time.Second)), visibility, r.Context().Done())
	asked := slices.Concat(in.AttributeNames, in.MessageSystemAttributeNames)
	messages, handles := make([]sqsDelivered, 0, len(got)), make([]string, 0, len(got))
	for _, d := range got {
		messages = append(messages, sqsDelivered{sqsMessage{d.id, d.handle, checksum(d.body), d.body}, d.attributes(asked)})
		handles = append(handles, d.handle)
	}
	s.broken.note(r, handles)
	return sqsReceived{messages}
}

// batch does the same to several messages.
func (s *sqs) batch(action string, in sqsRequest) sqsBatch {
	out := newBatch()
	for _, e := range in.Entries {
		ok := false
		if action == "DeleteMessageBatch" {
			ok = s.queue.delete(e.ReceiptHandle)
		} else {
			ok = s.queue.hide(e.ReceiptHandle, time.Duration(e.VisibilityTimeout)*time.Second)
		}
		out.add(action, e.Id, ok)
	}
	return out
}

// value is what a pointer points to, or the fallback.
func value(p *int, fallback int) int {
	if p == nil {
		return fallback
	}
	return *p
}
