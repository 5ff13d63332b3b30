package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// promisedRate is how many requests a second a drill keeps up on two cores
// while the app stops.
const promisedRate = 2000

// appVariable turns the bench into the app of its own drill.
const appVariable = "GRACEFUL_BENCH_APP"

// measureLoad drills an app at the promised rate, again where the machine is
// too late for a verdict.
func measureLoad(ctx context.Context) (verdict.Result, error) {
	say("a drill at %d requests a second", promisedRate)
	self, err := os.Executable()
	if err != nil {
		return verdict.Result{}, err
	}
	one := 1
	return drill.Run(ctx, drill.Plan{
		Profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: &one, Propagation: &one, Cleanup: &one, Margin: &one},
		Path:    shutdown.Concurrent, Command: []string{self}, Environment: []string{appVariable + "=1"}, Rate: promisedRate, Attempts: 5,
		Again: func(r verdict.Result) { say("played again: %s", r.Findings[0].Message) },
	})
}

// serveUntilStopped is an app that keeps the contract.
func serveUntilStopped() {
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/work", func(_ http.ResponseWriter, r *http.Request) {
		d, _ := time.ParseDuration(r.URL.Query().Get("seconds") + "s")
		time.Sleep(d)
	})
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: mux}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() { _ = server.ListenAndServe() }()
	<-signals
	time.Sleep(told("SHUTDOWN_DELAY_SECONDS"))
	ctx, cancel := context.WithTimeout(context.Background(), told("SHUTDOWN_DRAIN_SECONDS"))
	defer cancel()
	_ = server.Shutdown(ctx) // The drill sees what it cut.
}

func told(name string) time.Duration {
	n, _ := strconv.Atoi(os.Getenv(name))
	return time.Duration(n) * time.Second
}
