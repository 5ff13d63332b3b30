package lifecycle_test

import (
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// A server of a target group with protocol version HTTP2 or GRPC speaks HTTP/2
// without TLS. Its streams are told and finished as those with TLS are, and its
// hooks see the listener's connection.
func TestHTTP_http2WithoutTLS(t *testing.T) {
	t.Parallel()
	p, l := newProgram(t, budgets(time.Second, time.Hour, time.Second)), listenLoopback(t)
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	protocols.SetHTTP1(true)
	var odd atomic.Value
	begun := make(chan struct{})
	srv := &http.Server{
		Protocols: &protocols,
		ConnState: func(c net.Conn, _ http.ConnState) {
			if _, ok := c.(*net.TCPConn); !ok {
				odd.Store(fmt.Sprintf("%T", c))
			}
		},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/stream" {
				_ = http.NewResponseController(w).Flush()
				close(begun)
				<-lifecycle.GoAway(r.Context())
				time.Sleep(100 * time.Millisecond)
			}
			fmt.Fprint(w, r.Proto)
		}),
	}
	p.HTTPOn(l, srv)
	p.start()
	var only http.Protocols
	only.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: &only}
	defer transport.CloseIdleConnections()
	client, url := &http.Client{Transport: transport}, "http://"+l.Addr().String()
	stream := make(chan string, 1)
	go func() {
		_, body, _, err := get(client, url+"/stream")
		stream <- fmt.Sprint(body, err)
	}()
	<-begun
	p.stop()
	until(t, "the stop", func() bool { return isDone(p.Stopping()) })
	if _, body, _, err := get(client, url+"/"); body != "HTTP/2.0" || err != nil {
		t.Errorf("during the delay: %q, %v", body, err)
	}
	if got := <-stream; got != "HTTP/2.0<nil>" {
		t.Errorf("the stream ended with %s", got)
	}
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
	if got := odd.Load(); got != nil {
		t.Errorf("ConnState saw a %v, want the listener's *net.TCPConn", got)
	}
}
