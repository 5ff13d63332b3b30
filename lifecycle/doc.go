// Package lifecycle runs a Go program so that a stop on ECS loses nothing. It
// reads how long it has from the environment that the infrastructure sets, and
// goes through it step by step.
//
// # A program
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"net/http"
//		"os"
//		"time"
//
//		"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
//	)
//
//	func main() {
//		audit, err := os.CreateTemp("", "audit-*.log")
//		if err != nil {
//			panic(err)
//		}
//		var app lifecycle.App
//		app.Close("audit log", func(context.Context) error { return audit.Close() })
//		app.Every("heartbeat", time.Minute, func(context.Context) error {
//			_, err := fmt.Fprintln(audit, "alive")
//			return err
//		})
//
//		mux := http.NewServeMux()
//		mux.Handle("GET /health", app.Ready())
//		mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello") })
//		app.HTTP(&http.Server{Addr: ":8080", Handler: mux})
//
//		app.Main()
//	}
//
// # The stop
//
// The contract has four budgets, in seconds from the stop signal on. With 15 s
// of delay, 10 s of drain and 5 s of cleanup the deadline is 30 s, and a stop
// that uses all of them goes like this:
//
//	 0 s  SIGTERM or SIGINT. [App.Ready] answers 503, [App.Stopping] is closed,
//	      consumers stop fetching, responses ask clients to leave their
//	      connections. Servers go on serving: new requests may still arrive.
//	15 s  The delay is over. Servers stop accepting; the contexts of workers end,
//	      and [GoAway] tells the handlers of WebSockets, server-sent events and
//	      long polls to say goodbye.
//	25 s  The drain is over. What still runs is named in the log and cut.
//	      Closers run, the last registered first; then flushers.
//	30 s  The deadline. Nothing should be left; what is, is named in the log, and
//	      the process exits.
//
// Each step is over as soon as there is nothing more to wait for, except the
// delay. A second signal ends the program at once. Every step is logged with
// the time that is left. A log that blocks, such as a full pipe on standard
// error, holds nothing up: a line is waited for 0.2 s, and once that was in vain
// not at all until the log has caught up.
//
// A server that ends by itself, because its listener broke or somebody called its
// Shutdown, begins a stop too: what it has in flight is finished.
//
// # The start
//
// Everything is started in the order of registration. What is slow, such as a
// migration, is an [App.Start]: what is registered after it is started when it is
// done, and until then [App.Ready] answers 503. A part that knows for itself when
// it is ready, such as a cache that fills in the background, opens an [App.Gate].
//
// Do nothing slow before [App.Main] or [App.Run]: a signal that comes earlier is
// the Go runtime's, which ends the process at once, as PID 1 with status 2.
//
// # Told before the signal
//
// ECS sends the signal when the load balancer's drain is over. A gateway whose
// WebSockets live for an hour needs an hour of drain for each wave of a deployment,
// unless it hears of the drain as it begins: see [App.Notice].
//
// # Panics
//
// A panic in a worker, a ticker, a closer or a flusher is the failure of that
// one, a [PanicError]: its stack is logged, everything else stops in order, and
// nothing is skipped. So is runtime.Goexit. A panic in [Consumer].Work hands the
// message back, and the consumer goes on after a pause. net/http answers for
// those of its handlers. A panic in a goroutine that the program itself starts
// cannot be caught by anybody else: it ends the process with status 2.
//
// # What can run
//
//   - [App.HTTP] for HTTP servers, with connections that handlers hijack;
//   - [App.GRPC] for gRPC servers;
//   - [App.Go] for workers and [App.Every] for tickers;
//   - [Consume] for messages, if need be under ECS task protection;
//   - [App.Start] for what must be done before the rest is started.
//
// A worker has two contexts: its own ends when it should take no more work, and
// [InFlight] makes one that lasts for the unit it has in hand.
//
// # The contract
//
// The variables are those of package contract, SHUTDOWN_DEADLINE_SECONDS and so
// on. Without them the program uses defaults that fit into the 30 s that ECS
// gives by default, and warns once; SHUTDOWN_DELAY_SECONDS=0 makes it stop
// quickly on a developer's machine. A value that is wrong is refused before
// anything is started, with exit status 2. The exit status is 0 when everything
// has ended in time, and 1 when something failed, panicked, was cut or still ran.
//
// A deadline of 0 is taken as one second, which is always before SIGKILL.
//
// # Tests
//
// A test gives [App.Contract] and [App.Signals] and calls [App.Run], which never
// ends the process. All time comes from package time, so testing/synctest makes
// a stop of 30 s take no time.
//
// The package imports the standard library only, and its module requires no other.
package lifecycle
