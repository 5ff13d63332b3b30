package drill

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// waits is how long each thread of a process and its descendants has been ready
// to run without a processor to run on, in all.
func waits(pid int) map[string]time.Duration {
	out := make(map[string]time.Duration)
	addWaits(out, pid)
	for _, r := range descendants(pid) {
		addWaits(out, r.pid)
	}
	return out
}

func addWaits(out map[string]time.Duration, pid int) {
	threads, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/schedstat")
	for _, thread := range threads {
		text, _ := os.ReadFile(thread)
		// Time on a processor, time waiting for one, and the number of turns.
		if fields := strings.Fields(string(text)); len(fields) == 3 {
			if n, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
				out[thread] = time.Duration(n)
			}
		}
	}
}
