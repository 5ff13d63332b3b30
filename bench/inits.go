package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	initPairs  = 150
	initRounds = 3
)

// initCost is what an init in front of a command costs.
type initCost struct {
	name         string
	ours         bool
	binary       int // KiB
	median, high time.Duration
	resident     int // KiB; 0 where the system does not tell
}

// measureInits measures what each init adds to the start of a command and how
// much memory it holds: ours, and tini and dumb-init where they are installed.
func measureInits(inits string) ([]initCost, error) {
	type candidate struct {
		name string
		argv []string
		ours bool
	}
	list := []candidate{
		{"graceful-exec", []string{filepath.Join(inits, "graceful-exec"), "--quiet", "--"}, true},
		{"graceful exec", []string{filepath.Join(inits, "graceful"), "exec", "--quiet", "--"}, true},
	}
	for _, other := range []string{"tini", "dumb-init"} {
		if path, err := exec.LookPath(other); err == nil {
			list = append(list, candidate{other, []string{path, "--"}, false})
		} else {
			say("%s is not installed: no row for it", other)
		}
	}
	var out []initCost
	for _, c := range list {
		info, err := os.Stat(c.argv[0])
		if err != nil {
			return nil, err
		}
		cost := initCost{name: c.name, ours: c.ours, binary: int(info.Size() >> 10)}
		// A neighbour's burst can cover all pairs of one round, but not of several.
		for round := range initRounds {
			say("%s, %d starts with and without it, round %d", c.name, initPairs, round+1)
			if cost.median, cost.high, err = addedStartup(c.argv, initPairs); err != nil {
				return nil, err
			}
			if !c.ours || cost.median < promisedStartup {
				break
			}
		}
		if cost.resident, err = residentMemory(c.argv); err != nil {
			return nil, err
		}
		out = append(out, cost)
	}
	return out, nil
}

// addedStartup runs "true" with and without the init in turn, so that both see
// the same noise, and returns the median and the 95th percentile of the
// differences.
func addedStartup(argv []string, pairs int) (middle, high time.Duration, err error) {
	var plain, held []time.Duration
	run := func(samples *[]time.Duration, argv ...string) func() error {
		return func() error {
			began := time.Now()
			err := exec.Command(argv[0], argv[1:]...).Run()
			*samples = append(*samples, time.Since(began))
			return err
		}
	}
	with := append(slices.Clone(argv), "true")
	// One pair more: the first reads the binaries from disk.
	if err := inTurns(pairs+1, run(&held, with...), run(&plain, "true")); err != nil {
		return 0, 0, fmt.Errorf("%v: %w", with, err)
	}
	added := make([]time.Duration, pairs)
	for i := range added {
		added[i] = held[i+1] - plain[i+1]
	}
	slices.Sort(added)
	return median(added), added[pairs*95/100], nil
}

// residentMemory is the VmRSS of the init, in KiB, while its command runs.
func residentMemory(argv []string) (int, error) {
	cmd := exec.Command(argv[0], append(slices.Clone(argv[1:]), "sh", "-c", "echo up; exec sleep 60")...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait() // It was interrupted, which is its only fault.
	}()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		return 0, err
	}
	time.Sleep(50 * time.Millisecond)
	status, err := os.ReadFile("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/status")
	if err != nil {
		return 0, nil //nolint:nilerr // Not every system has it.
	}
	for line := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "kB")))
		}
	}
	return 0, nil
}
