// Command progress reads the events of `go test -json` and shows a person how
// far the tests are: a line for each finished package, the whole output of each
// failure, every skipped test with its reason, and a closing count.
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
)

func main() {
	os.Exit(run(os.Stdin, os.Stdout))
}

func run(in io.Reader, out io.Writer) int {
	t := newTally(out)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		t.line(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintf(out, "reading the tests' events: %v\n", err)
		return 1
	}
	return t.close()
}
