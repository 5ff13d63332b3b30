package drill

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// sqs speaks the JSON protocol of SQS for one queue, as far as a worker needs
// it, so that the AWS SDKs can be pointed at it with AWS_ENDPOINT_URL_SQS. Each
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

// sqsRequest has the members of every request that is understood.
type sqsRequest struct {
	QueueUrl            string //nolint:revive // SQS spells it so.
	MaxNumberOfMessages *int
	WaitTimeSeconds     float64
	VisibilityTimeout   *int
	ReceiptHandle       string
	MessageBody         string
	Entries             []struct {
		Id                string //nolint:revive // SQS spells it so.
		ReceiptHandle     string
		VisibilityTimeout int
	}
}

type sqsMessage struct {
	MessageId     string //nolint:revive // SQS spells it so.
	ReceiptHandle string
	MD5OfBody     string
	Body          string
}

// ServeHTTP answers one call.
func (s *sqs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in sqsRequest
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		sqsFault(w, "com.amazon.coral.service#SerializationException", "the drill's queue speaks the JSON protocol of SQS, AWS SDKs of 2024 and later: "+err.Error())
		return
	}
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	out, ok := s.call(action, in, r)
	if !ok {
		return // The fault has been written, or nobody listens any more.
	}
	if out == nil {
		sqsFault(w, "com.amazon.coral.service#UnknownOperationException", "the drill's queue does not know "+action)
		return
	}
	if fault, bad := out.(sqsBadHandle); bad {
		sqsFault(w, "com.amazonaws.sqs#ReceiptHandleIsInvalid", string(fault))
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	json.NewEncoder(w).Encode(out) //nolint:errcheck // The worker has gone then.
}

type sqsBadHandle string

type object = map[string]any

// call does what a worker asks for. It says false when the worker has gone.
func (s *sqs) call(action string, in sqsRequest, r *http.Request) (any, bool) {
	switch action {
	case "ReceiveMessage":
		return s.receive(in, r)
	case "DeleteMessage":
		if !s.queue.delete(in.ReceiptHandle) {
			return sqsBadHandle("the receipt handle has expired"), true
		}
		return object{}, true
	case "ChangeMessageVisibility":
		if !s.queue.hide(in.ReceiptHandle, time.Duration(value(in.VisibilityTimeout, 0))*time.Second) {
			return sqsBadHandle("the receipt handle has expired"), true
		}
		return object{}, true
	case "DeleteMessageBatch", "ChangeMessageVisibilityBatch":
		return s.batch(action, in), true
	case "GetQueueUrl":
		return object{"QueueUrl": s.queueURL()}, true
	case "GetQueueAttributes":
		visible, inFlight := s.queue.waiting()
		return object{"Attributes": object{"ApproximateNumberOfMessages": strconv.Itoa(visible), "ApproximateNumberOfMessagesNotVisible": strconv.Itoa(inFlight),
			"VisibilityTimeout": print.Number(s.queue.visibility.Seconds())}}, true
	case "SendMessage":
		m := s.queue.send(in.MessageBody, 0, s.worker)
		return object{"MessageId": m.id, "MD5OfMessageBody": checksum(m.body)}, true
	}
	return nil, true
}

func (s *sqs) receive(in sqsRequest, r *http.Request) (any, bool) {
	visibility := s.queue.visibility
	if in.VisibilityTimeout != nil {
		visibility = time.Duration(*in.VisibilityTimeout) * time.Second
	}
	most := min(max(value(in.MaxNumberOfMessages, 1), 1), 10)
	got := s.queue.receive(s.worker, most, time.Duration(in.WaitTimeSeconds*float64(time.Second)), visibility, r.Context().Done())
	messages, handles := make([]sqsMessage, 0, len(got)), make([]string, 0, len(got))
	for _, d := range got {
		messages = append(messages, sqsMessage{d.id, d.handle, checksum(d.body), d.body})
		handles = append(handles, d.handle)
	}
	s.broken.note(r, handles)
	return object{"Messages": messages}, r.Context().Err() == nil
}

// batch does the same to several messages.
func (s *sqs) batch(action string, in sqsRequest) any {
	done, failed := []object{}, []object{}
	for _, e := range in.Entries {
		ok := false
		if action == "DeleteMessageBatch" {
			ok = s.queue.delete(e.ReceiptHandle)
		} else {
			ok = s.queue.hide(e.ReceiptHandle, time.Duration(e.VisibilityTimeout)*time.Second)
		}
		if ok {
			done = append(done, object{"Id": e.Id})
		} else {
			failed = append(failed, object{"Id": e.Id, "Code": "ReceiptHandleIsInvalid", "SenderFault": true})
		}
	}
	return object{"Successful": done, "Failed": failed}
}

func sqsFault(w http.ResponseWriter, kind, text string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.Header().Set("X-Amzn-Query-Error", kind[strings.LastIndexByte(kind, '#')+1:]+";Sender")
	w.WriteHeader(http.StatusBadRequest)
	json.NewEncoder(w).Encode(object{"__type": kind, "message": text}) //nolint:errcheck // The worker has gone then.
}

// value is what a pointer points to, or the fallback.
func value(p *int, fallback int) int {
	if p == nil {
		return fallback
	}
	return *p
}
