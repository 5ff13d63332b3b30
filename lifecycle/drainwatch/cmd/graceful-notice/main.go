// Command graceful-notice waits until the load balancer drains this task, for
// programs in any language:
//
//	graceful-exec --notice-signal SIGUSR1 -- node server.js
//
// graceful-exec runs it with the ARNs of the target groups as arguments. It ends
// with status 0 when the drain begins, with 1 when it can never know of it, with 2
// when it was started wrongly, and with 128+n at signal n. [drainwatch] says what it
// needs and what it costs.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/drainwatch"
)

// Exit statuses.
const (
	drains   = 0
	unknown  = 1
	misused  = 2
	signaled = 128
)

const usage = "graceful-notice ARN...\n\n" +
	"Ends with status 0 when the load balancer begins to drain this task in one of the\n" +
	"target groups. It runs on ECS with network mode awsvpc, and the task role must allow\n" +
	"elasticloadbalancing:DescribeTargetHealth on \"*\".\n"

func main() {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() { cancel(stopped{<-heard}) }()
	os.Exit(run(ctx, new(drainwatch.Watcher), os.Args[1:]))
}

// stopped is the signal that ended the wait.
type stopped struct{ os.Signal }

func (s stopped) Error() string { return s.String() }

func run(ctx context.Context, w *drainwatch.Watcher, targetGroups []string) int {
	for _, a := range targetGroups {
		if strings.HasPrefix(a, "-") {
			fmt.Fprint(os.Stderr, usage)
			return misused
		}
	}
	if len(targetGroups) == 0 {
		fmt.Fprint(os.Stderr, usage)
		return misused
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil)).With("by", "graceful-notice")
	err := w.Watch(ctx, targetGroups, log)
	var s stopped
	switch {
	case err == nil:
		return drains
	case errors.As(err, &s):
		n, _ := s.Signal.(syscall.Signal)
		return signaled + int(n)
	default:
		log.Error("no notice of the drain", "error", err)
		return unknown
	}
}
