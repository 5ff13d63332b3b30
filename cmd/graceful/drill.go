package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const drillLong = `Stop an app under load, as ECS would, and say whether anybody noticed.

The drill starts COMMAND twice, as the task that is stopped and as the one that
replaces it, each with the profile's variables and a PORT of its own, and sends
steady load to both through a load balancer that goes on routing to the old task
for the propagation and cuts what is in flight at the deregistration delay. Then
it plays the stop: deregistration, the stop signal, and SIGKILL at the stop
timeout. In COMMAND {NAME} stands for a variable's value, such as {PORT}.

The app is asked for /work?seconds=N, where N is between nothing and the
longest work, and for /health; --request and --health change that. A request is

  PATH[;weight=N][;seconds=N]

with {seconds} in PATH where the time goes. Each is tried once before the stop:
where the app answers 400 or more it has nothing in flight that a stop could
break off, and no drill is played.

Where the workload is websocket, the load opens connections at /ws, keeps each
open for a time between nothing and the longest work, pings it now and then, and
ends it. With --request PATH;seconds=N those at that path last N seconds, and
{seconds} in PATH tells the app how long. Some are left open: the app itself has
to end them before they reach MAX_CONNECTION_AGE. A connection is whole when it
ended with a close frame of the app, and cut when it broke without one.

A worker of a queue gets the address of an SQS queue instead, in QUEUE_URL and
AWS_ENDPOINT_URL_SQS, with messages such as {"id": "1", "seconds": 0.5}. A
stream's records have no such queue to count on: drill one batch of them, as
workload batch.

The paths: with a load balancer "drained" (deployments, scale-in) and
"concurrent" (a stop by hand, Spot), without one "concurrent" for them all.
Where a queue's messages take longer than a stop may, deployments, scale-in and
rebalancing are "protected" instead: the drill is the ECS agent too, at
$ECS_AGENT_URI. It wants the worker to stop, waits while the worker holds task
protection, sends no message meanwhile, and gives the signal when the protection
is given back or runs out. Every message longer than the drain must be protected
for as long as it is in hand. The times of such a profile are long: --scale 10
plays a tenth of them, and of each minute of protection.

With a front in the profile COMMAND is the front: what takes the requests has
the delay and the drain.

A batch job is stopped after the warm-up and started again. It works for
WORK_SECONDS, keeps its checkpoint in STATE_FOLDER, and creates the file "done"
there at the end.

A process that runs already, with --url and --pid, can be stopped only once, so
one path is played: the one of --path, else "drained" where the profile has it.
The report names those that were not played.

Where the system allows it, the command is PID 1 of a namespace of its own, as
in a container, where a signal without a handler does nothing.

A drill needs a machine that is in time. Where the drill's own clock, its load,
or a thread of the app that was ready to run came later than the profile's times
can bear, the verdict is NOT JUDGED, neither HELD nor NOT HELD, and the drill is
played again, up to --attempts times in all.

Exit status: 0 when every guarantee held and no finding is a fault, 1 when not,
2 when the drill could not be played, 3 when the machine was too late for a
verdict. A finding that is a warning, for something that this drill survived,
fails with --strict alone.`

// drillFlags is what the command line says beside the profile and the command.
type drillFlags struct {
	path, balancer, format *choice
	plan                   drill.Plan
	requests               []string
	repeat, stopTimeout    int
	strict, quiet          bool
}

// defaultAttempts is enough on a machine that is busy now and then.
const defaultAttempts = 3

// newDrill stops an app under load.
func newDrill() *cobra.Command {
	var f drillFlags
	cmd := &cobra.Command{
		Use:   "drill FILE [flags] -- COMMAND [ARGUMENT...]",
		Short: "Stop an app under load and say whether anybody noticed",
		Long:  drillLong,
		Example: "  graceful drill profile.yaml -- ./app\n" +
			"  graceful drill jobs.yaml --path protected --scale 10 -- ./worker\n" +
			"  graceful drill profile.yaml --path concurrent --rate 500 -- node dist/app.js\n" +
			"  graceful drill profile.yaml --format svg -- gunicorn --bind 127.0.0.1:{PORT} app:app > drill.svg",
		ValidArgsFunction: takesFile(&cobra.Command{}).ValidArgsFunction,
	}
	f.path = addChoice(cmd, "path", "the stop path to play; all plays those that the profile has", "all", "all", string(shutdown.Drained), string(shutdown.Concurrent), string(verdict.Protected))
	f.balancer = addChoice(cmd, "lb", "what routes the requests", string(verdict.Embedded), string(verdict.Embedded), string(verdict.HAProxy))
	f.format = addChoice(cmd, "format", "how to print the report", "text", "text", "json", "markdown", "svg")
	flags := cmd.Flags()
	flags.IntVar(&f.plan.Rate, "rate", 0, "requests, messages or connections a second (default 50 requests, 10 of the others)")
	flags.IntVar(&f.repeat, "repeat", 1, "play each path `N` times")
	flags.IntVar(&f.plan.Attempts, "attempts", defaultAttempts, "play a drill that the machine was too late for up to `N` times")
	flags.IntVar(&f.plan.Scale, "scale", 1, "divide every time by `N`; the report says so")
	flags.BoolVar(&f.plan.Defaults, "aws-defaults", false, "play AWS's default deregistration delay and stop timeout, and tell the app nothing")
	flags.IntVar(&f.stopTimeout, "stop-timeout", 0, "`seconds` until SIGKILL instead of the profile's stop timeout")
	flags.StringArrayVar(&f.requests, "request", nil, "what to ask for, as `PATH[;weight=N][;seconds=N]`; may be repeated (default /work?seconds={seconds}, or /ws for WebSockets)")
	flags.StringVar(&f.plan.Message, "message", "", "`text` to send over WebSockets now and then, beside pings")
	flags.StringVar(&f.plan.Health, "health", "/health", "`path` of the health check")
	flags.StringArrayVar(&f.plan.Environment, "env", nil, "a further variable of the app, as `NAME=VALUE`; may be repeated")
	flags.StringVar(&f.plan.URL, "url", "", "`URL` of an app that runs already, with --pid")
	flags.IntVar(&f.plan.PID, "pid", 0, "process `id` of an app that runs already")
	flags.StringVar(&f.plan.Replacement, "replacement", "", "`URL` of what replaces it (default a stand-in that answers everything)")
	flags.StringVar(&f.plan.Queue, "queue", "", "`URL` of an SQS queue, such as moto's, instead of the embedded one")
	flags.DurationVar(&f.plan.Warmup, "warmup", time.Second, "how long the load flows before the stop")
	flags.DurationVar(&f.plan.Ready, "ready", 30*time.Second, "how long the app may take to answer its health check")
	flags.BoolVar(&f.plan.Plain, "plain", false, "start the app as an ordinary process, not as PID 1")
	flags.BoolVar(&f.strict, "strict", false, "fail on warnings too")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	for _, free := range []string{"rate", "repeat", "attempts", "scale", "stop-timeout", "request", "message", "health", "env", "url", "pid", "replacement", "queue", "warmup", "ready"} {
		mustComplete(cmd, free, nil)
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) }
	return cmd
}

// run plays every drill that was asked for and prints what came of them.
func (f *drillFlags) run(cmd *cobra.Command, args []string) error {
	if err := f.arguments(cmd, args); err != nil {
		return err
	}
	proven, err := readProfile(cmd, args[0], f.format.value == "json")
	if err != nil {
		return err
	}
	profile := proven.Given()
	f.plan.Profile = profile
	if err := write(cmd, ""); err != nil {
		return err // A closed output is known before the drill, not after it.
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var results []verdict.Result
	for _, path := range f.paths(profile) {
		for n := range f.repeat {
			r, err := f.one(ctx, cmd, path, n)
			if err != nil {
				return exit{exitUsage, err.Error()}
			}
			results = append(results, r)
		}
	}
	if err := f.print(cmd, results, f.left(profile)); err != nil {
		return err
	}
	if status := f.status(results); status != exitOK {
		return exit{status: status}
	}
	return nil
}

// arguments checks what stands on the command line and completes the plan.
func (f *drillFlags) arguments(cmd *cobra.Command, args []string) error {
	dash := cmd.ArgsLenAtDash()
	switch {
	case len(args) == 0 || dash == 0:
		return fmt.Errorf("%s needs a FILE, or - for standard input", title(cmd))
	case len(args) > 1 && dash < 0:
		return fmt.Errorf("%s needs -- before the COMMAND %s", title(cmd), safe.Word(args[1]))
	case dash > 1:
		return fmt.Errorf("%s takes one FILE, but got %s too", title(cmd), safe.Word(args[1]))
	case cmd.Flags().Changed("rate") && f.plan.Rate < 1:
		return fmt.Errorf("--rate %d is too low: at least 1 a second", f.plan.Rate)
	case cmd.Flags().Changed("stop-timeout") && f.stopTimeout < 1:
		return fmt.Errorf("--stop-timeout %d is too low: at least 1 second until SIGKILL", f.stopTimeout)
	case f.repeat < 1:
		return fmt.Errorf("--repeat %d is too low: at least 1", f.repeat)
	case f.plan.Attempts < 1:
		return fmt.Errorf("--attempts %d is too low: a drill is played at least once", f.plan.Attempts)
	case f.plan.PID != 0 && cmd.Flags().Changed("attempts") && f.plan.Attempts > 1:
		return fmt.Errorf("--attempts needs a COMMAND: process %d can be stopped only once", f.plan.PID)
	case f.repeat > 1 && f.plan.PID != 0:
		return fmt.Errorf("--repeat needs a COMMAND: process %d can be stopped only once", f.plan.PID)
	}
	if f.plan.PID != 0 {
		f.plan.Attempts = 1
	}
	f.plan.Command, f.plan.Balancer = args[1:], verdict.BalancerName(f.balancer.value)
	if cmd.Flags().Changed("stop-timeout") {
		f.plan.StopTimeout = &f.stopTimeout
	}
	for _, text := range f.requests {
		r, err := drill.ParseRequest(text)
		if err != nil {
			return err
		}
		f.plan.Requests = append(f.plan.Requests, r)
	}
	for _, pair := range f.plan.Environment {
		if !strings.Contains(pair, "=") {
			return fmt.Errorf("--env %s must be like NAME=VALUE", safe.Word(pair))
		}
	}
	return nil
}

// paths are the stop paths to play. A process that runs already can be stopped
// only once, and an ECS agent of the user's own hides the protection.
func (f *drillFlags) paths(p shutdown.Profile) []shutdown.StopPath {
	if f.path.value != "all" {
		return []shutdown.StopPath{shutdown.StopPath(f.path.value)}
	}
	paths := drill.Paths(p)
	if f.plan.PID != 0 {
		return paths[:1]
	}
	if f.plan.OwnAgent() {
		paths = slices.DeleteFunc(paths, func(path shutdown.StopPath) bool { return path == verdict.Protected })
	}
	return paths
}

// left says which paths of the profile were not asked for and are not played,
// since a process that runs already can be stopped only once; empty when none is.
func (f *drillFlags) left(p shutdown.Profile) string {
	all, played := drill.Paths(p), f.paths(p)
	if f.plan.PID == 0 || f.path.value != "all" || len(all) <= len(played) {
		return ""
	}
	var names []string
	for _, path := range all[len(played):] {
		names = append(names, string(path))
	}
	return fmt.Sprintf("Not played: %s. Process %d can be stopped only once: start it again for --path %s, or give the COMMAND instead.\n",
		strings.Join(names, ", "), f.plan.PID, names[0])
}

// one plays one drill, with its progress on standard error.
func (f *drillFlags) one(ctx context.Context, cmd *cobra.Command, path shutdown.StopPath, n int) (verdict.Result, error) {
	p := f.plan
	p.Path = path
	if !f.quiet {
		name := string(path)
		if f.repeat > 1 {
			name += fmt.Sprintf(" %d/%d", n+1, f.repeat)
		}
		write := progress
		if p.Profile.Workload == shutdown.WebSocket {
			write = socketProgress
		}
		p.Progress = func(s drill.Progress) { write(cmd.ErrOrStderr(), name, s) }
		p.Again = func(r verdict.Result) { again(cmd.ErrOrStderr(), name, p.Attempts, r) }
	}
	return drill.Run(ctx, p)
}
