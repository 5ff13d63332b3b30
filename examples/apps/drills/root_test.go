//go:build drills && linux

package drills_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// root is where another distribution's servers are, so that more than one
// version of each can be drilled:
//
//	debootstrap --include=gunicorn,uvicorn,… trixie /srv/trixie
//	mount -t proc proc /srv/trixie/proc && mount --bind /dev /srv/trixie/dev
//	go test -tags drills -run 'TestFrameworks|TestWorkers' ./examples/apps/drills -args -root /srv/trixie
var root = flag.String("root", "", "run the servers in this folder, which has a system of its own")

// inRoot is the command as it runs there, in an app's folder, and the folder
// from which to start it.
func inRoot(t testing.TB, folder string, words []string) (command []string, from string) {
	t.Helper()
	from = filepath.Join("..", folder)
	if *root == "" {
		return words, from
	}
	inside := "/srv/" + filepath.Base(folder)
	if err := os.RemoveAll(*root + inside); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(*root+inside, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return rooted(inside, words), from
}

// rooted is the command in the root, if there is one, and in a folder there.
// The shell makes way for the command, which stays the process to stop.
func rooted(inside string, words []string) []string {
	if *root == "" {
		return words
	}
	return append([]string{"chroot", *root, "/bin/sh", "-c", `cd "$0" && exec "$@"`, inside}, words...)
}

// scratch is a new folder, by its name here and by its name in the root.
func scratch(t testing.TB) (outside, inside string) {
	t.Helper()
	outside, err := os.MkdirTemp(*root+os.TempDir(), "graceful-drills-") //nolint:usetesting // It must be inside the root.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(outside) })
	// A server that gives up its rights must get in.
	if err := os.Chmod(outside, 0o755); err != nil {
		t.Fatal(err)
	}
	return outside, strings.TrimPrefix(outside, *root)
}

var versionNumber = regexp.MustCompile(`[0-9]+\.[0-9]+`)

// version is what a command prints as its version, such as 1.26.
func version(t testing.TB, words []string) string {
	t.Helper()
	command := rooted("/", words)
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", words, err, out)
	}
	found := versionNumber.FindString(string(out))
	if found == "" {
		t.Fatalf("%v prints no version: %s", words, out)
	}
	return found
}

// atLeast compares two versions such as 0.22.
func atLeast(have, want string) bool {
	a, b := strings.Split(have, "."), strings.Split(want, ".")
	for i := range b {
		x, _ := strconv.Atoi(a[i])
		y, _ := strconv.Atoi(b[i])
		if x != y {
			return x > y
		}
	}
	return true
}
