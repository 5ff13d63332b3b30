package read

import (
	"errors"
	"io/fs"
	"strings"
)

// stack is the path of a stack's construct. The CDK shows it with the stack's name
// in brackets where that is another one.
func stack(shown, id string) string {
	path, _, _ := strings.Cut(shown, " (")
	if path == "" {
		return id
	}
	return path
}

// cause is an error of the file system without the path, which is said already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
