package drill_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// The modes of an app whose answers come and are not what they were.
const (
	// cutsClosing ends bodies that only the end of the connection ends with its own,
	// as Python's http.server does.
	cutsClosing = "answer-cuts-closing"
	diesClosing = "answer-dies-closing"
	// cutsChunks ends its bodies in order at whatever they have by then, cutsVarying
	// those that are never twice the same, and cutsEnd those of any length.
	cutsChunks  = "answer-cuts-chunks"
	cutsVarying = "answer-cuts-varying"
	cutsEnd     = "answer-cuts-end"
	// These answer without the work.
	redirects = "answer-redirects"
	noContent = "answer-no-content"
	empties   = "answer-empties"
	hurries   = "answer-hurries"
	limits    = "answer-limits" // 429 now and then, and always from the signal on
	// These answer with something else from the signal on, with status 200: an error
	// in a body that is longer or of another form, and work without its result.
	errorBodies = "answer-error-bodies"
	errorPages  = "answer-error-pages"
	zeros       = "answer-zeros"
	namedErrors = "answer-named-errors" // whose good answers name the task
	// These do nothing wrong.
	goodClosing = "answer-good-closing"
	goodChunks  = "answer-good-chunks"
	goodVarying = "answer-good-varying"
	goodEnd     = "answer-good-end"
	goodCount   = "answer-good-count"
	goodLimits  = "answer-good-limits" // 429 now and then
	goodNamed   = "answer-good-named"  // bodies that name the task
	goodRare    = "answer-good-rare"   // now and then a list with nothing in it
	goodStream  = "answer-good-stream"
	endsStream  = "answer-ends-stream"
	// hushStream sends nothing from the signal on, halfStream ends then in the middle
	// of an event.
	hushStream = "answer-hushes-stream"
	halfStream = "answer-halves-event"
	goodUpload = "answer-good-upload"
	cutsUpload = "answer-cuts-upload"
)

// answerApp serves bodies that come in pieces.
type answerApp struct {
	mode string
	// stopping is closed at the signal, ending when the delay is over.
	stopping, ending chan struct{}
	// raw counts the answers that are written past the server.
	raw     sync.WaitGroup
	counter struct {
		sync.Mutex
		n int
	}
}

// badanswer serves until the stop signal and then answers as its mode says.
func badanswer(mode string) {
	a := &answerApp{mode: mode, stopping: make(chan struct{}), ending: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) {
		if closed(a.stopping) {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("/work", a.work)
	mux.HandleFunc("/events", a.events)
	mux.HandleFunc("/upload", a.upload)
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: mux, Protocols: spoken()}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() { _ = server.ListenAndServe() }()
	<-signals
	close(a.stopping)
	if mode == diesClosing {
		os.Exit(0)
	}
	time.Sleep(variable("SHUTDOWN_DELAY_SECONDS"))
	close(a.ending)
	if mode == cutsClosing {
		os.Exit(0)
	}
	ctx, cancel := context.WithTimeout(context.Background(), variable("SHUTDOWN_DRAIN_SECONDS")+200*time.Millisecond)
	defer cancel()
	_ = server.Shutdown(ctx) // Its error is that the drain was over.
	a.raw.Wait()
	os.Exit(0)
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// work answers after the time that it is asked to take, with its body in between.
func (a *answerApp) work(w http.ResponseWriter, r *http.Request) {
	seconds, _ := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
	takes := time.Duration(seconds * float64(time.Second))
	switch a.mode {
	case redirects, noContent, empties, hurries:
		a.skip(w, r, takes)
	case cutsClosing, diesClosing, goodClosing:
		a.closing(w, takes)
	case errorBodies, errorPages, zeros, namedErrors, limits, goodLimits, goodNamed, goodRare:
		a.done(w, takes)
	default:
		a.pieces(w, takes)
	}
}

// skip answers at once from the signal on, also what it had begun.
func (a *answerApp) skip(w http.ResponseWriter, r *http.Request, takes time.Duration) {
	select {
	case <-time.After(takes):
		if !closed(a.stopping) {
			fmt.Fprintln(w, "done")
			return
		}
	case <-a.stopping:
	}
	switch a.mode {
	case redirects:
		http.Redirect(w, r, "/later", http.StatusFound)
	case noContent:
		w.WriteHeader(http.StatusNoContent)
	case hurries:
		fmt.Fprintln(w, "done")
	}
}

// done answers when the work is done, in the words of the mode.
func (a *answerApp) done(w http.ResponseWriter, takes time.Duration) {
	time.Sleep(takes)
	text, stopping := `{"items":[1,2,3,4]}`, closed(a.stopping)
	switch {
	case a.mode == errorBodies && stopping:
		text = `{"error":"sql: database is closed"}`
	case a.mode == errorPages && stopping:
		text = "<html><body>We will be back in a minute</body></html>"
	case a.mode == zeros && stopping:
		text = `{"items":[0,0,0,0]}`
	case a.mode == namedErrors && stopping:
		text = fmt.Sprintf(`{"host":"%d","error":"closed"}`, os.Getpid())
	case a.mode == namedErrors, a.mode == goodNamed:
		text = fmt.Sprintf(`{"host":"%d","items":[1,2,3,4]}`, os.Getpid())
	case a.mode == limits && stopping, (a.mode == limits || a.mode == goodLimits) && a.every(25):
		w.WriteHeader(http.StatusTooManyRequests)
		text = `{"error":"too many requests"}`
	case a.mode == goodRare && rand.IntN(25) == 0:
		text = `[]`
	}
	fmt.Fprintln(w, text)
}

// every is true once in n answers, the tenth first.
func (a *answerApp) every(n int) bool {
	a.counter.Lock()
	defer a.counter.Unlock()
	a.counter.n++
	return a.counter.n%n == 10
}

const lines = 40

// closing writes a body that ends with the connection.
func (a *answerApp) closing(w http.ResponseWriter, takes time.Duration) {
	a.raw.Add(1)
	defer a.raw.Done()
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer func(c net.Conn) { _ = c.Close() }(conn)
	_, _ = buffer.WriteString("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n")
	for n := range lines {
		_, _ = fmt.Fprintf(buffer, "line %d of the answer\n", n)
		_ = buffer.Flush()
		time.Sleep(takes / lines)
	}
}

// pieces writes a body in chunks. Apps that cut it stop writing when the delay is
// over, and end it in order.
func (a *answerApp) pieces(w http.ResponseWriter, takes time.Duration) {
	n := lines
	if a.mode == goodEnd || a.mode == cutsEnd {
		n = 1 + rand.IntN(2*lines) // As many as there are just now.
	}
	if a.mode == goodCount {
		a.counter.Lock()
		a.counter.n++
		defer func(n int) {
			fmt.Fprintf(w, "\n%d answers, pid %d, at %s", n, os.Getpid(), time.Now().Format(time.RFC3339Nano))
		}(a.counter.n)
		a.counter.Unlock()
	}
	fmt.Fprint(w, "[")
	for i := range n {
		if strings.HasPrefix(a.mode, "answer-cuts") && closed(a.ending) {
			return
		}
		if i > 0 {
			fmt.Fprint(w, ",")
		}
		fmt.Fprint(w, a.item(i))
		_ = http.NewResponseController(w).Flush()
		time.Sleep(takes / time.Duration(n))
	}
	fmt.Fprintln(w, "]")
}

// item is one of a list.
func (a *answerApp) item(i int) string {
	if a.mode == goodChunks || a.mode == cutsChunks {
		return fmt.Sprintf(`{"item":%d}`, i)
	}
	text, _ := json.Marshal(map[string]any{"item": i, "id": rand.Uint64(), "at": time.Now()})
	return string(text)
}

// events is a stream that ends in order when its time is over, and for one mode
// when the app stops.
func (a *answerApp) events(w http.ResponseWriter, r *http.Request) {
	seconds, err := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
	if err != nil {
		seconds = 3600
	}
	over, every := time.After(time.Duration(seconds*float64(time.Second))), time.NewTicker(50*time.Millisecond)
	defer every.Stop()
	w.Header().Set("Content-Type", "text/event-stream")
	_ = http.NewResponseController(w).Flush()
	var stopping <-chan struct{}
	if a.mode == endsStream || a.mode == halfStream {
		stopping = a.stopping
	}
	for {
		select {
		case <-every.C:
			if a.mode == hushStream && closed(a.stopping) {
				continue
			}
			fmt.Fprintf(w, "data: %d\n\n", rand.IntN(1000))
			_ = http.NewResponseController(w).Flush()
		case <-over:
			return
		case <-stopping:
			if a.mode == halfStream {
				fmt.Fprint(w, "data: 17")
			}
			return
		case <-r.Context().Done():
			return
		}
	}
}

// upload answers with how much came.
func (a *answerApp) upload(w http.ResponseWriter, r *http.Request) {
	buffer, total := make([]byte, 1<<10), 0
	for {
		n, err := r.Body.Read(buffer)
		total += n
		if err != nil || a.mode == cutsUpload && closed(a.ending) {
			break
		}
	}
	if closed(a.ending) && a.mode == cutsUpload {
		panic(http.ErrAbortHandler)
	}
	fmt.Fprintln(w, r.Method, total, r.Header.Get("X-Test"))
}
