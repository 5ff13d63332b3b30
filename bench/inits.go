package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	initStarts = 200
	initRounds = 3
)

// The inits by their names in the table. Everything is compared with tini, and
// bare is the command without any.
const (
	bare     = "none"
	theirs   = "tini"
	smallest = "graceful-exec"
)

// initCost is what an init in front of a command costs.
type initCost struct {
	name   string
	argv   []string
	ours   bool
	binary int // KiB
	// starts is how long "true" took behind it, in each turn.
	starts []time.Duration
	// resident is the memory that the init holds while its command runs, and
	// anonymous the part of it that is in no file, in KiB.
	resident, anonymous int
}

// measureInits measures how long a command takes behind each init and how much
// memory the init holds: ours, the least that Go can do, tini and dumb-init.
func measureInits(inits string) ([]initCost, error) {
	list := []initCost{
		{name: bare},
		{name: theirs, argv: []string{"tini", "-s", "--"}},
		{name: "dumb-init", argv: []string{"dumb-init", "--"}},
		{name: "least in Go", argv: []string{filepath.Join(inits, "least")}},
		{name: smallest, argv: []string{filepath.Join(inits, "graceful-exec"), "--quiet", "--"}, ours: true},
		{name: "graceful exec", argv: []string{filepath.Join(inits, "graceful"), "exec", "--quiet", "--"}, ours: true},
	}
	for i := range list {
		c := &list[i]
		if c.name == bare {
			continue
		}
		var err error
		if c.argv[0], err = exec.LookPath(c.argv[0]); err != nil {
			return nil, fmt.Errorf("%w; on Debian: apt-get install tini dumb-init", err)
		}
		info, err := os.Stat(c.argv[0])
		if err != nil {
			return nil, err
		}
		c.binary = int(info.Size() >> 10)
		if c.resident, c.anonymous, err = heldMemory(c.argv); err != nil {
			return nil, err
		}
	}
	// A neighbour's burst can cover all turns of one round, but not of several.
	for round := range initRounds {
		say("%d starts of a command behind each of %d inits, in turns, round %d", initStarts, len(list)-1, round+1)
		if err := measureStarts(list); err != nil {
			return nil, err
		}
		if brokenInits(list) == nil {
			break
		}
	}
	return list, nil
}

// measureStarts runs "true" behind each init in turns, so that all see the same
// noise. The first turns read the binaries from disk and do not count.
func measureStarts(list []initCost) error {
	for i := range list {
		list[i].starts = nil
	}
	for turn := range initStarts + 3 {
		for i := range list {
			c := &list[(i+turn)%len(list)] // Who goes first changes each time.
			argv := append(slices.Clone(c.argv), "true")
			began := time.Now()
			if err := exec.Command(argv[0], argv[1:]...).Run(); err != nil {
				return fmt.Errorf("%v: %w", argv, err)
			}
			if turn >= 3 {
				c.starts = append(c.starts, time.Since(began))
			}
		}
	}
	return nil
}

// called is the init of a name; an empty one when there is none.
func called(list []initCost, name string) initCost {
	for _, c := range list {
		if c.name == name {
			return c
		}
	}
	return initCost{}
}

// startRatio is the median of the ratios in each turn.
func startRatio(c, other initCost) float64 {
	return pair{graceful: c.starts, offset: other.starts}.ratio()
}

// brokenInits names each promise on an init that does not hold.
func brokenInits(list []initCost) error {
	var broken []error
	none, tini := called(list, bare), called(list, theirs)
	for _, c := range list {
		if !c.ours {
			continue
		}
		if added := median(c.starts) - median(none.starts); added >= promisedStartup || c.resident >= promisedMemory {
			broken = append(broken, fmt.Errorf("%s adds %v to a start and holds %d KiB, want less than %v and %d KiB", c.name, added, c.resident, promisedStartup, promisedMemory))
		}
		if c.name != smallest {
			continue
		}
		if r := startRatio(c, tini); r > promisedStartRatio {
			broken = append(broken, fmt.Errorf("a start behind %s takes %.2f times one behind tini, want at most %.1f", c.name, r, promisedStartRatio))
		}
		if r := float64(c.resident) / float64(tini.resident); r > promisedMemoryRatio {
			broken = append(broken, fmt.Errorf("%s holds %.2f times the memory of tini, want at most %.1f", c.name, r, promisedMemoryRatio))
		}
	}
	return errors.Join(broken...)
}

func (r results) initsTable() string {
	var b strings.Builder
	b.WriteString("| init | binary | start of `true` | beside tini | resident | beside tini | of it in no file |\n|---|--:|--:|--:|--:|--:|--:|\n")
	tini := called(r.inits, theirs)
	for _, c := range r.inits {
		start := fmt.Sprintf("%.1f ms | %.2f", inMilliseconds(median(c.starts)), startRatio(c, tini))
		if c.name == bare {
			fmt.Fprintf(&b, "| %s | | %s | | | |\n", c.name, start)
			continue
		}
		fmt.Fprintf(&b, "| %s | %d KiB | %s | %d KiB | %.2f | %d KiB |\n", c.name, c.binary, start, c.resident, float64(c.resident)/float64(tini.resident), c.anonymous)
	}
	return b.String()
}
