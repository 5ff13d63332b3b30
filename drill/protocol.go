package drill

import (
	"fmt"
	"net/http"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// multiplexed says that the load balancer speaks HTTP/2 with the tasks.
func (p Plan) multiplexed() bool { return p.Protocol == verdict.HTTP2 || p.Protocol == verdict.GRPC }

// defaultHealth is the health check where the plan names none.
func (p Plan) defaultHealth() string {
	if p.Protocol == verdict.GRPC {
		return "/grpc.health.v1.Health/Check"
	}
	return "/health"
}

// checkProtocol refuses what cannot be played.
func (p Plan) checkProtocol(full shutdown.Profile) error {
	switch {
	case p.Protocol != verdict.HTTP1 && !p.multiplexed():
		return fmt.Errorf("protocol %q is unknown: choose http1, http2 or grpc", p.Protocol)
	case p.multiplexed() && full.Workload != shutdown.HTTP:
		return fmt.Errorf("protocol %s is for workload http, and the profile has %s: leave it out", p.Protocol, full.Workload)
	case p.multiplexed() && len(p.Command) == 0 && p.Replacement == "":
		return fmt.Errorf("protocol %s has no stand-in for what replaces the app: give the URL of a second one as the replacement, or a command", p.Protocol)
	case p.Protocol == verdict.GRPC && len(p.Requests) == 0:
		return fmt.Errorf("gRPC calls have no path that every app knows: name one with its length, such as /package.Service/Method;seconds=0.5")
	}
	return nil
}

// overHTTP2 is a transport that speaks HTTP/2 alone: as it is, or in TLS, where
// any certificate will do.
func overHTTP2() *http.Transport {
	var only http.Protocols
	only.SetUnencryptedHTTP2(true)
	only.SetHTTP2(true)
	config := unverified()
	config.NextProtos = []string{"h2"}
	return &http.Transport{Protocols: &only, TLSClientConfig: config, HTTP2: &http.HTTP2Config{MaxReadFrameSize: 1 << 20}, DisableCompression: true}
}
