//go:build drills && linux

package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// idle starts a worker whose messages take no time, with a deadline of two seconds.
func idle(t *testing.T, url, queue string) *task {
	t.Helper()
	c, err := newConsumer(url, queue, func(context.Context, amqp.Delivery) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	one := &task{signals: make(chan os.Signal, 1), ended: make(chan error, 1)}
	app := lifecycle.App{Signals: one.signals, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Contract: &contract.Contract{Deadline: 2 * time.Second, Drain: time.Second, Cleanup: time.Second}}
	go func() {
		c.runs(&app)
		one.ended <- app.Run(context.Background())
	}()
	return one
}

// A worker that the broker gives nothing any more does not stay for ever with nothing to
// do: its queue is deleted, or the broker closes its connection.
func TestGoesAway(t *testing.T) {
	at := broker(t)
	connection, err := amqp.Dial(at)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	channel, err := connection.Channel()
	if err != nil {
		t.Fatal(err)
	}
	for name, end := range map[string]func(p *pipe) error{
		"the queue is deleted": func(*pipe) error {
			_, err := channel.QueueDelete("the queue is deleted", false, false, false)
			return err
		},
		"the connection is cut": (*pipe).cut,
	} {
		through := newPipe(t, at)
		worker := idle(t, through.url, name)
		time.Sleep(300 * time.Millisecond)
		if err := end(through); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-worker.ended:
			if !errors.Is(err, amqp.ErrClosed) {
				t.Errorf("%s: the worker ends with %v", name, err)
			}
		case <-time.After(5 * time.Second):
			t.Errorf("%s: the worker still runs, with nothing to do", name)
			worker.signals <- syscall.SIGTERM
			t.Log(<-worker.ended)
		}
	}
}

// A broker that is silent at the stop keeps no worker beyond its deadline.
func TestGoesAway_silent(t *testing.T) {
	through := newPipe(t, broker(t))
	worker := idle(t, through.url, "silent")
	time.Sleep(300 * time.Millisecond)
	through.silent.Store(true)
	worker.signals <- syscall.SIGTERM
	select {
	case err := <-worker.ended:
		t.Logf("it ends with %v", err)
	case <-time.After(4 * time.Second):
		t.Error("not over 4 s after the signal, with a deadline of 2 s")
	}
}

// A message whose connection is cut is another worker's at once: the one that had it works on
// it no more, however long its drain is.
func TestGoesAway_inHand(t *testing.T) {
	through := newPipe(t, broker(t))
	begun, ended := make(chan struct{}, loops), make(chan error, loops)
	c, err := newConsumer(through.url, "in hand", func(ctx context.Context, _ amqp.Delivery) error {
		begun <- struct{}{}
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return ctx.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	app := lifecycle.App{Signals: make(chan os.Signal), Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Contract: &contract.Contract{Deadline: 10 * time.Minute, Drain: 9 * time.Minute, Cleanup: time.Minute}}
	over := make(chan error, 1)
	go func() {
		c.runs(&app)
		over <- app.Run(context.Background())
	}()
	if err := c.channel.PublishWithContext(context.Background(), "", "in hand", true, false, amqp.Publishing{}); err != nil {
		t.Fatal(err)
	}
	<-begun
	if err := through.cut(); err != nil {
		t.Fatal(err)
	}
	for what, end := range map[string]chan error{"the work": ended, "the worker": over} {
		select {
		case err := <-end:
			if !errors.Is(err, amqp.ErrClosed) {
				t.Errorf("%s ends with %v", what, err)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%s goes on, and the broker has given the message to others", what)
		}
	}
}

// pipe stands between a worker and the broker.
type pipe struct {
	url    string
	silent atomic.Bool
	open   chan net.Conn
}

func newPipe(t *testing.T, to string) *pipe {
	t.Helper()
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	host := u.Host
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	u.Host = listener.Addr().String()
	p := &pipe{url: u.String(), open: make(chan net.Conn, 10)}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", host)
			if err != nil {
				_ = client.Close()
				return
			}
			p.open <- server
			go p.pass(client, server)
			go p.pass(server, client)
		}
	}()
	return p
}

func (p *pipe) pass(from, to net.Conn) {
	defer func() { _, _ = from.Close(), to.Close() }()
	b := make([]byte, 1<<15)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		if !p.silent.Load() {
			_, _ = to.Write(b[:n])
		}
	}
}

// cut ends the connection without a word.
func (p *pipe) cut() error { return (<-p.open).Close() }
