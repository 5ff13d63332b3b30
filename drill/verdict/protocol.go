package verdict

// Protocol is what a load balancer speaks with its targets: the protocol version
// of an Application Load Balancer's target group.
type Protocol string

// The protocols.
const (
	HTTP1 Protocol = ""
	HTTP2 Protocol = "http2"
	GRPC  Protocol = "grpc"
)

// serversFault names the statuses by which an app says that the fault is its own.
func (p Protocol) serversFault() string {
	if p == GRPC {
		return "a status such as UNAVAILABLE or INTERNAL"
	}
	return "a status of 500 or more"
}

// refuses says how an app that listens refuses requests.
func (p Protocol) refuses() string {
	if p == HTTP1 {
		return ""
	}
	return ", by its port or by its GOAWAY,"
}
