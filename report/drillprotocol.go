package report

import "github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"

// sentOver names requests with their protocol, where it is not HTTP/1.1.
func sentOver(p verdict.Protocol) string {
	switch p {
	case verdict.GRPC:
		return "gRPC calls"
	case verdict.HTTP2:
		return "requests over HTTP/2"
	default:
		return "requests"
	}
}
