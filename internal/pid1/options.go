package pid1

// Options are the command line of graceful exec. Numbers are text here, so
// that a wrong one is faulted like a wrong variable.
type Options struct {
	Signal     string
	Framework  string
	Workload   string
	StopSignal string
	Delay      string
	Deadline   string
	Prefix     string
	// NoticeSignal tells the command that its load balancer drains the task, and
	// NoticeWatch is the program that waits for it.
	NoticeSignal string
	NoticeWatch  string
	Group        bool
	Quiet        bool
	// Command is what to run, with its arguments.
	Command []string
}

// StatusRefused is the exit status when the settings are wrong.
const StatusRefused = 125

// FlagSet is what [Options.Bind] needs of a flag package: the standard
// library's and cobra's both have it.
type FlagSet interface {
	StringVar(p *string, name, value, usage string)
	BoolVar(p *bool, name string, value bool, usage string)
}

// Bind declares the flags.
func (o *Options) Bind(f FlagSet) {
	f.StringVar(&o.Signal, "signal", "", "the command's graceful `signal` (default the stop signal)")
	f.StringVar(&o.Framework, "framework", "", "take the graceful signal of this framework")
	f.StringVar(&o.Workload, "workload", "", "the profile's `workload`: with queue, stream or batch the signal is not held back")
	f.StringVar(&o.StopSignal, "stop-signal", "SIGTERM", "the image's STOPSIGNAL")
	f.StringVar(&o.Delay, "delay", "", "`seconds` of serving after the stop signal")
	f.StringVar(&o.Deadline, "deadline", "", "`seconds` from the stop signal to SIGKILL")
	f.StringVar(&o.Prefix, "prefix", "SHUTDOWN_", "start of the variables' names")
	f.StringVar(&o.NoticeSignal, "notice-signal", "", "the `signal` that tells the command of the drain, before the stop signal")
	f.StringVar(&o.NoticeWatch, "notice-watch", "", "the `program` that waits for the drain (default graceful-notice, beside this one or in PATH)")
	f.BoolVar(&o.Group, "group", false, "signal the whole process group, wait for all of it")
	f.BoolVar(&o.Quiet, "quiet", false, "log faults only")
}

// Usage is the command line in short.
const Usage = "exec [flags] -- COMMAND [ARGUMENT...]"

// Short is the command in a line.
const Short = "Run a command as PID 1 and stop it by the contract"

// Help is the command's help text without its flags.
const Help = `Runs a command as the first process of a container, for programs that do not
read the shutdown contract themselves.

  graceful exec --framework gunicorn -- gunicorn app:app

On the stop signal the command goes on serving for the delay, because new
requests may still arrive. Then it gets the signal on which it drains, and at
the deadline it is killed. A second stop signal ends the delay at once; every
later one is passed on as it is. All other signals are passed on unchanged.
Orphans are reaped, and the exit status is the command's: 128+n after signal n,
127 when it was not found, 126 when it could not be run, 125 when the settings
are wrong. A stop signal that comes before the command was started ends
graceful exec with 128+n, and the command is not started.

The command must drain on that signal by itself. PID 1 outlives a signal that
it has no handler for; under graceful exec the command is PID 1 no longer, and
such a signal ends it at once, with what it has in flight. The log warns of a
command that does not handle the signal.

A worker that fetches its work itself must stop fetching at once: with
--workload queue, stream or batch, and with a --framework such as sidekiq or
celery that counts its time from the signal, the signal is not held back. The
delay is then the command's own, and the deadline counts from the stop signal.

The delay and the deadline come from SHUTDOWN_DELAY_SECONDS and
SHUTDOWN_DEADLINE_SECONDS, which graceful's Terraform and CDK settings put
into the container; flags override them. The command's own environment always
has both, without what is spent here: a delay of 0, or of all where the signal
is not held back, and the deadline that is left.

Both the signal named by --stop-signal and the graceful one start the stop, so
an image that inherits another STOPSIGNAL stops by the contract too.

With --group the signals go to the command's process group, and the exit waits
for every member of it: use it for "sh -c" and other wrappers that do not exec.
When the command itself ends first, the rest gets the graceful signal at once
and the whole deadline.

With --notice-signal the command is told of the drain before the stop signal,
so that it can end long connections early, over NOTICE_SPREAD_SECONDS. Where
the environment has that variable, the program graceful-notice runs beside the
command with the ARNs of TARGET_GROUPS as its arguments; when it ends with
status 0, those of the command that handle the signal get it. Any other program
will do, named by --notice-watch. Without the variable nothing runs, and a
watch that fails is logged: the stop signal comes in any case.

When standard input is a terminal, the command becomes its foreground group.

In a Dockerfile:

  COPY --from=graceful /graceful-exec /graceful-exec
  STOPSIGNAL SIGTERM
  ENTRYPOINT ["/graceful-exec", "--framework", "gunicorn", "--"]
  CMD ["gunicorn", "--bind", "0.0.0.0:8080", "app:app"]

graceful-exec is this command alone as a static binary of its own, without the
rest of graceful. Use the exec form of ENTRYPOINT (the JSON list): the shell
form puts a shell in front, which keeps the signal to itself.

SIGHUP, SIGINT and SIGTSTP stay ignored, for the command too, when they were
ignored at the start, as nohup does with SIGHUP; a signal that is named to stop
the command does not.

Signals that cannot be passed on: SIGKILL, SIGSTOP; SIGRTMIN, which a C library
has for itself, so that it can only be named by --signal (SIGRTMIN+1 and above
are like others); SIGCHLD, SIGPIPE, SIGTTIN,
SIGTTOU and SIGURG, which belong to this process; and SIGABRT, SIGBUS, SIGFPE,
SIGILL, SIGSEGV, SIGSYS and SIGTRAP, which tell of its own faults.
`
