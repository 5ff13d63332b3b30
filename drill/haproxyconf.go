package drill

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// haproxyHead forwards as a load balancer of AWS does: connections to the tasks
// are kept by each node for itself, and no request is tried twice. Every answer
// of a task, and none of HAProxy itself, carries the task's name.
const haproxyHead = `global
  stats socket %[1]s mode 600 level admin
  maxconn 8000
defaults
  mode http
  retries 0
  http-reuse always
  timeout connect 5s
  timeout client 1h
  timeout server 1h
frontend requests
  bind 127.0.0.1:%[2]s%[4]s
  default_backend tasks
backend tasks
  balance roundrobin
  option forwardfor
  http-response set-header ` + taskHeader + ` old if { srv_name -m beg old }
  http-response set-header ` + taskHeader + ` replacement if { srv_name -m beg replacement }
  http-response set-header ` + framingHeader + ` close unless { res.hdr(content-length) -m found } or { res.hdr(transfer-encoding) -m found } or { status 204 304 }
  use-server %[3]s if { hdr(` + routeHeader + `) -m found }
`

// haproxyConfiguration has a server for each node and task, since HAProxy keeps
// the connections of a server apart from those of any other. Every fourth keeps
// none, so that a share of the requests opens one, as with real nodes.
func haproxyConfiguration(socket, port string, old, replacement *url.URL, http2 bool) string {
	var b strings.Builder
	_, last, _ := strings.Cut(server(verdict.OldTask, nodes-1), "/")
	front := ""
	if http2 {
		front = " proto h2"
	}
	fmt.Fprintf(&b, haproxyHead, socket, port, last, front)
	for node := range nodes {
		keeps := ""
		if node%uses == 0 {
			keeps = " pool-max-conn 0"
		}
		for _, task := range []struct {
			name   verdict.Task
			at     *url.URL
			weight int
		}{{verdict.OldTask, old, 1}, {verdict.ReplacementTask, replacement, 0}} {
			_, name, _ := strings.Cut(server(task.name, node), "/")
			speaks := ""
			if secure(task.at) {
				speaks = " ssl verify none"
				if http2 {
					speaks += " alpn h2"
				}
			} else if http2 {
				speaks = " proto h2"
			}
			fmt.Fprintf(&b, "  server %s %s weight %d%s%s\n", name, task.at.Host, task.weight, keeps, speaks)
		}
	}
	return b.String()
}

// server is what HAProxy calls a node's way to a task.
func server(task verdict.Task, node int) string { return fmt.Sprintf("tasks/%s%d", task, node) }
