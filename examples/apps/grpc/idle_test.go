package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"

	"google.golang.org/grpc"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// A connection whose client leaves it to the server to close it, as a load balancer
// may, is no loss at the end of the drain: grpc-go waits for it for 1 s, with no call
// in flight. One call that is left is a loss.
func TestStop_connectionOfNobody(t *testing.T) {
	for name, waits := range map[string]bool{"idle": false, "a call is left": true} {
		t.Run(name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			signals, begun := make(chan os.Signal, 1), make(chan struct{})
			app := lifecycle.App{Signals: signals, Contract: &contract.Contract{Drain: 300 * time.Millisecond, Cleanup: time.Second, Deadline: 5 * time.Second}}
			srv := grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
				close(begun)
				if waits {
					<-stream.Context().Done()
				}
				return nil
			}))
			app.GRPC(listener, srv)
			ended := make(chan error, 1)
			go func() { ended <- app.Run(context.Background()) }()
			var only http.Protocols
			only.SetUnencryptedHTTP2(true)
			client := &http.Client{Transport: &http.Transport{Protocols: &only}}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+listener.Addr().String()+"/a.B/C", bytes.NewReader(make([]byte, 5)))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/grpc")
			r.Header.Set("TE", "trailers")
			answered := make(chan struct{})
			go func() {
				defer close(answered)
				if resp, err := client.Do(r); err == nil {
					_, _ = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
				}
			}()
			<-begun
			if !waits {
				<-answered
			}
			signals <- syscall.SIGTERM
			if err := <-ended; (err != nil) != waits {
				t.Errorf("Run() error = %v, want one: %v", err, waits)
			}
			<-answered
		})
	}
}
