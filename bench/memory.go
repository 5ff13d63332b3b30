package main

import (
	"bufio"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// settled is when an init has done all that its start leaves for later.
const settled = 1500 * time.Millisecond

// heldMemory is what an init holds while its command runs, in KiB: VmRSS, and of it
// RssAnon, which no other process shares and no cache gives back. Both are 0 where
// the system does not tell.
func heldMemory(argv []string) (resident, anonymous int, err error) {
	cmd := exec.Command(argv[0], append(slices.Clone(argv[1:]), "sh", "-c", "echo up; exec sleep 60")...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		// What only waits passes no signal on, so its command goes by the group.
		_ = exec.Command("pkill", "-P", strconv.Itoa(cmd.Process.Pid)).Run()
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait() // It was interrupted, which is its only fault.
	}()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		return 0, 0, err
	}
	time.Sleep(settled)
	status, err := os.ReadFile("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/status")
	if err != nil {
		return 0, 0, nil //nolint:nilerr // Not every system has it.
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(line), " kB"), ":")
		n, _ := strconv.Atoi(strings.TrimSpace(value))
		switch name {
		case "VmRSS":
			resident = n
		case "RssAnon":
			anonymous = n
		}
	}
	return resident, anonymous, nil
}
