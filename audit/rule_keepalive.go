package audit

import (
	"fmt"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var keepAlive = Rule{ID: "keep-alive-not-above-idle-timeout", Severity: Warning,
	Doc:    "The app closes an idle connection at the moment at which the load balancer sends a request on it, and the user gets a 502.",
	Source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("idle_timeout")
		if !ok || s.values.LoadBalancer != shutdown.ALB {
			return nil
		}
		idle := time.Duration(v[0]) * time.Second
		if n := s.number("app.keep_alive"); n.Value != nil && len(s.told) == 0 { // By the contract.
			if *n.Value > v[0] {
				return nil
			}
			return found(fmt.Sprintf("the app closes idle connections after %d s and the load balancer after %d s: the app must be the later one", *n.Value, v[0]), append([]Number{n}, list...), n.to(v[0]+stopMargin))
		}
		for _, c := range s.containers {
			keeps, known := c.KeepAlive.Known()
			if !c.app || !known || keeps > idle {
				continue
			}
			n := c.time("keep_alive", c.KeepAlive)
			out := found(fmt.Sprintf("%s closes idle connections after %s %s and the load balancer after %d s: the server must be the later one, or requests meet a connection that is just closed", c.Program.Name, length(keeps), word(c.KeepAlive), v[0]),
				append([]Number{n}, list...), n.to(v[0]+stopMargin))
			out[0].Severity = weighed(c.KeepAlive, Warning)
			return out
		}
		return nil
	}}
