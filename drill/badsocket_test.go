package drill_test

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/coder/websocket"
)

// The modes of the app with WebSockets.
const (
	goodSocket         = "socket-good"
	finishesSocket     = "socket-finishes"
	dropsSocket        = "socket-drops-at-the-end"
	agelessSocket      = "socket-never-closes-by-age"
	impatientSocket    = "socket-closes-early"
	hastySocket        = "socket-closes-at-the-signal"
	rejectsSocket      = "socket-answers-503"
	refusesSocket      = "socket-closes-its-listener"
	speechlessSocket   = "socket-hangs-in-the-handshake"
	errorSocket        = "socket-closes-with-1011"
	deafSocket         = "socket-answers-no-close"
	silentSocket       = "socket-answers-one-ping"
	mutedSocket        = "socket-answers-no-ping"
	endlessSocket      = "socket-waits-for-ever"
	exitsSocket        = "socket-exits-at-once"
	ignoresSocket      = "socket-ignores-the-signal"
	healthySocket      = "socket-healthy"
	sendsNothingSocket = "socket-sends-no-close-code"
	wordlessSocket     = "socket-answers-no-message"
	noticeSocket       = "socket-closes-on-notice"
	herdSocket         = "socket-closes-all-on-notice"
	stubbornSocket     = "socket-ignores-notice"
	quitterSocket      = "socket-stops-asking"
)

// badsocket echoes messages until the stop signal and then does what its mode
// says.
func badsocket(mode string) {
	a := &socketApp{mode: mode, away: make(chan struct{}), noticed: make(chan struct{})}
	switch mode {
	case noticeSocket, herdSocket, stubbornSocket, quitterSocket:
		go a.ask()
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) {
		if a.stopping.Load() && mode != healthySocket || mode == herdSocket && closed(a.noticed) {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("/ws", a.serve)
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		panic(err)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() { _ = http.Serve(listener, mux) }()
	<-signals
	switch mode {
	case ignoresSocket:
		select {}
	case exitsSocket:
		os.Exit(0)
	}
	a.stopping.Store(true)
	if mode == hastySocket {
		close(a.away)
	}
	if mode != refusesSocket {
		time.Sleep(variable("SHUTDOWN_DELAY_SECONDS"))
	}
	_ = listener.Close()
	if mode == refusesSocket {
		time.Sleep(variable("SHUTDOWN_DELAY_SECONDS"))
	}
	if mode != hastySocket && mode != finishesSocket && mode != endlessSocket && mode != dropsSocket {
		close(a.away)
	}
	if mode != dropsSocket {
		a.open.Wait()
	}
	os.Exit(0)
}

// socketApp is an app with WebSockets.
type socketApp struct {
	mode     string
	stopping atomic.Bool
	away     chan struct{} // closed when connections are to be closed
	noticed  chan struct{} // closed when the load balancer drains the task
	open     sync.WaitGroup
}

func (a *socketApp) serve(w http.ResponseWriter, r *http.Request) {
	stopping := a.stopping.Load()
	switch {
	case stopping && a.mode == rejectsSocket:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case stopping && a.mode == speechlessSocket:
		select {}
	case a.mode == deafSocket || a.mode == silentSocket || a.mode == mutedSocket:
		a.raw(w, r)
		return
	}
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	a.open.Add(1)
	defer a.open.Done()
	read := make(chan struct{})
	go func() {
		defer close(read)
		for {
			kind, message, err := conn.Read(context.Background())
			if a.mode == wordlessSocket && a.stopping.Load() && err == nil {
				continue
			}
			if err != nil || conn.Write(context.Background(), kind, message) != nil {
				return
			}
		}
	}()
	var age <-chan time.Time
	switch a.mode {
	case impatientSocket:
		age = time.After(100 * time.Millisecond)
	case agelessSocket, endlessSocket:
	default:
		age = time.After(variable("SHUTDOWN_MAX_CONNECTION_AGE_SECONDS") * 9 / 10)
	}
	code := websocket.StatusGoingAway
	select {
	case <-read:
		return
	case <-age:
	case <-a.noticed:
		if a.mode == herdSocket {
			break
		}
		time.Sleep(time.Duration(rand.Float64() * float64(variable("SHUTDOWN_NOTICE_SPREAD_SECONDS"))))
	case <-a.away:
		switch a.mode {
		case errorSocket:
			code = websocket.StatusInternalError
		case sendsNothingSocket:
			code = websocket.StatusNoStatusRcvd
		}
	}
	_ = conn.Close(code, "")
}

// raw speaks as much of the protocol as it takes to leave close frames, or pings
// after the first, without an answer.
func (a *socketApp) raw(w http.ResponseWriter, r *http.Request) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer func() { _ = conn.Close() }()
	a.open.Add(1)
	defer a.open.Done()
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	_, _ = conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: " +
		base64.StdEncoding.EncodeToString(sum[:]) + "\r\n\r\n"))
	for answered := false; ; {
		// A client's frame: two bytes, a mask of four, and what is masked.
		head := make([]byte, 6)
		if _, err := io.ReadFull(buffered, head); err != nil {
			return
		}
		body := make([]byte, head[1]&127)
		if _, err := io.ReadFull(buffered, body); err != nil {
			return
		}
		for i := range body {
			body[i] ^= head[2+i%4]
		}
		switch head[0] & 15 {
		case 8:
			if a.mode == deafSocket {
				return
			}
			_, _ = conn.Write(append([]byte{0x88, byte(len(body))}, body...))
			return
		case 9:
			if a.mode == deafSocket || a.mode == silentSocket && !answered {
				answered = true
				_, _ = conn.Write(append([]byte{0x8a, byte(len(body))}, body...))
			}
		}
	}
}
