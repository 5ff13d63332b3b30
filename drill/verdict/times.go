package verdict

import (
	"encoding/json"
	"math"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// Times is how long each part of a stop is in one drill, scaled.
type Times struct {
	// Propagation is how long new requests still reach the old task.
	Propagation Seconds `json:"propagation"`
	// Deregistration is when the load balancer cuts what is in flight; nil
	// where it does not.
	Deregistration *Seconds `json:"deregistration_delay"`
	// StopTimeout is from the signal to SIGKILL.
	StopTimeout Seconds `json:"stop_timeout"`
	// Delay, Drain and Cleanup are the steps of the stop that the app was told, one
	// after the other, and Deadline when it must have ended by itself.
	Delay    Seconds `json:"shutdown_delay"`
	Drain    Seconds `json:"drain_timeout"`
	Cleanup  Seconds `json:"cleanup_timeout"`
	Deadline Seconds `json:"shutdown_deadline"`
	// Longest is the longest work of the profile, which the load asks for.
	Longest Seconds `json:"longest_work"`
}

// Seconds is a duration that is written in seconds, to the millisecond.
type Seconds time.Duration

// MarshalJSON writes the seconds as a number.
func (s Seconds) MarshalJSON() ([]byte, error) { return json.Marshal(s.Float()) }

// UnmarshalJSON reads them again.
func (s *Seconds) UnmarshalJSON(text []byte) error {
	var seconds float64
	if err := json.Unmarshal(text, &seconds); err != nil {
		return err
	}
	*s = Seconds(math.Round(seconds*1000)) * Seconds(time.Millisecond)
	return nil
}

// Float is the number of seconds, to the millisecond.
func (s Seconds) Float() float64 { return math.Round(time.Duration(s).Seconds()*1000) / 1000 }

// D is the duration.
func (s Seconds) D() time.Duration { return time.Duration(s) }

// String writes the seconds for a reader, such as "1.5 s".
func (s Seconds) String() string { return print.Number(s.Float()) + " s" }
