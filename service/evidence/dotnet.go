package evidence

import (
	"strings"
	"time"
)

var dotnetPrograms = []Program{
	framed("dotnet", Program{Name: "dotnet", Role: Server, Version: "10.0", Source: "https://learn.microsoft.com/dotnet/api/microsoft.extensions.hosting.hostoptions.shutdowntimeout",
		Does: "stops its hosted services one after the other, the web server among them", commands: []string{"dotnet"}, is: func(words []string) bool {
			return len(words) > 0 && strings.HasSuffix(words[0], ".dll")
		}, read: func(p *process) {
			const code = "HostOptions.ShutdownTimeout may be set in the app"
			k := knob{usual: 30 * time.Second, hidden: code}
			for name := range p.environment.all() { // The host reads the names of variables without case.
				if strings.EqualFold(name, "DOTNET_shutdownTimeoutSeconds") || strings.EqualFold(name, "ASPNETCORE_shutdownTimeoutSeconds") {
					k.variables = append(k.variables, name)
				}
			}
			p.bound = p.read(k)
			p.keepAlive = p.read(knob{usual: 130 * time.Second, hidden: "Kestrel's limits may be set in the app"})
		}}),
}
