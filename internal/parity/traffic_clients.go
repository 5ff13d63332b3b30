package parity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// client sends one request again and again: it has one value for each condition.
// A value with * stands for every request that it covers.
type client struct {
	door  door
	wants []condition
	queue string // the URL, of one who sends messages
}

// door is where a client knocks. A load balancer keeps it when its listener is made
// anew; of a listener that was there before only the ARN is known.
type door struct{ balancer, port, protocol, listener string }

// String is the words of a client, by which the caller tells it from others.
func (c client) String() string { return strings.Join(c.words(), " ") }

func (c client) words() []string {
	if c.queue != "" {
		return []string{"queue=" + c.queue[strings.LastIndex(c.queue, "/")+1:]}
	}
	words := []string{c.door.listener}
	if c.door.port != "" {
		words = []string{c.door.balancer, "port=" + c.door.port}
	}
	for _, want := range c.wants {
		words = append(words, want.field+"="+want.values[0])
	}
	return words
}

// Balancer tells of a load balancer, by the ARN of its own or of a listener, and
// its security groups. Without any, its addresses are not known, so that it comes
// from every network that is let in.
func (w *Traffic) Balancer(arn string, groups ...string) { w.balancers[balancerOf(arn)] = groups }

// Clients begins to judge, with one client for each way in that there is now. They
// go on sending requests until they leave. A rule that sends requests elsewhere, or
// that nobody meets, is no way in.
func (w *Traffic) Clients() error {
	w.clients, w.faults = nil, map[string]string{}
	for _, arn := range slices.Sorted(maps.Keys(w.rules)) {
		if r := w.rules[arn]; r.leadsTo.other == "" {
			for _, wants := range choices(r.conditions) {
				w.clients = append(w.clients, client{door: w.door(r.listener), wants: wants})
			}
		}
	}
	for _, arn := range slices.Sorted(maps.Keys(w.listeners)) {
		if w.listeners[arn].leadsTo.other == "" {
			w.clients = append(w.clients, client{door: w.door(arn)})
		}
	}
	for _, url := range slices.Sorted(maps.Keys(w.queues)) {
		if !w.queues[url].gone && w.used(url) {
			w.clients = append(w.clients, client{queue: url})
		}
	}
	for _, c := range w.clients {
		if _, known := w.balancers[c.door.balancer]; c.queue == "" && !known {
			return fmt.Errorf("%s is not known, so nobody can say where its requests come from", c.door.balancer)
		}
	}
	return nil
}

func (w *Traffic) door(arn string) door {
	l := w.listeners[arn]
	return door{balancerOf(arn), l.port, l.protocol, arn}
}

// Leave takes away the clients of a listener that have a word, such as
// path-pattern=/a, as when a name no longer leads there.
func (w *Traffic) Leave(listener, word string) {
	w.clients = slices.DeleteFunc(w.clients, func(c client) bool { return c.door.listener == listener && slices.Contains(c.words(), word) })
}

// choices are the ways to meet conditions with one value of each.
func choices(conditions []condition) [][]condition {
	out := [][]condition{nil}
	for _, c := range conditions {
		var next [][]condition
		for _, before := range out {
			for _, v := range c.values {
				if !metByNobody(c.field, v) {
					next = append(next, append(slices.Clone(before), condition{c.field, []string{v}}))
				}
			}
		}
		out = next
	}
	return out
}
