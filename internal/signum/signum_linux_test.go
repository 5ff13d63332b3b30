package signum_test

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/signum"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestNumber_everySignal: the shell has the same number for every signal that a
// profile may name, and the name comes back.
func TestNumber_everySignal(t *testing.T) {
	t.Parallel()
	seen := map[syscall.Signal]bool{}
	for _, s := range shutdown.Signals() {
		n, ok := signum.Number(string(s))
		if !ok || seen[n] || signum.Name(n) != string(s) {
			t.Errorf("%s has the number %d, %v, and that the name %s", s, n, ok, signum.Name(n))
		}
		seen[n] = true
		out, err := exec.CommandContext(t.Context(), "bash", "-c", "kill -l "+strconv.Itoa(int(n))).Output()
		if err != nil {
			t.Fatal(err)
		}
		// The shell counts the upper half down from the last one.
		name := "SIG" + strings.TrimSpace(string(out))
		if down, ok := strings.CutPrefix(name, "SIGRTMAX"); ok {
			k, _ := strconv.Atoi(down)
			name = "SIGRTMIN+" + strconv.Itoa(30+k)
		}
		if name != string(s) {
			t.Errorf("the shell calls %d %s, want %s", n, name, s)
		}
	}
}

func TestNumber_nearMisses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "TERM", "sigterm", "SIGRTMIN+0", "SIGRTMIN+31", "SIGRTMIN1", "SIGRTMIN-1", "SIGRTMIN++1", "SIGRTMIN+01", "SIGRTMIN+", "SIGRTMAX", "SIGRTMIN+1 ", "34"} {
		if n, ok := signum.Number(name); ok {
			t.Errorf("Number(%q) = %d, want none", name, n)
		}
	}
}
