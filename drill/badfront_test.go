package drill_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// The modes of the containers of a whole task. A front hands everything to the
// app; a shipper is a sidecar that writes down the lines which the app sends it.
const (
	goodFront = "front-good"
	// ownHealth is a good front that answers the health check itself.
	ownHealth    = "front-own-health"
	closesFront  = "front-closes-at-once"
	stuckFront   = "front-ignores-signal"
	goodShipper  = "front-shipper"
	stuckShipper = "front-shipper-ignores-signal"
	// endsApp and endsShipper are fronts that end another container at their signal,
	// as a script does that passes it on to everything.
	endsApp     = "front-ends-app"
	endsShipper = "front-ends-shipper"
	// shippingApp exits at its signal without a delay, as an app behind a front may,
	// after it has sent its last line; a line that is refused is a status of 5.
	shippingApp = "front-app"
	// crashingApp crashes a while after its first request.
	crashingApp = "front-app-crashes"
	// deadApp ends before it has listened.
	deadApp = "front-app-is-dead"
)

// badcontainer is what a container of a whole task does.
func badcontainer(mode string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	switch mode {
	case goodShipper, stuckShipper:
		ship(mode, signals)
	case shippingApp, crashingApp:
		behindFront(mode, signals)
	case deadApp:
		println("no database")
		os.Exit(3)
	default:
		front(mode, signals)
	}
}

// front is a reverse proxy that stops by its own contract.
func front(mode string, signals <-chan os.Signal) {
	app := &url.URL{Scheme: "http", Host: "127.0.0.1:" + os.Getenv("APP_PORT")}
	proxy := httputil.NewSingleHostReverseProxy(app)
	mux := http.NewServeMux()
	mux.Handle("/", proxy)
	if mode == ownHealth {
		mux.HandleFunc("/health", func(http.ResponseWriter, *http.Request) {})
	}
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: mux}
	listener, err := net.Listen("tcp", server.Addr)
	if err != nil {
		panic(err)
	}
	if os.Getenv(tlsVariable) != "" {
		listener = tls.NewListener(listener, &tls.Config{Certificates: certificate()})
	}
	go func() { _ = server.Serve(listener) }()
	<-signals
	switch mode {
	case stuckFront:
		select {}
	case endsApp:
		tell(os.Getenv("APP_PORT"), "GET "+leave+" HTTP/1.1\r\nHost: app\r\n\r\n")
	case endsShipper:
		tell(os.Getenv("SHIPPER_PORT"), leave+"\n")
	}
	if mode != closesFront {
		time.Sleep(variable("SHUTDOWN_DELAY_SECONDS"))
	}
	ctx, cancel := context.WithTimeout(context.Background(), variable("SHUTDOWN_DRAIN_SECONDS")+200*time.Millisecond)
	defer cancel()
	_ = server.Shutdown(ctx) // Its error is that the drain was over.
	os.Exit(0)
}

// behindFront is an app that has no thought for requests at its end: the front has.
func behindFront(mode string, signals <-chan os.Signal) {
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc(leave, func(http.ResponseWriter, *http.Request) { os.Exit(0) })
	var first sync.Once
	mux.HandleFunc("/work", func(_ http.ResponseWriter, r *http.Request) {
		if mode == crashingApp {
			first.Do(func() { time.AfterFunc(2*time.Second, func() { os.Exit(3) }) })
		}
		seconds, _ := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
		time.Sleep(time.Duration(seconds * float64(time.Second)))
	})
	go func() { _ = http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux) }()
	<-signals
	if port := os.Getenv("SHIPPER_PORT"); port != "" && !tell(port, "the last line\n") {
		println("nobody takes the last line")
		os.Exit(5)
	}
	os.Exit(0)
}

// leave is what ends an app, or a shipper, by itself.
const leave = "/leave"

// tell sends a line to a shipper.
func tell(port, line string) bool {
	conn, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	_, err = conn.Write([]byte(line))
	return err == nil
}

// ship prints what it is sent.
func ship(mode string, signals <-chan os.Signal) {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			for lines := bufio.NewScanner(conn); lines.Scan(); {
				if lines.Text() == leave {
					os.Exit(0)
				}
				println(lines.Text())
			}
			_ = conn.Close()
		}
	}()
	<-signals
	if mode == stuckShipper {
		select {}
	}
	time.Sleep(100 * time.Millisecond) // It flushes.
	os.Exit(0)
}
