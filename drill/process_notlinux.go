//go:build !linux

package drill

import "time"

// Without /proc the drill cannot look at processes, and without namespaces the
// command cannot be PID 1: shells, leaked workers and missing handlers are
// judged by what they do alone.

type relative struct{ name string }

func (relative) lives() bool { return false }

func (relative) kill() {}

func turnsOf(...*process) turns { return turns{at: time.Now()} }

func tied(how *attributes) *attributes { return how }

func ownTime(int) time.Duration { return 0 }

func processors() int { return 0 }

func forked() uint64 { return 0 }

func descendants(int) []relative { return nil }

func (*process) inheritMark(start func() error) error { return start() }

func (*process) family() []relative { return nil }

func (*process) killFamily() {}

func isolated() *attributes { return nil }

func working(int) bool { return true }

func zombie(int) bool { return false }

func shell(int) (name, child string) { return "", "" }

func behind(pid int) (name string, child int, alone bool) { return "", pid, true }
