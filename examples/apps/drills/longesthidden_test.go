//go:build drills && linux

package drills_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
)

// SQS hides a message for 12 hours in all. The worker in Python asks for no more, and
// leaves the message to others then: here the 12 hours are 5 s, and the message takes 9.
func TestSQSPython_longestHidden(t *testing.T) {
	t.Parallel()
	needBoto(t)
	const longest = 5 * time.Second
	fairly(t, func(t testing.TB) {
		f := &fleet{server: drill.NewSQS(hidden)}
		t.Cleanup(f.server.Close)
		t.Cleanup(f.kill)
		f.server.Send(`{"id": "1", "seconds": 9}`, takes)
		one, err := f.start(pythonWorker(t, edits{"hiding.py": {"LONGEST = 12 * 3600 - 5", "LONGEST = 5"}}))
		if err != nil {
			t.Fatal(err)
		}
		select {
		case <-one.output.begun:
		case <-time.After(30 * time.Second):
			t.Fatal("the worker begins no message within 30 s")
		}
		for limit := time.Now().Add(2 * takes); len(f.server.Messages()[0].Receipts) < 2; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(limit) {
				t.Fatalf("nobody else got the message: %+v", f.server.Messages()[0])
			}
		}
		if err := f.signal(one); err != nil {
			t.Fatal(err)
		}
		<-one.gone
		first := f.server.Messages()[0].Receipts[0]
		if spent := first.Expired - first.At; first.Expired < 0 || spent < hidden || spent > longest+time.Second { // The calls take a moment of it.
			t.Errorf("the message was hidden for %v in all, want from %v to %v: %+v", spent, hidden, longest, first)
		}
		if !bytes.Contains(one.output.text.Bytes(), []byte(`"left to others"`)) {
			t.Errorf("the worker did not leave the message to others:\n%s", one.tail())
		}
	})
}
