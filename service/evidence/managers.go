package evidence

import (
	"slices"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// What starts the app and kills it after a time of its own, whatever ECS waits.
var managerPrograms = []Program{
	{Name: "pm2", Role: Manager, Version: "6.0", Source: "https://pm2.keymetrics.io/docs/usage/signals-clean-restart/",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, Does: "sends its apps SIGINT (not SIGTERM), and SIGKILL after kill_timeout",
		commands: []string{"pm2-runtime", "pm2-docker"}, read: func(p *process) {
			k := knob{flags: []string{"--kill-timeout"}, variables: []string{"PM2_KILL_TIMEOUT"}, unit: time.Millisecond, usual: 1600 * time.Millisecond}
			if file := slices.IndexFunc(p.args, func(w string) bool {
				return strings.HasSuffix(w, ".config.js") || strings.HasSuffix(w, ".config.cjs") || strings.HasSuffix(w, ".json") || strings.HasSuffix(w, ".yml") || strings.HasSuffix(w, ".yaml")
			}); file >= 0 {
				k.unknowable, k.hidden = true, "kill_timeout may be set in "+base(p.args[file])
			}
			p.bound = p.read(k)
		}},
	{Name: "supervisord", Role: Manager, Version: "4.3", Source: "http://supervisord.org/configuration.html#program-x-section-values",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT", "SIGQUIT"}, Does: "sends its programs their stopsignal, and SIGKILL after stopwaitsecs",
		commands: []string{"supervisord"}, read: func(p *process) {
			p.bound = p.read(knob{usual: 10 * time.Second, hidden: "stopwaitsecs may be set for each program in its configuration"})
		}},
	{Name: "s6-overlay", Role: Manager, Version: "3.2", Source: "https://github.com/just-containers/s6-overlay#customizing-s6-overlay-behaviour",
		Graceful: []shutdown.Signal{"SIGTERM"}, Does: "stops its services, then what it was given to run, and kills what is left after S6_KILL_GRACETIME",
		read: func(p *process) { // It is /init, and nothing else of that name.
			k := knob{variables: []string{"S6_KILL_GRACETIME"}, unit: time.Millisecond, usual: 3 * time.Second}
			if len(p.args) == 0 { // Only services: those of s6-rc have times of their own.
				k.variables, k.hidden = []string{"S6_SERVICES_GRACETIME"}, "a service may have a timeout-down of its own"
			}
			p.bound = p.read(k)
		}},
}

// nothing is a time that the program does not tell.
func nothing(why string) func(*process) {
	return func(p *process) { p.bound = Time{State: service.Unknown, Why: why} }
}
