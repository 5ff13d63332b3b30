package evidence

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var rubyPrograms = []Program{
	framed("puma", Program{Name: "puma", Role: Server, Version: "8.0", Source: "https://github.com/puma/puma/blob/main/docs/signals.md",
		Does: "closes its listeners and finishes what it has", Drops: "ends at once",
		commands: []string{"puma"}, read: puma}),
	framed("puma", Program{Name: "rails server", Role: Server, Version: "8.0", Source: "https://github.com/puma/puma/blob/main/docs/signals.md",
		Does: "closes its listeners and finishes what it has (it runs puma)", Drops: "ends at once",
		commands: []string{"rails"}, is: with("server", "s"), read: puma}),
	{Name: "unicorn", Role: Server, Version: "6.1", Source: "https://yhbt.net/unicorn/SIGNALS.html",
		Graceful: []shutdown.Signal{"SIGQUIT"}, Quick: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true,
		Does: "lets its workers finish", Drops: "kills its workers at once",
		commands: []string{"unicorn", "unicorn_rails"}, read: func(p *process) {
			p.bound = Time{State: service.Unknown, Why: "its timeout is set in a file of the image"}
		}},
	framed("sidekiq", Program{Name: "sidekiq", Role: Worker, Version: "8.1", Source: "https://github.com/sidekiq/sidekiq/wiki/Signals",
		Does: "takes no more jobs, lets those that it has finish, and puts back what does not", Drops: "ends its jobs at once",
		commands: []string{"sidekiq"}, read: func(p *process) {
			p.bound = p.read(knob{flags: []string{"-t", "--timeout"}, usual: 25 * time.Second, files: []string{"-C", "--config"}, hidden: "config/sidekiq.yml may set it"}).plus(givingBack)
		}}),
	{Name: "shoryuken", Role: Worker, Version: "7.0", Source: "https://github.com/ruby-shoryuken/shoryuken/wiki/Signals",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true, Does: "lets its messages finish, and gives back what does not",
		commands: []string{"shoryuken"}, read: func(p *process) {
			p.bound = p.read(knob{flags: []string{"-t", "--timeout"}, usual: 8 * time.Second, files: []string{"-C", "--config"}})
		}},
	{Name: "resque", Role: Worker, Version: "2.7", Source: "https://github.com/resque/resque#signals",
		Graceful: []shutdown.Signal{"SIGQUIT"}, Quick: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true,
		Does: "finishes the job that it has", Drops: "kills the job that it has, with TERM_CHILD after RESQUE_TERM_TIMEOUT",
		commands: []string{"rake"}, is: with("resque:work"), read: func(p *process) {
			p.bound = p.read(knob{variables: []string{"RESQUE_TERM_TIMEOUT"}, usual: 4 * time.Second})
			switch wait := p.environment.get("GRACEFUL_TERM"); wait.State {
			case "":
			case service.Unknown:
				p.onTerm, p.why = UnknownEffect, "resque finishes its job on SIGTERM only with GRACEFUL_TERM, which is not known: "+wait.Why
				p.bound = Time{State: service.Unknown, Why: "GRACEFUL_TERM is not known: " + wait.Why}
			default:
				p.onTerm, p.why = Graceful, "resque finishes the job that it has, as GRACEFUL_TERM has it"
				p.bound = p.read(knob{endless: true})
			}
		}},
	{Name: "good_job", Role: Worker, Version: "4.11", Source: "https://github.com/bensheldon/good_job#command-line-options",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true, Does: "finishes the jobs that it has",
		commands: []string{"good_job"}, read: func(p *process) {
			p.bound = p.read(knob{flags: []string{"--shutdown-timeout"}, variables: []string{"GOOD_JOB_SHUTDOWN_TIMEOUT"}, endless: true, hidden: "config.good_job may set it"})
		}},
}

// givingBack is what sidekiq takes after its timeout for putting jobs back.
const givingBack = 3500 * time.Millisecond

func puma(p *process) {
	const file = "config/puma.rb sets it, which is in the image"
	p.bound = Time{State: service.Unknown, Why: file}
	p.keepAlive = p.read(knob{flags: []string{"--persistent-timeout"}, variables: []string{"PUMA_PERSISTENT_TIMEOUT"}, unknowable: true, hidden: file})
}
