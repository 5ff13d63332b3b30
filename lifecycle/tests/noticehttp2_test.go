package lifecycle_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// Streams of one HTTP/2 connection go together, at its moment; requests on it and
// on the next connection are answered all the time.
func TestNotice_http2(t *testing.T) {
	t.Parallel()
	serverTLS, clientTLS := keyPair()
	c := budgets(0, time.Hour, time.Second) // Longer than wait waits.
	c.DrainNotice, c.NoticeSpread = true, time.Second
	p, l, told := newProgram(t, c), listenLoopback(t), make(notices)
	mux := http.NewServeMux()
	mux.HandleFunc("/short", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) })
	mux.HandleFunc("/stream", func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		<-lifecycle.GoAway(r.Context())
		fmt.Fprint(w, "told")
	})
	p.HTTPOn(l, &http.Server{Handler: mux, TLSConfig: serverTLS})
	p.Notice(told.watch)
	p.start()
	transport := &http.Transport{TLSClientConfig: clientTLS, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	client, url := &http.Client{Transport: transport}, "https://"+l.Addr().String()
	const n = 10
	bodies := make(chan string, n)
	for range n {
		resp, err := client.Get(url + "/stream")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			defer func() { _ = resp.Body.Close() }()
			text, err := io.ReadAll(resp.Body)
			if err != nil {
				text = []byte(err.Error())
			}
			bodies <- string(text)
		}()
	}
	told <- nil
	for left := n; left > 0; {
		if _, body, _, err := get(client, url+"/short"); body != "HTTP/2.0" || err != nil {
			t.Fatalf("a short request during the window: %q, %v", body, err)
		}
		select {
		case body := <-bodies:
			if left--; body != "told" {
				t.Errorf("a stream ended with %q, want it told", body)
			}
		case <-time.After(10 * time.Millisecond):
		}
	}
	if _, body, _, err := get(client, url+"/short"); body != "HTTP/2.0" || err != nil {
		t.Errorf("a short request after the window: %q, %v", body, err)
	}
	p.stop()
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
}
