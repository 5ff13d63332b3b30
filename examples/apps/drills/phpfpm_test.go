//go:build drills && linux

package drills_test

import (
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// phpFPM is its command, with its own lines in the configuration.
func phpFPM(t testing.TB, s server, own *shutdown.FrameworkSettings) []string {
	outside, inside := scratch(t)
	fill(t, filepath.Join("..", s.folder, "php-fpm.conf"), filepath.Join(outside, "php-fpm.conf"),
		"${CONFIGURATION}", strings.Join(own.Configuration, "\n"), "${SOCKET}", socket)
	return []string{fpm(t), "--nodaemonize", "--fpm-config", filepath.Join(inside, "php-fpm.conf")}
}

// fpm is the program, which Debian names after its version.
func fpm(t testing.TB) string {
	t.Helper()
	found, _ := filepath.Glob(*root + "/usr/sbin/php-fpm[0-9]*")
	if len(found) == 0 {
		t.Fatal("these drills need PHP-FPM: install Debian's php-fpm")
	}
	return strings.TrimPrefix(found[len(found)-1], *root)
}

// socket stands for the address of PHP-FPM until it is known.
const socket = "{HOST}:{PORT}"

// front is an nginx before a PHP-FPM, both started here, since a drill knows
// one process only: the one that it stops.
type front struct {
	url string
	pid int
}

// newFront starts PHP-FPM with a command, and nginx before it.
func newFront(t testing.TB, s server, words []string) front {
	t.Helper()
	outside, inside := scratch(t)
	address, listen := "127.0.0.1:"+port(t), "127.0.0.1:"+port(t)
	config := words[len(words)-1]
	fill(t, *root+config, *root+config, socket, address)
	fill(t, filepath.Join("..", s.folder, "work.php"), filepath.Join(outside, "work.php"))
	command, from := inRoot(t, s.folder, words)
	fpm := launch(t, from, command)

	data := t.TempDir()
	if err := os.Chmod(data, 0o755); err != nil {
		t.Fatal(err)
	}
	fill(t, filepath.Join("..", s.folder, "nginx.conf"), filepath.Join(data, "nginx.conf"),
		"${DATA}/work.php", filepath.Join(inside, "work.php"), "${DATA}", data, "${ADDRESS}", listen, "${SOCKET}", address)
	launch(t, data, []string{"nginx", "-c", filepath.Join(data, "nginx.conf")})

	f := front{url: "http://" + listen, pid: fpm.Process.Pid}
	for limit := time.Now().Add(15 * time.Second); time.Now().Before(limit); time.Sleep(25 * time.Millisecond) {
		if answer, err := http.Get(f.url + "/health"); err == nil {
			_, _ = io.Copy(io.Discard, answer.Body)
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return f
			}
		}
	}
	t.Fatal("PHP-FPM behind nginx does not answer after 15 s")
	return f
}

// launch starts a command that is gone when the test ends.
func launch(t testing.TB, folder string, words []string) *exec.Cmd {
	t.Helper()
	command := exec.Command(words[0], words[1:]...)
	command.Dir = folder
	output, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout, command.Stderr = output, output
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { _ = command.Wait(); close(gone) }()
	t.Cleanup(func() {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		<-gone
		if text, err := os.ReadFile(output.Name()); err == nil && t.Failed() {
			t.Logf("%s:\n%s", words[0], text)
		}
		_ = output.Close()
	})
	return command
}

// fill copies a file with pairs of words replaced.
func fill(t testing.TB, from, to string, pairs ...string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, []byte(strings.NewReplacer(pairs...).Replace(string(text))), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// port is one that nobody listens on.
func port(t testing.TB) string {
	t.Helper()
	for {
		// Below the ports that the system gives to outgoing connections, and
		// above those that a drill takes.
		number := strconv.Itoa(30000 + rand.IntN(2700))
		if listener, err := net.Listen("tcp", "127.0.0.1:"+number); err == nil {
			_ = listener.Close()
			return number
		}
	}
}
