package gracefulecs_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// cpuTime is the CPU time of this process and everything it has started, Node
// among them. It is read from /proc, so that it is 0 on systems that have none.
func cpuTime() time.Duration {
	const tick = 10 * time.Millisecond // The kernel's unit for user space, 1/100 s.
	parents, times := map[int]int{}, map[int]time.Duration{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		text, err := os.ReadFile(file)
		_, after, ok := strings.Cut(string(text), ") ") // The name before may hold spaces.
		fields := strings.Fields(after)
		if err != nil || !ok || len(fields) < 13 {
			continue // It has ended.
		}
		var v [4]int
		for i, s := range []string{filepath.Base(filepath.Dir(file)), fields[1], fields[11], fields[12]} {
			if v[i], err = strconv.Atoi(s); err != nil {
				return 0
			}
		}
		parents[v[0]], times[v[0]] = v[1], time.Duration(v[2]+v[3])*tick
	}
	var total time.Duration
	for pid, used := range times {
		for p := pid; p > 1; p = parents[p] {
			if p == os.Getpid() {
				total += used
				break
			}
		}
	}
	return total
}
