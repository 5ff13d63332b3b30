// Package stdio opens standard input and output so that a closed one fails.
//
// Go's runtime opens the null device in the place of a standard file that is
// closed, before any code of the program runs. A result would vanish there with
// exit status 0, and a file that nobody sent would look empty.
package stdio

import (
	"errors"
	"io"
	"os"
)

var (
	errNoInput  = errors.New("it is closed; name a file, or send one to it")
	errNoOutput = errors.New("it is closed; to discard the result, send it to the null device")
)

// Input is standard input, or what fails like it when it is closed.
func Input() io.Reader {
	if closed(0) {
		return shut{}
	}
	return os.Stdin
}

// Output is standard output, or what fails like it when it is closed.
func Output() io.Writer {
	if closed(1) {
		return shut{}
	}
	return os.Stdout
}

type shut struct{}

func (shut) Read([]byte) (int, error)  { return 0, errNoInput }
func (shut) Write([]byte) (int, error) { return 0, errNoOutput }
