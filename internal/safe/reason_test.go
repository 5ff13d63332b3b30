package safe_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

func TestReason(t *testing.T) {
	t.Parallel()
	why := errors.New("the disk is gone")
	tests := map[string]struct {
		err  error
		want string
	}{
		"plain":      {why, "the disk is gone"},
		"of a file":  {fmt.Errorf("load: %w", &fs.PathError{Op: "open", Path: "a\nb", Err: why}), "the disk is gone"},
		"of a link":  {&os.LinkError{Op: "rename", Old: "a\nb", New: "c", Err: why}, "the disk is gone"},
		"of a call":  {os.NewSyscallError("fork", why), "the disk is gone"},
		"of a start": {&exec.Error{Name: "a\nb", Err: why}, "the disk is gone"},
		"two lines":  {errors.New("a\n::error::b"), `a\n::error::b`},
	}
	for name, tt := range tests {
		if got := safe.Reason(tt.err); got != tt.want {
			t.Errorf("%s: Reason() = %q, want %q", name, got, tt.want)
		}
	}
}
