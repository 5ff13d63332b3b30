package drill

import (
	"os"
	"strings"
	"syscall"
	"time"
)

// ownTime is how long this program has kept processors busy, and the process that
// plays the load balancer for it; 0 stands for none.
func ownTime(balancer int) time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	own := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	if balancer == 0 {
		return own
	}
	threads := make(map[string]thread)
	addThreads(threads, balancer)
	for _, t := range threads {
		own += t.ran
	}
	return own
}

// processors is how many the times of the system are of; 0 where it does not tell.
func processors() (n int) {
	text, _ := os.ReadFile("/proc/stat")
	for line := range strings.Lines(string(text)) {
		if name, _, _ := strings.Cut(line, " "); strings.HasPrefix(name, "cpu") && name != "cpu" {
			n++
		}
	}
	return n
}
