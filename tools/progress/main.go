// Command progress reads the events of `go test -json` and shows a person how
// far the tests are: a line for each finished package, the whole output of each
// failure, every skipped test with its reason, and a closing count. A line that a
// test begins with "==> " is shown at once, and when nothing has been shown for
// 20 seconds, what is running.
//
//	go test -json ./... | progress
//
// It ends with 1 when a test or a build failed, or when no test ran at all: a
// run without tests must not look like a green one.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"time"
)

// silence is how long nothing may be shown.
const silence = 20 * time.Second

func main() {
	beat := time.NewTicker(time.Second)
	defer beat.Stop()
	os.Exit(run(os.Stdin, os.Stdout, beat.C))
}

// run shows the events as they come, and what is running on a beat that finds a
// long silence.
func run(in io.Reader, out io.Writer, beats <-chan time.Time) int {
	t := newTally(out)
	lines := make(chan []byte)
	failed := make(chan error, 1)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(in)
		scanner.Buffer(nil, 64<<20)
		for scanner.Scan() {
			lines <- append([]byte(nil), scanner.Bytes()...)
		}
		failed <- scanner.Err()
	}()
	for {
		select {
		case line, more := <-lines:
			if more {
				t.line(line)
				continue
			}
			if err := <-failed; err != nil {
				fmt.Fprintf(out, "reading the tests' events: %v\n", err)
				return 1
			}
			return t.close()
		case now := <-beats:
			t.beat(now)
		}
	}
}
