package contract

import "time"

// DefaultPrefix starts the names of the variables unless the profile says otherwise.
const DefaultPrefix = "SHUTDOWN_"

// Contract is how long a program has for what, from the stop signal on. A
// duration of 0 in the optional part means that it does not apply.
type Contract struct {
	// Delay is how long the program goes on serving, because new work still
	// arrives.
	Delay time.Duration
	// Drain is how long units in flight have to finish after that.
	Drain time.Duration
	// Cleanup is how long pools have to close and logs to flush after that.
	Cleanup time.Duration
	// Deadline is when the program must be gone. It is never less than Delay,
	// Drain and Cleanup together.
	Deadline time.Duration

	// KeepAlive is how long an idle connection is kept, longer than the load
	// balancer keeps it. Optional.
	KeepAlive time.Duration
	// MaxConnectionAge is the greatest age that a connection may reach. Optional.
	MaxConnectionAge time.Duration
	// Protection is the length of the ECS task scale-in protection that covers
	// one unit of work, in whole minutes. Optional.
	Protection time.Duration
	// Heartbeat is how often the message in hand is hidden from others again, and
	// Visibility for how long each time; it is longer than Heartbeat. Optional,
	// both or none.
	Heartbeat, Visibility time.Duration
	// DrainNotice says that the program should watch for the load balancer's
	// drain, which begins long before the stop signal, and end long connections
	// then. It is true when the variable of NoticeSpread is set.
	DrainNotice bool
	// NoticeSpread is the window after that notice over which connections are
	// ended, each at a moment of its own. 0 ends all of them at once.
	NoticeSpread time.Duration
	// TargetGroups are the ARNs of the target groups in which the task may be
	// registered: one, or two with blue/green deployments. Optional.
	TargetGroups []string

	// Missing names the variables of the first four that were not set and have
	// a default instead.
	Missing []string
}

// The fields of a contract, as the names of their variables go on after the prefix.
const (
	DelaySeconds            = "DELAY_SECONDS"
	DrainSeconds            = "DRAIN_SECONDS"
	CleanupSeconds          = "CLEANUP_SECONDS"
	DeadlineSeconds         = "DEADLINE_SECONDS"
	KeepAliveSeconds        = "KEEP_ALIVE_SECONDS"
	MaxConnectionAgeSeconds = "MAX_CONNECTION_AGE_SECONDS"
	ProtectionMinutes       = "PROTECTION_MINUTES"
	HeartbeatSeconds        = "HEARTBEAT_SECONDS"
	VisibilitySeconds       = "VISIBILITY_SECONDS"
	NoticeSpreadSeconds     = "NOTICE_SPREAD_SECONDS"
	TargetGroups            = "TARGET_GROUPS"
)

// The defaults fit into the stop timeout of 30 s that ECS gives a container
// without a setting, with 5 s to spare. The delay is the span in which an
// Application Load Balancer may still route new requests.
const (
	defaultDelay    = 15
	defaultDrain    = 5
	defaultCleanup  = 5
	defaultDeadline = defaultDelay + defaultDrain + defaultCleanup
)
