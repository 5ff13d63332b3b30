package verdict

import (
	"slices"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The rules of findings on connections that are idle.
const (
	KeepAliveTooShort = "keep-alive-too-short"
	DropsIdle         = "drops-idle-connections"
)

// idleConnections is whether the app leaves those open that others may still use.
// Few requests meet a connection in the moment in which it is closed, so what the
// drill saw of its own is a fault without a lost one. Without an Application Load
// Balancer the connections are the clients', who may know to try again.
func (f *finder) idleConnections() {
	i := f.out.Idle
	if i == nil || f.has(ShellWithoutExec, IgnoresSignal, ForeignKill, ExitsAtOnce) {
		return
	}
	fault := f.Idle.Balancer == shutdown.ALB
	loses := "a client that sends a request in that moment gets no answer"
	if fault {
		loses = "a request that the load balancer sends in that moment is answered with 502"
	}
	f.keepAlive(*i, fault, loses)
	if i.Dropped > 0 {
		f.add(DropsIdle, "closes "+print.Count(i.Dropped, "idle connection")+" of "+print.Grouped(i.Watched)+" without a word, the first "+i.First.String()+" after the signal, while new requests may arrive on them for "+
			f.nominal().String()+": "+loses,
			"leave idle connections open until the delay is over; from the signal on give every answer \"Connection: close\", and close what is then still idle after the delay", fault)
	}
	f.lateIdle(*i, fault, loses)
}

// keepAlive is whether the app's own timeout is longer than the load balancer's.
func (f *finder) keepAlive(i IdleResult, fault bool, loses string) {
	if i.Timeout == nil {
		return
	}
	text := ""
	switch {
	case i.TooShort > 0:
		text = "closes idle connections after " + i.Shortest.String()
	case i.Declared != nil && *i.Declared < *i.Timeout:
		text = "says in its answers that it closes idle connections after " + i.Declared.String() + " (Keep-Alive: timeout)"
	default:
		return
	}
	f.add(KeepAliveTooShort, text+", sooner than the load balancer's idle timeout of "+i.Timeout.String()+": "+loses,
		"keep idle connections for longer than the load balancer does: for $"+f.Prefix+"KEEP_ALIVE_SECONDS", fault)
}

// spread is how far times are apart.
func spread(times []time.Duration) time.Duration { return slices.Max(times) - slices.Min(times) }
