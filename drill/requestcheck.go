package drill

import (
	"errors"
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// checkRequests refuses requests that the load of this plan cannot send.
func (p Plan) checkRequests(full shutdown.Profile) error {
	for _, r := range p.Requests {
		plain := r.Method == "" && len(r.Header) == 0 && len(r.Body) == 0
		switch {
		case p.multiplexed() && (!plain || r.Stream):
			return fmt.Errorf("request %s: over HTTP/2 and gRPC a request is its path, weight and seconds: leave method, headers, body and stream out", r.kind())
		case full.Workload == shutdown.WebSocket && !plain:
			return fmt.Errorf("request %s: a connection is opened with GET and no body: leave method, headers and body out", r.kind())
		case full.Workload == shutdown.WebSocket && r.Stream != p.Requests[0].Stream:
			return errors.New("the connections of one drill are either all WebSockets or all streams: drill the others by themselves")
		}
	}
	return nil
}
