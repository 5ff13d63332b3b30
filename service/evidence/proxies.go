package evidence

import (
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var proxyPrograms = []Program{
	framed("nginx", Program{Name: "nginx", Role: Proxy, Version: "1.29",
		Does: "closes its listeners and finishes what it has", Drops: "cuts what it has",
		commands: []string{"nginx", "openresty", "nginx-debug"}, read: func(p *process) {
			p.bound = p.directive("-g", "worker_shutdown_timeout", "nginx.conf")
			p.keepAlive = p.directive("-g", "keepalive_timeout", "nginx.conf").ifAny()
		}}),
	framed("httpd", Program{Name: "httpd", Role: Server, Version: "2.4",
		Does: "closes its listeners and lets its children finish", Drops: "cuts what it has",
		commands: []string{"httpd", "apache2", "httpd-foreground", "apache2-foreground", "apachectl", "apache2ctl"}, read: func(p *process) {
			p.bound = p.directive("-c", "GracefulShutdownTimeout", "httpd.conf")
			p.keepAlive = p.directive("-c", "KeepAliveTimeout", "httpd.conf")
		}}),
	framed("haproxy", Program{Name: "haproxy", Role: Proxy, Version: "3.2",
		Does: "closes its listeners and finishes what it has", Drops: "cuts what it has",
		commands: []string{"haproxy"}, read: func(p *process) {
			p.bound = Time{State: service.Unknown, Why: "hard-stop-after is set in haproxy.cfg, which is in the image; without it there is no end"}
		}}),
	{Name: "envoy", Role: Proxy, Version: "1.36", Source: "https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/operations/draining",
		Does:     "closes its listeners at once; only /drain_listeners?graceful on its admin port before the signal drains them",
		commands: []string{"envoy"}, read: func(p *process) {
			p.effect, p.why = UnknownEffect, "it closes its listeners at once, and whether something drained them before is not known"
			p.bound = Time{State: service.Unknown, Why: "it depends on what drains it"}
		}},
	{Name: "traefik", Role: Proxy, Version: "3.5", Source: "https://doc.traefik.io/traefik/routing/entrypoints/#lifecycle",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true, Does: "closes its listeners and finishes what it has",
		commands: []string{"traefik"}, read: traefik},
	{Name: "caddy", Role: Proxy, Version: "2.10", Source: "https://caddyserver.com/docs/caddyfile/options#grace-period",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, Quick: []shutdown.Signal{"SIGQUIT"}, ClosesAtOnce: true,
		Does: "closes its listeners and finishes what it has", Drops: "ends at once",
		commands: []string{"caddy"}, read: func(p *process) {
			p.bound = Time{State: service.Unknown, Why: "grace_period is set in the Caddyfile; without it there is no end"}
		}},
}

// directive is a time that a server is given on its command line, in an option that
// takes directives. All else is in its configuration.
func (p *process) directive(option, name, file string) Time {
	unknown := Time{State: service.Unknown, Why: name + " may be set in " + file + ", which is in the image"}
	for i, arg := range p.args {
		if arg != option || i+1 == len(p.args) {
			continue
		}
		for part := range strings.SplitSeq(p.args[i+1], ";") {
			if words := strings.Fields(part); len(words) == 2 && strings.EqualFold(words[0], name) {
				return knob{}.given(words[1], time.Second, name, p.where)
			}
		}
	}
	return unknown
}

// traefik has a grace for each entry point; the longest counts. It reads variables
// only where it has no options.
func traefik(p *process) {
	p.bound = p.read(knob{usual: 10 * time.Second, hidden: "its configuration file may set lifeCycle.graceTimeOut"})
	found := false
	take := func(value string, at service.Where) {
		t := knob{}.given(value, time.Second, "graceTimeOut", at)
		if !found || t.For > p.bound.For {
			p.bound, found = t, true
		}
	}
	for i, arg := range p.args {
		name, value, glued := strings.Cut(arg, "=")
		if !glued && i+1 < len(p.args) {
			value = p.args[i+1]
		}
		if strings.HasSuffix(strings.ToLower(name), ".transport.lifecycle.gracetimeout") {
			take(value, p.where)
		}
	}
	if len(p.args) > 0 {
		return
	}
	for name := range p.environment.all() {
		if upper := strings.ToUpper(name); strings.HasPrefix(upper, "TRAEFIK_ENTRYPOINTS_") && strings.HasSuffix(upper, "_TRANSPORT_LIFECYCLE_GRACETIMEOUT") {
			v := p.environment.get(name)
			take(v.Or(""), v.Where)
		}
	}
}
