package drill

import (
	"net"
	"net/url"
	"time"
)

// dialTime is how long a load balancer waits for a connection to a task.
const dialTime = 5 * time.Second

// dialTask opens a connection to a task.
func dialTask(task *url.URL) (net.Conn, error) {
	return net.DialTimeout("tcp", task.Host, dialTime)
}
