package drill

import (
	"crypto/md5" //nolint:gosec // SQS names its checksums so.
	"encoding/hex"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// queue is a queue in memory with the visibility timeouts of SQS. It keeps
// what became of each message.
type queue struct {
	visibility time.Duration // for a receive that names none
	offsets    bool          // says that its messages are committed and not deleted

	mu       sync.Mutex
	messages []*message
	live     []*message // those that are not deleted
	handles  map[string]*message
	arrived  chan struct{} // closed and renewed when a message may be received
}

// message is one message and what became of it.
type message struct {
	id, body string
	asked    time.Duration
	// from is the worker that sent it; empty for the drill.
	from     verdict.Task
	sent     time.Time
	visible  time.Time
	received []receipt
	deleted  time.Time
	// committed is when its offset was seen to be committed, where it has one.
	committed time.Time
}

// receipt is one time that a message was received.
type receipt struct {
	handle string
	// opened is when the call began that brought it.
	opened, at time.Time
	worker     verdict.Task
	// returned is when the worker made it visible again; expired when nobody
	// did and the visibility timeout was over.
	returned, expired time.Time
	// usedAgain is when the worker last deleted it or hid it after that.
	usedAgain time.Time
	// extended is how often the worker hid it again.
	extended int
	// broken says that the worker broke the receive off, so that the message
	// never arrived.
	broken bool
	// hastily says that its connection was closed right after the answer.
	hastily bool
}

func newQueue(visibility time.Duration) *queue {
	return &queue{visibility: visibility, handles: map[string]*message{}, arrived: make(chan struct{})}
}

// send puts a message into the queue. asked is how long its work takes, and from
// is the worker that sends it, empty for the drill.
func (q *queue) send(body string, asked time.Duration, from verdict.Task) *message {
	q.mu.Lock()
	defer q.mu.Unlock()
	m := q.add("message-"+strconv.Itoa(len(q.messages)+1), body, asked)
	m.from = from
	q.wake()
	return m
}

// add makes a message known. The queue is locked.
func (q *queue) add(id, body string, asked time.Duration) *message {
	now := time.Now()
	m := &message{id: id, body: body, asked: asked, sent: now, visible: now}
	q.messages, q.live = append(q.messages, m), append(q.live, m)
	return m
}

func (q *queue) wake() {
	close(q.arrived)
	q.arrived = make(chan struct{})
}

// receive takes up to most messages, and waits for one at most so long.
func (q *queue) receive(worker verdict.Task, most int, patience, visibility time.Duration, gone <-chan struct{}) []delivery {
	opened, limit := time.Now(), time.After(patience)
	for {
		got, next, arrived := q.visibleNow(worker, most, visibility, opened)
		if len(got) > 0 {
			return got
		}
		var hidden <-chan time.Time
		if !next.IsZero() {
			hidden = time.After(time.Until(next))
		}
		select {
		case <-arrived:
		case <-hidden:
		case <-limit:
			return nil
		case <-gone:
			return nil
		}
	}
}

// delivery is a message on its way to a worker.
type delivery struct {
	id, body, handle string
	// times is how often it has been received by now, first when it was.
	times       int
	sent, first time.Time
}

// visibleNow takes what is visible, or says when the next message will be.
func (q *queue) visibleNow(worker verdict.Task, most int, visibility time.Duration, opened time.Time) (got []delivery, next time.Time, arrived <-chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	q.live = slices.DeleteFunc(q.live, func(m *message) bool { return !m.deleted.IsZero() })
	for _, m := range q.live {
		switch {
		case m.visible.After(now):
			if next.IsZero() || m.visible.Before(next) {
				next = m.visible
			}
		case len(got) < most:
			handle := m.id + "#" + strconv.Itoa(len(m.received)+1)
			q.take(m, worker, handle, visibility, opened)
			got = append(got, delivery{m.id, m.body, handle, len(m.received), m.sent, m.received[0].at})
		}
	}
	return got, next, q.arrived
}

// take gives a message to a worker, whose call was opened some time before. The
// queue is locked.
func (q *queue) take(m *message, worker verdict.Task, handle string, visibility time.Duration, opened time.Time) {
	m.lapse()
	now := time.Now()
	m.received = append(m.received, receipt{handle: handle, opened: opened, at: now, worker: worker})
	m.visible = now.Add(visibility)
	q.handles[handle] = m
}

// lapse notes that the last receipt ended by its timeout, if it did.
func (m *message) lapse() {
	if n := len(m.received); n > 0 && m.received[n-1].returned.IsZero() {
		m.received[n-1].expired = m.visible
	}
}

// delete removes the message of a receipt. As in SQS a receipt that is out of
// date deletes nothing when the message has been received again since.
func (q *queue) delete(handle string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	m, r := q.find(handle)
	r.use()
	if m == nil || r != &m.received[len(m.received)-1] {
		return false
	}
	if m.deleted.IsZero() {
		m.deleted = time.Now()
	}
	return true
}

// hide makes a message visible again after so long; at once with 0, by which a
// worker hands it back.
func (q *queue) hide(handle string, after time.Duration) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	m, r := q.find(handle)
	if after > 0 {
		r.use()
	}
	if m == nil || !m.deleted.IsZero() || r != &m.received[len(m.received)-1] {
		return false
	}
	now := time.Now()
	m.visible = now.Add(after)
	if after > 0 {
		r.extended++
	} else {
		r.returned = now
	}
	q.wake()
	return true
}

// use notes that a worker works on what it has given back, if it did.
func (r *receipt) use() {
	if r != nil && !r.returned.IsZero() {
		r.usedAgain = time.Now()
	}
}

// find is the message of a receipt, and the receipt. The queue is locked.
func (q *queue) find(handle string) (*message, *receipt) {
	m := q.handles[handle]
	if m == nil {
		return nil, nil
	}
	for i := range m.received {
		if m.received[i].handle == handle {
			return m, &m.received[i]
		}
	}
	return nil, nil
}

// sent is how many messages there ever were.
func (q *queue) sent() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.messages)
}

// left is how many messages are not deleted.
func (q *queue) left() int {
	visible, inFlight := q.waiting()
	return visible + inFlight
}

// waiting counts the messages that are visible, and those in flight.
func (q *queue) waiting() (visible, inFlight int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	for _, m := range q.live {
		switch {
		case !m.deleted.IsZero():
		case m.visible.After(now):
			inFlight++
		default:
			visible++
		}
	}
	return visible, inFlight
}

func checksum(body string) string {
	sum := md5.Sum([]byte(body)) //nolint:gosec // SQS's clients check it.
	return hex.EncodeToString(sum[:])
}
