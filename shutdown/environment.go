package shutdown

import "strconv"

// environment is the contract that the app reads: how long it has for what.
func (w work) environment(s Settings) Table[string] {
	t := make(Table[string], 0, 7)
	add := func(name string, v int) {
		t = append(t, Entry[string]{w.prefix + name, strconv.Itoa(v)})
	}
	add("DEADLINE_SECONDS", s.ShutdownDeadline)
	add("DELAY_SECONDS", s.ShutdownDelay)
	add("DRAIN_SECONDS", s.DrainTimeout)
	add("CLEANUP_SECONDS", s.CleanupTimeout)
	if s.KeepAliveTimeout != nil {
		add("KEEP_ALIVE_SECONDS", *s.KeepAliveTimeout)
	}
	if w.kind == WebSocket {
		add("MAX_CONNECTION_AGE_SECONDS", w.longest)
	}
	if s.TaskProtectionMinutes != nil {
		add("PROTECTION_MINUTES", *s.TaskProtectionMinutes)
	}
	return t
}
