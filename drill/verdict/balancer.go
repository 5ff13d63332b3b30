package verdict

// BalancerName is what routes a drill's requests.
type BalancerName string

// The load balancers.
const (
	// Embedded is part of this package.
	Embedded BalancerName = "embedded"
	// HAProxy is a real HAProxy, which must be installed.
	HAProxy BalancerName = "haproxy"
)
