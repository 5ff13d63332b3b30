package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

const (
	bucket  = "batch"
	jobName = "squares"
)

// world is an S3 that looks at what is written to it: the results, by the step and by the
// task that did it, and the checkpoints, none of which may be ahead of the results.
type world struct {
	*httptest.Server
	backend *s3mem.Backend
	// rough says that answers get lost, and that writes are refused for a moment.
	rough bool

	mu       sync.Mutex
	did      map[int]map[string]bool // The tasks that did a step.
	next     int                     // Where the checkpoint stands.
	lost     int                     // Answers that were lost, never two in a row.
	lostLast bool
	faults   []string
	accepted chan string // The tasks that wrote a checkpoint.
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{backend: s3mem.New(), did: map[int]map[string]bool{}, accepted: make(chan string, 10000)}
	s3 := gofakes3.New(w.backend).Server()
	if err := w.backend.CreateBucket(bucket); err != nil {
		t.Fatal(err)
	}
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		// One after the other, so that what is seen here is what happened.
		w.mu.Lock()
		defer w.mu.Unlock()
		if r.Method != http.MethodPut || !w.rough {
			w.one(s3, out, r)
			return
		}
		switch n := rand.IntN(40); {
		case n == 0: // As S3 refuses one of two writes at the same time.
			http.Error(out, "<Error><Code>ConditionalRequestConflict</Code></Error>", http.StatusConflict)
		case n == 1 && !w.lostLast: // It is written, and nobody hears of it.
			w.lost++
			w.lostLast = true
			w.one(s3, httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		default:
			w.lostLast = false
			w.one(s3, out, r)
		}
	}))
	t.Cleanup(w.Close)
	return w
}

var (
	names   = regexp.MustCompile(`results/(\d+)$`)
	byTask  = regexp.MustCompile(`app/(\S+)`)
	goesOn  = regexp.MustCompile(`"next":(\d+)`)
	fullKey = "jobs/" + jobName + "/"
)

// one lets S3 answer a request, and looks at what has been written by it.
func (w *world) one(s3 http.Handler, out http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	s3.ServeHTTP(answer, r)
	written := r.Method == http.MethodPut && answer.Code < 300
	if at := names.FindStringSubmatch(r.URL.Path); at != nil && (written || answer.Code == http.StatusPreconditionFailed) {
		w.result(at[1], byTask.FindString(r.UserAgent()), written)
	} else if written && strings.HasSuffix(r.URL.Path, "/checkpoint") {
		w.checkpoint(byTask.FindString(r.UserAgent()))
	}
	for name, values := range answer.Header() {
		out.Header()[name] = values
	}
	out.WriteHeader(answer.Code)
	_, _ = out.Write(answer.Body.Bytes())
}

// result notes that a task did a step. The first who writes it is the one whose it is.
func (w *world) result(step, task string, written bool) {
	n, _ := strconv.Atoi(step)
	if w.did[n] == nil {
		w.did[n] = map[string]bool{}
		if !written {
			w.faults = append(w.faults, fmt.Sprint("nobody wrote step ", n))
		}
		if w.did[n-1] == nil && n > 0 {
			w.faults = append(w.faults, fmt.Sprint("step ", n, " came before the one before it"))
		}
	} else if written {
		w.faults = append(w.faults, fmt.Sprint("step ", n, " has been written twice"))
	}
	w.did[n][task] = true
}

// checkpoint looks whether the one that is there now goes on, and not ahead of the work.
func (w *world) checkpoint(task string) {
	text := w.object("checkpoint")
	at := goesOn.FindSubmatch(text)
	if at == nil {
		w.faults = append(w.faults, fmt.Sprintf("no checkpoint: %q", text))
		return
	}
	next, _ := strconv.Atoi(string(at[1]))
	if next < w.next {
		w.faults = append(w.faults, fmt.Sprint("the checkpoint went back from ", w.next, " to ", next))
	}
	if next > len(w.did) {
		w.faults = append(w.faults, fmt.Sprint("the checkpoint is at ", next, ", and ", len(w.did), " steps are done"))
	}
	w.next = next
	select {
	case w.accepted <- task:
	default:
	}
}

// object is the text of one, and nil where there is none.
func (w *world) object(name string) []byte {
	o, err := w.backend.GetObject(bucket, fullKey+name, nil)
	if err != nil {
		return nil
	}
	defer o.Contents.Close() //nolint:errcheck // It was only read.
	text := make([]byte, o.Size)
	_, _ = o.Contents.Read(text)
	return text
}

// put writes an object as somebody else would.
func (w *world) put(t *testing.T, name, text string) {
	t.Helper()
	if _, err := w.backend.PutObject(bucket, fullKey+name, nil, strings.NewReader(text), int64(len(text)), nil); err != nil {
		t.Fatal(err)
	}
}

// environment is that of a task.
func (w *world) environment(name string, steps int) []string {
	return append(os.Environ(), "BATCH_S3=task", "AWS_ENDPOINT_URL="+w.URL, "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b",
		"AWS_EC2_METADATA_DISABLED=true", "AWS_SDK_UA_APP_ID="+name, "BUCKET="+bucket, "JOB="+jobName, fmt.Sprint("STEPS=", steps),
		"SHUTDOWN_DELAY_SECONDS=0", "SHUTDOWN_DRAIN_SECONDS=5", "SHUTDOWN_CLEANUP_SECONDS=1", "SHUTDOWN_DEADLINE_SECONDS=6")
}
