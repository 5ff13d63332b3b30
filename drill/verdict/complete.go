package verdict

import (
	"errors"
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// complete refuses a recording that no drill can have written: what is missing in
// it, or is of another kind, nobody would judge, and a drill of which nothing is
// judged is not one that held.
func (r Recording) complete() error {
	switch r.Workload {
	case shutdown.HTTP, shutdown.WebSocket, shutdown.Queue, shutdown.Stream, shutdown.Batch:
	default:
		return fmt.Errorf("its Workload is %q, and a drill has http, websocket, queue, stream or batch", r.Workload)
	}
	balanced := r.Workload == shutdown.HTTP || r.Workload == shutdown.WebSocket
	switch {
	case r.Workload == shutdown.Stream && r.Broker != Kafka:
		return fmt.Errorf("its Workload is stream, of which a drill plays Kafka alone, and its Broker is %q", r.Broker)
	case r.Path != shutdown.Drained && r.Path != shutdown.Concurrent && r.Path != Protected:
		return fmt.Errorf("its Path is %q, and a drill has drained, concurrent or protected", r.Path)
	case r.Path == Protected && r.Protection == nil:
		return errors.New("its Path is protected, and there is no Protection")
	case balanced && r.Balancer != Embedded && r.Balancer != HAProxy:
		return fmt.Errorf("its Balancer is %q, and a drill has embedded or haproxy", r.Balancer)
	case r.Workload == shutdown.Batch && r.Job == nil:
		return errors.New("its workload is batch and it has no Job: nothing was recorded of the job, so play the drill again")
	case r.Workload != shutdown.Batch && r.Job != nil:
		return fmt.Errorf("its Workload is %s, and there is a Job", r.Workload)
	case r.Workload != shutdown.Queue && r.Workload != shutdown.Stream && len(r.Messages) > 0:
		return fmt.Errorf("its Workload is %s, and there are Messages", r.Workload)
	case !balanced && len(r.Exchanges) > 0:
		return fmt.Errorf("its Workload is %s, and there are Exchanges", r.Workload)
	case len(r.Guarantees) == 0:
		return errors.New("it has no Guarantees, so that there is nothing to hold")
	case r.Machine.Bears <= 0:
		return errors.New("its Machine does not say what it bears, so that nobody knows whether it was in time")
	case r.Times.StopTimeout <= 0 || r.Times.Longest <= 0:
		return errors.New("its Times has no stop_timeout or no longest_work")
	case r.CutAtDelay > 0 && r.Times.Deregistration == nil:
		return errors.New("its CutAtDelay counts what a load balancer cut, and Times has no deregistration_delay")
	case r.Scale < 1:
		return fmt.Errorf("its Scale is %d, and a drill divides by 1 or more", r.Scale)
	}
	for i, x := range r.Exchanges {
		if err := x.complete(r.Workload); err != nil {
			return fmt.Errorf("exchange %d: %w", i+1, err)
		}
	}
	return nil
}

func (x Exchange) complete(w shutdown.Workload) error {
	switch {
	case (w == shutdown.WebSocket) != (x.Socket != nil):
		return fmt.Errorf("its Workload is %s, and Socket is there: %t", w, x.Socket != nil)
	case x.Outcome != Answered && x.Outcome != Cut && x.Outcome != Refused && x.Outcome != Failed:
		return fmt.Errorf("its Outcome is %q, and one is answered, cut, refused or failed", x.Outcome)
	case x.Task != OldTask && x.Task != ReplacementTask && x.Task != "":
		return fmt.Errorf("its Task is %q, and one is old or replacement, or empty where none had it", x.Task)
	case x.End < x.Start:
		return errors.New("it ends before it starts")
	}
	return nil
}
