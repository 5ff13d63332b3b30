package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// drillFlags is what the command line says beside the profile and the command.
type drillFlags struct {
	verdictFlags
	exposureFlags
	taskFlags
	storeFlags

	path, balancer, protocol *choice
	plan                     drill.Plan
	requests                 []string
	requestFile              string
	repeat, stopTimeout      int
	quiet                    bool
	record                   string
	unwritten                error // why a recording could not be written
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
			"  graceful drill profile.yaml --format svg -- gunicorn --bind 127.0.0.1:{PORT} app:app > drill.svg\n" +
			"  graceful drill profile.yaml --front ./nginx.sh --sidecar otel='otelcol --config otel.yaml' -- ./app\n" +
			"  graceful drill profile.yaml --postgres $DATABASE_URL --rows 'SELECT id FROM orders' --request 'POST /orders;header=Idempotency-Key: {id}' -- ./app\n" +
			"  graceful drill profile.yaml --confidence 95 --fault-rate 1/200 --record drill.jsonl -- ./app",
		ValidArgsFunction: takesFile(&cobra.Command{}).ValidArgsFunction,
	}
	f.path = addChoice(cmd, "path", "the stop path to play; all plays those that the profile has", "all", "all", string(shutdown.Drained), string(shutdown.Concurrent), string(verdict.Protected))
	f.balancer = addChoice(cmd, "lb", "what routes the requests", string(verdict.Embedded), string(verdict.Embedded), string(verdict.HAProxy))
	f.protocol = addChoice(cmd, "protocol", "what the load balancer speaks with the app", "http1", "http1", string(verdict.HTTP2), string(verdict.GRPC))
	flags := cmd.Flags()
	flags.IntVar(&f.plan.Rate, "rate", 0, "requests, messages or connections a second (default 50 requests, 10 of the others)")
	flags.IntVar(&f.repeat, "repeat", 1, "play each path `N` times")
	flags.IntVar(&f.plan.Attempts, "attempts", defaultAttempts, "play a drill that the machine was too late for up to `N` times")
	flags.IntVar(&f.plan.Scale, "scale", 1, "divide every time by `N`; the report says so")
	flags.BoolVar(&f.plan.Defaults, "aws-defaults", false, "play AWS's default deregistration delay and stop timeout, and tell the app nothing")
	flags.IntVar(&f.plan.NoticeLate, "notice-late", 0, "`seconds` after the deregistration until the load balancer's API tells of it, with drain_notice")
	flags.IntVar(&f.plan.NoticeThrottle, "notice-throttle", 0, "`percent` of the calls for the health of a target that the API refuses, with drain_notice")
	flags.IntVar(&f.stopTimeout, "stop-timeout", 0, "`seconds` until SIGKILL instead of the profile's stop timeout")
	flags.StringArrayVar(&f.requests, "request", nil, "what to ask for, as `[METHOD ]PATH[;weight=N][;seconds=N]` and more, see above; may be repeated (default /work?seconds={seconds}, or /ws for WebSockets)")
	flags.StringVar(&f.requestFile, "requests", "", "`FILE` of what to ask for, in a format of vegeta's targets")
	flags.StringVar(&f.plan.Message, "message", "", "`text` to send over WebSockets now and then, beside pings")
	flags.StringVar(&f.plan.Health, "health", "/health", "`path` of the health check")
	flags.StringArrayVar(&f.plan.Environment, "env", nil, "a further variable of the app, as `NAME=VALUE`; may be repeated")
	flags.StringVar(&f.plan.URL, "url", "", "`URL` of an app that runs already, with --pid")
	flags.IntVar(&f.plan.PID, "pid", 0, "process `id` of an app that runs already")
	flags.StringVar(&f.plan.Replacement, "replacement", "", "`URL` of what replaces it (default a stand-in that answers everything)")
	flags.StringVar(&f.plan.Queue, "queue", "", "`URL` of an SQS queue, such as moto's, instead of the embedded one; with --amqp the name of a queue that is there")
	flags.DurationVar(&f.plan.Warmup, "warmup", time.Second, "how long the load flows before the stop")
	flags.DurationVar(&f.plan.Ready, "ready", 30*time.Second, "how long the app may take to answer its health check")
	flags.BoolVar(&f.plan.TLS, "tls", false, "the app speaks TLS on its port; any certificate will do, as for a load balancer")
	flags.BoolVar(&f.plan.Plain, "plain", false, "start the app as an ordinary process, not as PID 1")
	f.verdictFlags.add(cmd)
	f.exposureFlags.add(cmd)
	f.taskFlags.add(cmd)
	f.storeFlags.add(cmd, &f.plan)
	flags.StringVar(&f.record, "record", "", "write what happened to `FILE`, for graceful judge")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	for _, free := range []string{"rate", "repeat", "attempts", "scale", "stop-timeout", "request", "message", "health", "env", "url", "pid", "replacement", "queue", "warmup", "ready", "confidence", "fault-rate", "notice-late", "notice-throttle"} {
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
	proven, err := readProfile(cmd, args[0], f.format.value)
	if err != nil {
		return err
	}
	profile := proven.Given()
	f.plan.Profile = profile
	if err := write(cmd, ""); err != nil {
		return err // A closed output is known before the drill, not after it.
	}
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	keep, err := f.recorder()
	if err != nil {
		return err
	}
	var results []verdict.Result
	for _, path := range f.paths(profile) {
		played, err := f.series(ctx, cmd, path, keep)
		if by := (interrupted{}); err != nil && errors.As(context.Cause(ctx), &by) {
			return exit{by.status(), "the drill was broken off by " + by.name() + ": nothing is judged, and nothing that it started still runs"}
		}
		if err != nil {
			return exit{exitUsage, err.Error()}
		}
		results = append(results, played...)
	}
	if f.unwritten != nil {
		return cannotWrite(f.record, f.unwritten)
	}
	return f.finish(cmd, results, f.left(profile)+f.unplayed(profile))
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
	if err := f.exposureFlags.parse(cmd); err != nil {
		return err
	}
	if err := f.taskFlags.parse(cmd, &f.plan); err != nil {
		return err
	}
	if err := f.storeFlags.parse(&f.plan); err != nil {
		return err
	}
	if f.plan.PID != 0 && f.rare != nil {
		return fmt.Errorf("--confidence and --fault-rate need a COMMAND: process %d can be stopped only once", f.plan.PID)
	}
	if f.plan.PID != 0 {
		f.plan.Attempts = 1
	}
	f.plan.Command, f.plan.Balancer = args[1:], verdict.BalancerName(f.balancer.value)
	if f.protocol.value != "http1" {
		f.plan.Protocol = verdict.Protocol(f.protocol.value)
	}
	if f.plan.Protocol == verdict.GRPC && !cmd.Flags().Changed("health") {
		f.plan.Health = "" // It has one of its own.
	}
	if cmd.Flags().Changed("stop-timeout") {
		f.plan.StopTimeout = &f.stopTimeout
	}
	if f.requestFile != "" {
		list, err := drill.ReadRequests(f.requestFile)
		if err != nil {
			return err
		}
		f.plan.Requests = list
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
