//go:build drills && linux

package main

import (
	"context"
	"errors"
	"testing"

	"github.com/redis/go-redis/v9"
)

// inHand is a worker behind a wire that has one entry in hand, in a Redis with nothing else.
func inHand(t *testing.T, client *redis.Client, w *wire) (*consumer, redis.XMessage) {
	t.Helper()
	ctx := context.Background()
	c := newConsumer(redis.NewClient(&redis.Options{Addr: w.address}), stream, "here", orphaned, nil)
	t.Cleanup(func() { _ = c.client.Close() })
	err := errors.Join(client.FlushAll(ctx).Err(), client.ScriptFlush(ctx).Err(), c.join(ctx),
		client.XAdd(ctx, &redis.XAddArgs{Stream: stream, Values: []string{"id", "7", "seconds", "0"}}).Err())
	m, e := c.fetch(ctx)
	if err = errors.Join(err, e); err != nil {
		t.Fatal(err)
	}
	return c, m
}

// lies is what is in the stream, and how much of it lies with a worker.
func lies(t *testing.T, client *redis.Client) (all []redis.XMessage, pending int64) {
	t.Helper()
	all, err := client.XRange(context.Background(), stream, "-", "+").Result()
	with, e := client.XPending(context.Background(), stream, group).Result()
	if err = errors.Join(err, e); err != nil {
		t.Fatal(err)
	}
	return all, with.Count
}

// A connection that is cut while an entry is handed on, before Redis hears of it or before
// its answer arrives: the client asks again, and the entry is there once, for everybody.
func TestHandOn_cut(t *testing.T) {
	at := server(t)
	client := redis.NewClient(&redis.Options{Addr: at})
	defer func() { _ = client.Close() }()
	for name, cuts := range map[string][]cut{
		"nothing is cut":           {never},
		"before":                   {before},
		"after":                    {after},
		"before, on both attempts": {before, before},
		"after, on both attempts":  {after, after},
		"not at first":             {never, after},
		"before, then after":       {before, after},
	} {
		w := newWire(t, at)
		c, m := inHand(t, client, w)
		w.cut(m.ID, cuts...)
		if err := c.handOn(context.Background(), m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if all, pending := lies(t, client); len(all) != 1 || all[0].ID == m.ID || all[0].Values["id"] != "7" || pending != 0 {
			t.Errorf("%s: the stream has %v, and %d lie with a worker, want the entry once, anew", name, all, pending)
		}
		if w.played == 0 {
			t.Errorf("%s: nothing was played", name)
		}
		// Another worker may have it, and its work may be done: it does not come back.
		other, err := c.fetch(context.Background())
		if err = errors.Join(err, c.done(context.Background(), other), c.handOn(context.Background(), m)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if all, _ := lies(t, client); len(all) != 0 {
			t.Errorf("%s: it was handed on and done, and handed on once more: the stream has %v", name, all)
		}
	}
}

// A Redis that has no memory left takes nothing anew, and forgets nothing for it.
func TestHandOn_full(t *testing.T) {
	at := server(t)
	client := redis.NewClient(&redis.Options{Addr: at})
	defer func() { _ = client.Close() }()
	c, m := inHand(t, client, newWire(t, at))
	if err := client.ConfigSet(context.Background(), "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.handOn(context.Background(), m); err == nil {
		t.Error("nobody says that the entry is not handed on")
	}
	if all, pending := lies(t, client); len(all) != 1 || all[0].ID != m.ID || pending != 1 {
		t.Errorf("the stream has %v, and %d lie with the worker, want the entry as it was", all, pending)
	}
}

// An entry whose work is done is forgotten, though the connection is cut meanwhile: it
// would be done again otherwise.
func TestDone_cut(t *testing.T) {
	at := server(t)
	client := redis.NewClient(&redis.Options{Addr: at})
	defer func() { _ = client.Close() }()
	for name, cuts := range map[string][]cut{"nothing is cut": {never}, "before": {before}, "after": {after}} {
		w := newWire(t, at)
		c, m := inHand(t, client, w)
		w.cut(m.ID, cuts...)
		if err := c.done(context.Background(), m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if all, pending := lies(t, client); len(all) != 0 || pending != 0 {
			t.Errorf("%s: the stream has %v, and %d lie with a worker, want nothing", name, all, pending)
		}
	}
}

// An entry that lies with a worker which does not know of it, as the answer that brought
// it was lost, is handed on at the stop, not after the time for workers that were killed.
func TestLeave_answerLost(t *testing.T) {
	at := server(t)
	client := redis.NewClient(&redis.Options{Addr: at})
	defer func() { _ = client.Close() }()
	c, m := inHand(t, client, newWire(t, at))
	if err := c.leave(context.Background()); err != nil {
		t.Fatal(err)
	}
	if all, pending := lies(t, client); len(all) != 1 || all[0].ID == m.ID || pending != 0 {
		t.Errorf("the stream has %v, and %d lie with a worker that has left", all, pending)
	}
	if workers, err := client.XInfoConsumers(context.Background(), stream, group).Result(); err != nil || len(workers) != 0 {
		t.Errorf("the group still has %v: %v", workers, err)
	}
}
