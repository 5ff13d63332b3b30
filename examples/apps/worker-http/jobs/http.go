package jobs

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// Take puts a job of as many seconds as the request says into the queue. It answers when
// the queue has it: until then the job is the caller's. Also while the task stops another
// one will do it.
func (q Queue) Take(w http.ResponseWriter, r *http.Request) {
	seconds, ok := seconds(w, r)
	if !ok {
		return
	}
	text, err := json.Marshal(struct{ Seconds float64 }{seconds})
	if err == nil {
		body := string(text)
		_, err = q.client.SendMessage(r.Context(), &sqs.SendMessageInput{QueueUrl: &q.url, MessageBody: &body})
	}
	if err != nil {
		http.Error(w, "the queue has not taken the job: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// Serve takes as many seconds as it is asked for.
func Serve(w http.ResponseWriter, r *http.Request) {
	seconds, ok := seconds(w, r)
	if !ok {
		return
	}
	select {
	case <-time.After(time.Duration(seconds * float64(time.Second))):
		fmt.Fprintln(w, "done")
	case <-r.Context().Done():
	}
}

// seconds is the number in the request, or an answer that it is none.
func seconds(w http.ResponseWriter, r *http.Request) (float64, bool) {
	n, err := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
	if err != nil || n < 0 {
		http.Error(w, "seconds must be a number from 0", http.StatusBadRequest)
		return 0, false
	}
	return n, true
}
