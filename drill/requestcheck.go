package drill

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// checkRequests refuses requests that the load of this plan cannot send.
func (p Plan) checkRequests(full shutdown.Profile) error {
	for _, r := range p.Requests {
		plain := r.Method == "" && len(r.Header) == 0 && len(r.Body) == 0
		switch {
		case p.Protocol == verdict.GRPC && r.Stream:
			return fmt.Errorf("request %s: a stream of gRPC ends with its status, and the drill waits for it: leave stream out", r.kind())
		case p.Protocol != verdict.GRPC && r.Messages > 0:
			return fmt.Errorf("request %s: messages are those of a gRPC call: leave messages out, or say --protocol grpc", r.kind())
		case p.Protocol == verdict.GRPC && (r.Method != "" && r.Method != http.MethodPost || r.timed()):
			return fmt.Errorf("request %s: a gRPC call is a POST of messages, which cannot say {seconds}: leave the method out, and say with seconds=N how long it takes", r.kind())
		case p.Protocol == verdict.GRPC && bytes.Contains(r.Body, []byte(idMark)):
			return fmt.Errorf("request %s: a message says its own lengths, which {id} in it would break: put it into the metadata, as in header=x-request-id: {id}", r.kind())
		case full.Workload == shutdown.WebSocket && !plain:
			return fmt.Errorf("request %s: a connection is opened with GET and no body: leave method, headers and body out", r.kind())
		case full.Workload == shutdown.WebSocket && r.Stream != p.Requests[0].Stream:
			return errors.New("the connections of one drill are either all WebSockets or all streams: drill the others by themselves")
		}
	}
	return nil
}
