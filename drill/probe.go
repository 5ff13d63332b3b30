package drill

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

const (
	probeEvery = 50 * time.Millisecond
	// overdue is how long a look may hold up the next, at least: one that waits in the
	// queue of a listener that nobody accepts from any more would hide what the
	// listener does meanwhile.
	overdue = 4 * probeEvery
)

// patient is how long a look holds up the next where answers have taken so long: more
// than one at a time would be a load of their own on an app whose health path is slow.
// Until the first answer nothing is known of it.
func patient(took time.Duration) <-chan time.Time {
	if took == 0 {
		return nil
	}
	return time.After(max(overdue, 2*took))
}

// probe looks at a health path again and again until the context ends, each
// time with a connection of its own, so that a closed listener is seen. The looks
// are in the order in which they began.
func probe(ctx context.Context, look func(context.Context, string) verdict.Probe, url string, begin time.Time) []verdict.Probe {
	every := time.NewTicker(probeEvery)
	defer every.Stop()
	var begun []chan verdict.Probe
	var slowest atomic.Int64 // of those that were answered
	for ctx.Err() == nil {
		at, answer, over := time.Since(begin), make(chan verdict.Probe, 1), make(chan struct{})
		begun = append(begun, answer)
		go func() {
			defer close(over)
			defer close(answer)
			p := look(ctx, url)
			p.At = at
			if took := int64(max(1, time.Since(begin)-at)); p.Code > 0 && took > slowest.Load() {
				slowest.Store(took)
			}
			if ctx.Err() == nil {
				answer <- p
			}
		}()
		select {
		case <-over:
		case <-patient(time.Duration(slowest.Load())):
		case <-ctx.Done():
		}
		select {
		case <-every.C:
		case <-ctx.Done():
		}
	}
	var out []verdict.Probe
	for _, answer := range begun {
		if p, answered := <-answer; answered {
			out = append(out, p)
		}
	}
	return out
}

func probeClient(timeout time.Duration) *http.Client {
	return &http.Client{Timeout: timeout, Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: unverified()},
		CheckRedirect: stay}
}

// look asks once for the health path; its time is the caller's.
func look(ctx context.Context, client *http.Client, url string) verdict.Probe {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return verdict.Probe{}
	}
	response, err := client.Do(request)
	if err != nil {
		return unanswered(err)
	}
	response.Body.Close() //nolint:errcheck // Only the status matters.
	return verdict.Probe{Code: response.StatusCode}
}

// unanswered is a look without an answer.
func unanswered(err error) verdict.Probe {
	var timed net.Error
	return verdict.Probe{Refused: nobody(err), Silent: errors.As(err, &timed) && timed.Timeout()}
}

// nobody says that nobody listens. Where the drill itself has no descriptor or
// port left for a connection, nothing is known of the app.
func nobody(err error) bool {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "dial" || op.Timeout() {
		return false
	}
	return !errors.Is(err, syscall.EMFILE) && !errors.Is(err, syscall.ENFILE) && !errors.Is(err, syscall.EADDRNOTAVAIL)
}
