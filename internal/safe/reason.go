package safe

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
)

// Reason is why something failed, without the call and the file that errors of
// the system repeat: a message names what matters in its own words.
func Reason(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	var call *os.SyscallError
	var start *exec.Error
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	case errors.As(err, &call):
		err = call.Err
	case errors.As(err, &start):
		err = start.Err
	}
	return Line(err.Error())
}
