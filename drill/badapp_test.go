package drill_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// modeVariable turns the test binary into an app with a fault.
const modeVariable = "BADAPP_MODE"

// The modes of the app.
const (
	good           = "good"
	ignoresSignal  = "ignores-signal"
	exitsAtOnce    = "exits-at-once"
	closesListener = "closes-listener"
	healthy        = "healthy-while-stopping"
	hangsInCloser  = "hangs-in-closer"
	endlessDrain   = "endless-drain"
	shortDrain     = "short-drain"
	refusesWork    = "refuses-work"
	crashes        = "crashes"
	failsStatus    = "fails-status"
	panics         = "panics-while-stopping"
	hasty          = "answers-at-once"
	forgetful      = "answers-404-while-stopping"
	elsewhere      = "listens-elsewhere"
)

func TestMain(m *testing.M) {
	if mode := os.Getenv(modeVariable); mode != "" {
		badapp(mode)
	}
	// The race detector waits for a second at the end of a process, and the
	// app shall end when it wants to.
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0")
	status := m.Run()
	removeBuilt()
	os.Exit(status)
}

// badapp serves until the stop signal and then does what its mode says.
func badapp(mode string) {
	if strings.HasPrefix(mode, "worker-") {
		badworker(mode)
	}
	if strings.HasPrefix(mode, "socket-") {
		badsocket(mode)
	}
	if strings.HasPrefix(mode, "transport-") {
		badtransport(mode)
	}
	if strings.HasPrefix(mode, "grpc-") {
		badgrpc(mode)
	}
	if strings.HasPrefix(mode, "answer-") {
		badanswer(mode)
	}
	if strings.HasPrefix(mode, "job-") {
		badjob(mode)
	}
	if strings.HasPrefix(mode, "consumer-") {
		badconsumer(mode)
	}
	if strings.HasPrefix(mode, "front-") {
		badcontainer(mode)
	}
	badhelper(mode)
	var stopping atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) {
		if stopping.Load() && mode != healthy {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) {
		println("no database")
		w.WriteHeader(http.StatusInternalServerError)
	})
	mux.HandleFunc("/report", func(http.ResponseWriter, *http.Request) { time.Sleep(7 * time.Second) })
	mux.HandleFunc("/work", func(w http.ResponseWriter, r *http.Request) {
		if stopping.Load() && mode == refusesWork {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		if stopping.Load() && mode == forgetful {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		if mode == hasty {
			return
		}
		seconds, _ := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
		if mode == endlessDrain && stopping.Load() && seconds > 0.5 {
			seconds = 60
		}
		time.Sleep(time.Duration(seconds * float64(time.Second)))
	})
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: mux}
	if mode == elsewhere {
		server.Addr = "127.0.0.1:0"
	}
	startWorker(mode)
	if mode == crashes {
		time.AfterFunc(1500*time.Millisecond, func() { os.Exit(3) })
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() { _ = server.ListenAndServe() }()
	<-signals
	switch mode {
	case ignoresSignal:
		select {}
	case exitsAtOnce:
		os.Exit(0)
	}
	stopping.Store(true)
	if mode != closesListener {
		time.Sleep(variable("SHUTDOWN_DELAY_SECONDS"))
	}
	drain := variable("SHUTDOWN_DRAIN_SECONDS") + 200*time.Millisecond
	switch mode {
	case endlessDrain:
		drain = time.Minute
	case shortDrain:
		drain = 100 * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	_ = server.Shutdown(ctx) // Its error is that the drain was over.
	switch mode {
	case minds, leaksLast:
		endWorkers()
	case hangsInCloser:
		select {}
	case failsStatus:
		os.Exit(4)
	case panics:
		panic("no database")
	}
	os.Exit(0)
}

func variable(name string) time.Duration {
	n, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return time.Duration(n) * time.Second
}

// startApp starts the app outside a drill and waits until it is healthy.
func startApp(t *testing.T, mode string) (*exec.Cmd, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	_, port, _ := net.SplitHostPort(address)
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), modeVariable+"="+mode, "PORT="+port, "SHUTDOWN_DELAY_SECONDS=1", "SHUTDOWN_DRAIN_SECONDS=1", "SHUTDOWN_MAX_CONNECTION_AGE_SECONDS=2")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = command.Wait() }()
	t.Cleanup(func() { _ = command.Process.Kill() })
	for range 400 {
		if response, err := http.Get("http://" + address + "/health"); err == nil {
			_ = response.Body.Close()
			return command, "http://" + address
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the app is not healthy after 10 s")
	return nil, ""
}
