package evidence

import (
	"slices"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var pythonPrograms = []Program{
	framed("gunicorn", Program{Name: "gunicorn", Role: Server, Version: "26.1", Source: "https://docs.gunicorn.org/en/stable/settings.html#graceful-timeout",
		Does: "closes its listeners and lets its workers finish", Drops: "ends its workers at once",
		commands: []string{"gunicorn"}, modules: []string{"gunicorn", "gunicorn.app.wsgiapp"}, read: gunicorn}),
	framed("uvicorn", Program{Name: "uvicorn", Role: Server, Version: "0.35", Source: "https://www.uvicorn.org/settings/#timeouts",
		Does: "closes its listeners and finishes what it has", Drops: "ends at once",
		commands: []string{"uvicorn"}, modules: []string{"uvicorn"}, read: func(p *process) {
			p.bound = p.read(knob{flags: []string{"--timeout-graceful-shutdown"}, variables: []string{"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN"}, endless: true})
			p.keepAlive = p.read(knob{flags: []string{"--timeout-keep-alive"}, variables: []string{"UVICORN_TIMEOUT_KEEP_ALIVE"}, usual: 5 * time.Second})
		}}),
	framed("uvicorn", Program{Name: "fastapi", Role: Server, Version: "fastapi-cli 0.0.8", Source: "https://fastapi.tiangolo.com/fastapi-cli/",
		Does: "closes its listeners and finishes what it has (it runs uvicorn)", Drops: "ends at once",
		commands: []string{"fastapi"}, modules: []string{"fastapi"}, is: with("run"), read: func(p *process) { // It gives uvicorn no times.
			p.bound = p.read(knob{endless: true})
			p.keepAlive = p.read(knob{usual: 5 * time.Second})
		}}),
	{Name: "hypercorn", Role: Server, Version: "0.17.3", Source: "https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true, Does: "closes its listeners and finishes what it has",
		commands: []string{"hypercorn"}, modules: []string{"hypercorn"}, read: func(p *process) {
			config := []string{"-c", "--config"}
			p.bound = p.read(knob{flags: []string{"--graceful-timeout"}, usual: 3 * time.Second, files: config})
			p.keepAlive = p.read(knob{flags: []string{"--keep-alive"}, usual: 5 * time.Second, files: config})
		}},
	{Name: "granian", Role: Server, Version: "2.5", Source: "https://github.com/emmett-framework/granian",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true, Does: "lets its workers finish",
		commands: []string{"granian"}, modules: []string{"granian"}, read: func(p *process) {
			p.bound = p.read(knob{flags: []string{"--workers-kill-timeout"}, variables: []string{"GRANIAN_WORKERS_KILL_TIMEOUT"}, unknowable: true, hidden: "no --workers-kill-timeout is set"})
		}},
	{Name: "uwsgi", Role: Server, Version: "2.0", Source: "https://uwsgi-docs.readthedocs.io/en/latest/Management.html",
		Does:     "reloads on SIGTERM, and ends on it only with die-on-term",
		commands: []string{"uwsgi"}, read: func(p *process) {
			p.bound = Time{State: service.Unknown, Why: "it is usually set in an ini file of the image"}
		}},
	framed("celery", Program{Name: "celery", Role: Worker, Version: "5.6.3", Source: "https://docs.celeryq.dev/en/stable/userguide/workers.html#stopping-the-worker",
		Does: "takes no more tasks and finishes those that it has", Drops: "ends its tasks at once",
		commands: []string{"celery"}, modules: []string{"celery"}, is: celeryWorker, read: celery}),
	{Name: "rq", Role: Worker, Version: "2.6", Source: "https://python-rq.org/docs/workers/#taking-down-workers",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true, Does: "finishes the job that it has",
		commands: []string{"rq"}, modules: []string{"rq"}, is: with("worker", "worker-pool"), read: func(p *process) { p.bound = p.read(knob{endless: true}) }},
	{Name: "dramatiq", Role: Worker, Version: "1.18", Source: "https://dramatiq.io/guide.html#workers",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, ClosesAtOnce: true, Does: "finishes the messages that it has",
		commands: []string{"dramatiq"}, modules: []string{"dramatiq"}, read: func(p *process) {
			p.bound = p.read(knob{flags: []string{"--worker-shutdown-timeout"}, unit: time.Millisecond, usual: 600 * time.Second})
		}},
	{Name: "huey", Role: Worker, Version: "2.5", Source: "https://huey.readthedocs.io/en/latest/consumer.html#consumer-shutdown",
		Graceful: []shutdown.Signal{"SIGINT"}, Quick: []shutdown.Signal{"SIGTERM"}, ClosesAtOnce: true, Does: "finishes the tasks that it has", Drops: "interrupts its tasks, which are lost",
		commands: []string{"huey_consumer", "huey_consumer.py"}, modules: []string{"huey.bin.huey_consumer"}},
	{Name: "python", Role: Runtime, Source: "https://docs.python.org/3/library/signal.html", Does: "has what its own handlers do"},
}

// gunicorn has its options from the command, from GUNICORN_CMD_ARGS and from a file,
// in this order.
func gunicorn(p *process) {
	more := p.environment.get("GUNICORN_CMD_ARGS")
	added := 0
	if text, known := more.Get(); known {
		words := fields(text)
		p.args, added = append(words, p.args...), len(words)
	}
	bound := knob{flags: []string{"--graceful-timeout"}, usual: 30 * time.Second, files: []string{"-c", "--config"}, hidden: "a gunicorn.conf.py in its working directory may set it"}
	alive := knob{flags: []string{"--keep-alive", "--keep-alive-timeout"}, usual: 2 * time.Second, files: bound.files, hidden: bound.hidden}
	if more.State == service.Unknown {
		unknown := Time{State: service.Unknown, Why: "GUNICORN_CMD_ARGS is not known: " + more.Why}
		p.bound, p.keepAlive = unknown, unknown
		if _, told := p.flag(bound.flags...); !told {
			return
		}
	}
	p.bound = p.read(bound)
	if _, own := (&process{args: p.args[added:]}).flag(bound.flags...); !own && p.bound.State == service.Set {
		p.bound.Where = more.Where
	}
	p.keepAlive = Time{}
	class, told := p.flag("-k", "--worker-class")
	threads, _ := p.flag("--threads")
	if told && class != "sync" || !told && threads != "" && threads != "1" { // A sync worker keeps no connection.
		p.keepAlive = p.read(alive)
		if !strings.Contains(class, "uvicorn") { // Which closes a connection without a word.
			p.keepAlive = p.keepAlive.ifAny()
		}
	}
}

// celeryWorker says that worker is celery's command, and no app's name.
func celeryWorker(words []string) bool {
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case "-A", "--app", "-b", "--broker", "--result-backend", "--loader", "--config", "--workdir":
			i++
			continue
		}
		if !strings.HasPrefix(words[i], "-") {
			return words[i] == "worker"
		}
	}
	return false
}

// celery waits without limit on SIGTERM, unless that stands for SIGQUIT.
func celery(p *process) {
	p.bound = p.read(knob{endless: true})
	if p.bound.Sure = p.environment.whole() && p.open == ""; !p.bound.Sure && p.open == "" {
		p.bound.Why = "the image may set REMAP_SIGTERM"
	}
	limit := knob{flags: []string{"--time-limit"}, unknowable: true, hidden: "task_time_limit may be set in the app"}
	if _, hard := p.flag(limit.flags...); !hard { // A task may go on behind the soft one, up to the other.
		limit.flags = []string{"--soft-time-limit"}
	}
	p.job = p.read(limit)
	switch remap := p.environment.get("REMAP_SIGTERM"); {
	case remap.Or("") == "SIGQUIT":
		p.effect, p.why = UnknownEffect, "REMAP_SIGTERM makes SIGTERM a cold stop, which waits only if worker_soft_shutdown_timeout is set in the app"
		p.bound = Time{State: service.Unknown, Why: "worker_soft_shutdown_timeout is set in the app"}
	case remap.State == service.Unknown:
		p.bound = Time{State: service.Unknown, Why: "REMAP_SIGTERM is not known: " + remap.Why}
	}
}

// fields splits a line as a shell does, as far as options need it.
func fields(line string) []string {
	s := parseScript(line)
	if len(s.commands) != 1 {
		return strings.Fields(line)
	}
	return slices.Clone(s.commands[0].words)
}
