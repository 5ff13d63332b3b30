package drill

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// A connection that is closed right after an answer tells of a receive that was
// broken off only from the stop on; before it the client keeps too few of them.
func TestReceipt_brokenOff(t *testing.T) {
	t.Parallel()
	signal := time.Now()
	for name, tt := range map[string]struct {
		receipt   receipt
		signalled time.Time
		want      bool
	}{
		"gone before the answer":      {receipt{broken: true, at: signal.Add(-time.Hour)}, signal, true},
		"closed at the signal":        {receipt{hastily: true, at: signal}, signal, true},
		"given a moment before it":    {receipt{hastily: true, at: signal.Add(1 - soon)}, signal, true},
		"given too long before it":    {receipt{hastily: true, at: signal.Add(-soon)}, signal, false},
		"in hand":                     {receipt{at: signal}, signal, false},
		"the worker was not signaled": {receipt{hastily: true, at: signal}, time.Time{}, false},
	} {
		if got := tt.receipt.brokenOff(tt.signalled); got != tt.want {
			t.Errorf("%s: broken off: %v, want %v", name, got, tt.want)
		}
	}
}

// A worker that asks for a connection of its own for each call has what it closes
// it after.
func TestSQS_connectionForEachCall(t *testing.T) {
	t.Parallel()
	for _, keeps := range []bool{true, false} {
		q := newQueue(time.Minute)
		b := brokenOff{queue: q}
		h := &handed{}
		request := httptest.NewRequest("POST", "/", nil)
		request.Close = !keeps
		request = request.WithContext(withHanded(request.Context(), h))
		q.send("{}", 0, "")
		got := q.receive(verdict.OldTask, 1, time.Second, time.Minute, nil)
		b.note(request, []string{got[0].handle})
		if remembered := len(h.handles) == 1; remembered != keeps {
			t.Errorf("keeps its connection: %v, remembered: %v", keeps, remembered)
		}
	}
}
