package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// exampleApp is an App that gets its stop signal after a moment, as an example
// must end.
func exampleApp() *lifecycle.App {
	signals := make(chan os.Signal, 1)
	time.AfterFunc(20*time.Millisecond, func() { signals <- syscall.SIGTERM })
	return &lifecycle.App{
		Contract: &contract.Contract{Drain: time.Second, Cleanup: time.Second, Deadline: 2 * time.Second},
		Signals:  signals,
		Logger:   slog.New(slog.DiscardHandler),
	}
}

// A server with a database behind it. In a program the App is a plain
// variable, and Main takes the place of Run.
func Example() {
	app := exampleApp()
	app.Flush("logs", func(context.Context) error { fmt.Println("logs flushed"); return nil })
	app.Close("database", func(context.Context) error { fmt.Println("database closed"); return nil })
	app.Close("cache", func(context.Context) error { fmt.Println("cache closed"); return nil })

	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready())
	app.HTTP(&http.Server{Addr: "127.0.0.1:0", Handler: mux})

	fmt.Println("error:", app.Run(context.Background()))
	// Output:
	// cache closed
	// database closed
	// logs flushed
	// error: <nil>
}

// A worker takes no more work when its context ends, and finishes what it has.
func ExampleApp_Go() {
	app := exampleApp()
	work := make(chan string, 1)
	work <- "a picture"
	app.Go("thumbnails", func(ctx context.Context) error {
		for {
			select {
			case <-ctx.Done():
				fmt.Println("no more work")
				return nil
			case picture := <-work:
				// This context does not end with the worker's own.
				if err := resize(lifecycle.InFlight(ctx), picture); err != nil {
					return err
				}
			}
		}
	})
	fmt.Println("error:", app.Run(context.Background()))
	// Output:
	// resized a picture
	// no more work
	// error: <nil>
}

func resize(ctx context.Context, picture string) error {
	select {
	case <-time.After(40 * time.Millisecond): // Longer than the signal takes to come.
		fmt.Println("resized", picture)
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// A ticker's run that has begun is finished.
func ExampleApp_Every() {
	app := exampleApp()
	app.Every("refresh", 15*time.Millisecond, func(ctx context.Context) error {
		time.Sleep(10 * time.Millisecond)
		fmt.Println("refreshed, cut:", ctx.Err() != nil)
		return nil
	})
	fmt.Println("error:", app.Run(context.Background()))
	// Output:
	// refreshed, cut: false
	// error: <nil>
}

// Messages are fetched until the stop signal; the one in hand is finished.
// With a PROTECTION_MINUTES in the contract each is worked on under ECS
// scale-in protection.
func ExampleConsume() {
	app := exampleApp()
	messages := []string{"one", "two"}
	lifecycle.Consume(app, "orders", lifecycle.Consumer[string]{
		Fetch: func(ctx context.Context) (string, error) { // sqs.ReceiveMessage
			if len(messages) == 0 {
				<-ctx.Done()
				return "", ctx.Err()
			}
			m := messages[0]
			messages = messages[1:]
			return m, nil
		},
		Work: func(_ context.Context, m string) error {
			if m == "two" {
				return errors.New("no such customer")
			}
			return nil
		},
		Ack:    func(_ context.Context, m string) error { fmt.Println("done:", m); return nil },     // sqs.DeleteMessage
		Return: func(_ context.Context, m string) error { fmt.Println("returned:", m); return nil }, // sqs.ChangeMessageVisibility to 0
		Extend: func(_ context.Context, m string, visibility time.Duration) error { // where the profile has a heartbeat
			return nil // sqs.ChangeMessageVisibility to int32(visibility.Seconds())
		},
	})
	fmt.Println("error:", app.Run(context.Background()))
	// Output:
	// done: one
	// returned: two
	// error: <nil>
}

// The handler of a WebSocket says goodbye when it is told to go away. With a
// library the close frame has status 1001, going away.
func ExampleGoAway() {
	app := exampleApp()
	handler := func(w http.ResponseWriter, r *http.Request) {
		away := lifecycle.GoAway(r.Context())
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		<-away // select on it, beside the messages of the peer
		_, _ = io.WriteString(conn, "going away")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	app.HTTPOn(l, &http.Server{Handler: http.HandlerFunc(handler)})
	served := make(chan struct{})
	go func() {
		defer close(served)
		conn, err := net.Dial("tcp", l.Addr().String())
		if err == nil {
			_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: app\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
			text, _ := io.ReadAll(conn)
			fmt.Printf("%s\n", text)
		}
	}()
	err = app.Run(context.Background())
	<-served
	fmt.Println("error:", err)
	// Output:
	// going away
	// error: <nil>
}

// A wrong value keeps the program from starting.
func ExampleApp_Run_wrongContract() {
	app := &lifecycle.App{Env: func(name string) (string, bool) { return "ten", name == "SHUTDOWN_DRAIN_SECONDS" }}
	fmt.Println(app.Run(context.Background()))
	// Output:
	// SHUTDOWN_DRAIN_SECONDS: Wrong Type
	// SHUTDOWN_DRAIN_SECONDS takes a whole number, not "ten".
	// Given: "ten". Allowed: a whole number from 0 to 86400.
	// Ways out:
	//   - set SHUTDOWN_DRAIN_SECONDS to a whole number from 0 to 86400
	//   - unset it
}

// A step of the start comes before what is registered after it, and a closer may
// state how long it needs.
func ExampleApp_Start() {
	app := exampleApp()
	filled := app.Gate("cache")
	app.Go("cache", func(ctx context.Context) error {
		fmt.Println("cache filled")
		filled.Open() // The health check was 503 until here.
		<-ctx.Done()
		return nil
	})
	app.Start("migrations", func(ctx context.Context) error {
		if err := filled.Wait(ctx); err != nil {
			return err
		}
		fmt.Println("migrated")
		return nil
	})
	app.Go("worker", func(context.Context) error { fmt.Println("worker started"); return nil })
	app.Close("database", func(context.Context) error { fmt.Println("database closed"); return nil }, lifecycle.Within(500*time.Millisecond))
	fmt.Println("error:", app.Run(context.Background()))
	// Output:
	// cache filled
	// migrated
	// worker started
	// database closed
	// error: <nil>
}

// The load balancer's drain is told before the stop signal: the program needs a
// watch, such as that of the module lifecycle/drainwatch.
func ExampleApp_Notice() {
	app := exampleApp()
	app.Contract.DrainNotice, app.Contract.NoticeSpread = true, 0
	app.Notice(func(context.Context, []string, *slog.Logger) error { return nil }) // drainwatch.Watch
	app.Go("stream", func(ctx context.Context) error {
		<-app.GoAway(ctx)
		fmt.Println("told, and still running:", ctx.Err() == nil)
		return nil
	})
	fmt.Println("error:", app.Run(context.Background()))
	// Output:
	// told, and still running: true
	// error: <nil>
}
