// Package contract reads how long a program has to stop from the environment
// that the infrastructure sets:
//
//	SHUTDOWN_DELAY_SECONDS=15      go on serving, new work still arrives
//	SHUTDOWN_DRAIN_SECONDS=10      finish what is in flight
//	SHUTDOWN_CLEANUP_SECONDS=5     close pools, flush logs
//	SHUTDOWN_DEADLINE_SECONDS=30   be gone, counted from the stop signal
//
// and, where they apply, SHUTDOWN_KEEP_ALIVE_SECONDS,
// SHUTDOWN_MAX_CONNECTION_AGE_SECONDS, SHUTDOWN_PROTECTION_MINUTES,
// SHUTDOWN_HEARTBEAT_SECONDS together with SHUTDOWN_VISIBILITY_SECONDS,
// SHUTDOWN_NOTICE_SPREAD_SECONDS and SHUTDOWN_TARGET_GROUPS. The names may start
// with any prefix.
//
// A value that is wrong is a [Fault] that names its variable: a program that
// cannot know its deadline should refuse to start. Most programs use package
// lifecycle, which reads the contract itself; this package is for those that
// stop in their own way. It imports the standard library only.
package contract
