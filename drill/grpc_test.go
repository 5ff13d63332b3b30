package drill

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// h2c serves over HTTP/2 and gives the server's address.
func h2c(t *testing.T, serve http.HandlerFunc) string {
	t.Helper()
	var only http.Protocols
	only.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: serve, Protocols: &only}
	var address string
	if err := serveLocal(server, &address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return address
}

// trailer ends an answer with a status.
func trailer(w http.ResponseWriter, status string) {
	w.Header().Set(http.TrailerPrefix+"Grpc-Status", status)
}

// A call is whole by its status alone: not by the end of its bytes, and not by
// HTTP's status. The embedded load balancer hands all that on as it is.
func TestCalls_send(t *testing.T) {
	t.Parallel()
	begun := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/grpc")
		_, _ = w.Write(frame(nil))
		_ = http.NewResponseController(w).Flush()
	}
	tests := map[string]struct {
		serve http.HandlerFunc
		want  verdict.Outcome
		code  int
		words string
	}{
		"OK":                       {func(w http.ResponseWriter, _ *http.Request) { begun(w); trailer(w, "0") }, verdict.Answered, 200, ""},
		"OK, without a message":    {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Grpc-Status", "0") }, verdict.Answered, 200, ""},
		"NOT_FOUND":                {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Grpc-Status", "5") }, verdict.Answered, 400, "status 5 NOT_FOUND"},
		"UNAVAILABLE":              {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Grpc-Status", "14") }, verdict.Failed, 503, "status 14 UNAVAILABLE"},
		"UNAVAILABLE in a stream":  {func(w http.ResponseWriter, _ *http.Request) { begun(w); trailer(w, "14") }, verdict.Failed, 503, "status 14 UNAVAILABLE"},
		"CANCELLED in a stream":    {func(w http.ResponseWriter, _ *http.Request) { begun(w); trailer(w, "1") }, verdict.Failed, 500, "status 1 CANCELLED"},
		"a status that is unknown": {func(w http.ResponseWriter, _ *http.Request) { begun(w); trailer(w, "99") }, verdict.Failed, 500, "status 99"},
		"ended without a status":   {func(w http.ResponseWriter, _ *http.Request) { begun(w) }, verdict.Cut, 200, "HTTP 200 without a gRPC status"},
		"reset in a stream":        {func(w http.ResponseWriter, _ *http.Request) { begun(w); panic(http.ErrAbortHandler) }, verdict.Cut, 0, "stream error"},
		"reset before an answer":   {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, verdict.Cut, 0, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := h2c(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodPost || r.ProtoMajor != 2 || r.Header.Get("TE") != "trailers" || r.Header.Get(routeHeader) != "" {
					t.Errorf("got %s over %s with %v", r.Method, r.Proto, r.Header)
				}
				if body, err := io.ReadAll(r.Body); err != nil || string(body) != "\x00\x00\x00\x00\x02ab" || r.Header.Get("Tenant") != "a" {
					t.Errorf("got the message %q with %v, %v", body, r.Header, err)
				}
				tt.serve(w, r)
			})
			task, err := parseURL(address)
			if err != nil {
				t.Fatal(err)
			}
			b, err := newMultiplexed(task, task)
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			c := newCalls(b.URL(), mix{}, Plan{Protocol: verdict.GRPC}, verdict.Times{StopTimeout: verdict.Seconds(time.Second)}, newSamples(), time.Now())
			x := c.carrier.send(c.client, c.url, &Request{Path: "/drill.Work/Any", Body: []byte("ab"), Header: http.Header{"Tenant": {"a"}}}, 0, time.Now(), verdict.OldTask)
			if x.Outcome != tt.want || tt.code != 0 && x.Code != tt.code || !strings.Contains(x.Error, tt.words) || x.Task != verdict.OldTask {
				t.Errorf("%+v, want %s, %d and %q", x, tt.want, tt.code, tt.words)
			}
		})
	}
}

// What is in flight when the deregistration delay is over is cut and counted, and
// what has ended before is not.
func TestMultiplexed_expire(t *testing.T) {
	t.Parallel()
	begun, end := make(chan struct{}, 1), make(chan struct{})
	address := h2c(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			begun <- struct{}{}
			select {
			case <-r.Context().Done():
			case <-end:
			}
		}
	})
	defer close(end)
	task, err := parseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	b, err := newMultiplexed(task, task)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	c := newCalls(b.URL(), mix{}, Plan{Protocol: verdict.HTTP2}, verdict.Times{StopTimeout: verdict.Seconds(time.Second)}, newSamples(), time.Now())
	var whole, cut verdict.Exchange
	send := func(path string) verdict.Exchange {
		return c.carrier.send(c.client, c.url, &Request{Path: path}, 0, time.Now(), verdict.OldTask)
	}
	whole = send("/quick")
	ended := make(chan struct{})
	go func() { cut = send("/slow"); close(ended) }()
	<-begun
	b.Expire()
	<-ended
	n, _ := b.Report()
	if whole.Outcome != verdict.Answered || cut.Outcome != verdict.Cut || n != 1 {
		t.Errorf("%s before and %s at the delay, %d counted; want answered, cut and 1", whole.Outcome, cut.Outcome, n)
	}
}

// A health check that says that it does not serve is not ready, although the call
// itself succeeds.
func TestLookGRPC(t *testing.T) {
	t.Parallel()
	message := func(bytes ...byte) []byte { return append([]byte{0, 0, 0, 0, byte(len(bytes))}, bytes...) }
	for name, tt := range map[string]struct {
		body   []byte
		status string
		want   verdict.Probe
	}{
		"serves":                {message(0x08, 0x01), "0", verdict.Probe{Code: 200}},
		"does not serve":        {message(0x08, 0x02), "0", verdict.Probe{Code: 503}},
		"says nothing":          {message(), "0", verdict.Probe{Code: 200}},
		"half a message":        {message(0x08, 0x02)[:6], "0", verdict.Probe{Code: 200}},
		"no such service":       {nil, "12", verdict.Probe{Code: 200}},
		"UNAVAILABLE":           {nil, "14", verdict.Probe{Code: 503}},
		"ends without a status": {nil, "", verdict.Probe{Code: 500}},
	} {
		address := h2c(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(tt.body)
			if tt.status != "" {
				trailer(w, tt.status)
			}
		})
		look := Plan{Protocol: verdict.GRPC}.looker(5 * time.Second)
		if diff := cmp.Diff(tt.want, look(context.Background(), address+"/grpc.health.v1.Health/Check")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	closed := Plan{Protocol: verdict.GRPC}.looker(5*time.Second)(context.Background(), "http://127.0.0.1:1/")
	if diff := cmp.Diff(verdict.Probe{Refused: true}, closed); diff != "" {
		t.Errorf("nobody there (-want +got):\n%s", diff)
	}
}
