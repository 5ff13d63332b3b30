package drill

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// turnsOf looks at the threads of processes and their descendants.
func turnsOf(apps ...*process) turns {
	t := turns{threads: make(map[string]thread)}
	for _, app := range apps {
		addThreads(t.threads, app.pid)
		for _, r := range descendants(app.pid) {
			addThreads(t.threads, r.pid)
		}
	}
	t.at, t.busy = time.Now(), busyTime()
	return t
}

func addThreads(out map[string]thread, pid int) {
	threads, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/schedstat")
	for _, name := range threads {
		text, _ := os.ReadFile(name)
		// Time on a processor, time waiting for one, and the number of turns.
		fields := strings.Fields(string(text))
		if len(fields) != 3 {
			continue
		}
		ran, err := strconv.ParseInt(fields[0], 10, 64)
		waited, err2 := strconv.ParseInt(fields[1], 10, 64)
		if err == nil && err2 == nil {
			out[name] = thread{time.Duration(ran), time.Duration(waited)}
		}
	}
}

// clockTicks is how many of its ticks Linux shows for a second, on every machine.
const clockTicks = 100

// busyTime is how long all processors have worked since the start, and how long
// the machine below has kept them from it; 0 where the system does not tell.
func busyTime() time.Duration {
	text, _ := os.ReadFile("/proc/stat")
	line, _, _ := strings.Cut(string(text), "\n")
	// cpu, then ticks: user, nice, system, idle, iowait, irq, softirq, steal; those
	// of guests are in user and nice already.
	var ticks int64
	for i, field := range strings.Fields(line) {
		switch i {
		case 0, 4, 5:
			continue
		case 9:
			return time.Duration(ticks) * time.Second / clockTicks
		}
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / clockTicks
}
