package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

var proxyAfterApp = Rule{ID: "proxy-not-before-app", Severity: Info,
	Doc:    "The proxy that takes the requests stops with the app behind it or after it, and hands them to nobody.",
	Source: ecsAPI + "API_ContainerDependency.html",
	check: func(s *subject) []Finding {
		var proxy, behind *container
		for i := range s.containers {
			c := &s.containers[i]
			switch {
			case len(s.service.Routes) > 0 && s.service.Routes[0].Container.Or("") == c.name() && c.Program != nil && c.Program.Role == evidence.Proxy:
				proxy = c
			case c.Router || c.Program != nil && (c.Program.Role == evidence.Collector || c.Program.Role == evidence.Router || c.Program.Role == evidence.Proxy) || !c.Essential.Or(true):
			case c.Program == nil:
				return nil // It may be anything.
			case behind != nil:
				return nil // Nobody can tell which of them the requests go to.
			default:
				behind = c
			}
		}
		if proxy == nil || behind == nil || s.service.Task.StopsAfter(proxy.Container, behind.name()) {
			return nil
		}
		text := "with"
		if s.service.Task.StopsAfter(behind.Container, proxy.name()) {
			text = "after"
		}
		return found(fmt.Sprintf("%s (%s) stops %s %s (%s), so that requests in it meet nobody; let it depend on %s, and it stops first", proxy.name(), proxy.Program.Name, text, behind.name(), behind.Program.Name, behind.name()),
			[]Number{proxy.stop(), behind.stop()})
	}}
