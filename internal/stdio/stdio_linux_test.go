package stdio_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/stdio"
)

const asProgram = "STDIO_TEST_AS_PROGRAM"

// TestMain makes the test binary a program that copies its input to its output
// and says on standard error how that went.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	_, in := io.ReadAll(stdio.Input())
	_, out := stdio.Output().Write([]byte("text"))
	fmt.Fprintf(os.Stderr, "in %v, out %v\n", in, out)
	os.Exit(0)
}

func TestStdio(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const ok, noInput, noOutput = "<nil>", "it is closed; name a file, or send one to it", "it is closed; to discard the result, send it to the null device"
	tests := map[string]struct{ redirect, in, out string }{
		"open":                         {"", ok, ok},
		"null":                         {"< /dev/null > /dev/null", ok, ok},
		"null, appended":               {">> /dev/null", ok, ok},
		"zero":                         {"1<> /dev/zero", ok, ok},
		"a file, both ways":            {"1<> $T/file", ok, ok},
		"closed input":                 {"<&-", noInput, ok},
		"closed output":                {">&-", ok, noOutput},
		"both":                         {"<&- >&-", noInput, noOutput},
		"null both ways, to all three": {"< /dev/null 0<> /dev/null 1>&0 3>&2 2>&0 2>&3", ok, ok},
		"null in place of two":         {"0<> /dev/null 1>&0", ok, ok},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), "sh", "-c", `"$0" `+tt.redirect, self)
			var stderr strings.Builder
			cmd.Env, cmd.Stderr = append(os.Environ(), asProgram+"=1", "T="+t.TempDir()), &stderr
			if err := cmd.Run(); err != nil {
				t.Fatal(err)
			}
			if want := "in " + tt.in + ", out " + tt.out + "\n"; stderr.String() != want {
				t.Errorf("%s: %q, want %q", tt.redirect, stderr.String(), want)
			}
		})
	}
}
