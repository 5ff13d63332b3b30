//go:build drills && linux

package drills_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// server is a framework that serves requests, and how it is run.
type server struct {
	name shutdown.FrameworkName
	// folder is its example app.
	folder string
	// version prints its version.
	version []string
	// command runs it with its own settings, as graceful prints them.
	command func(t testing.TB, s server, own *shutdown.FrameworkSettings) []string
	// quick is how it is run for its quick signals, if otherwise, and quickRate so
	// many requests it gets a second then. rate is that of now; 50 when 0.
	quick           []string
	quickRate, rate int
	requests        []drill.Request
	// slow makes requests take longer than a drain of 1 s.
	slow []string
	// unbounded is the first version whose drain has a bound; the test of the
	// bound is of later versions only.
	boundedFrom string
	// late is how long it takes beyond its bound, in seconds.
	late float64
	// behind puts a server of HTTP before one that speaks something else.
	behind bool
	// ours says that the app stops by code of this project, on this machine only.
	ours bool
}

// words is a command without settings of its own: the app reads the contract.
func words(command ...string) func(testing.TB, server, *shutdown.FrameworkSettings) []string {
	return func(testing.TB, server, *shutdown.FrameworkSettings) []string { return command }
}

// arguments is a command with the framework's own arguments in place of a word "...".
func arguments(command ...string) func(testing.TB, server, *shutdown.FrameworkSettings) []string {
	return func(_ testing.TB, _ server, own *shutdown.FrameworkSettings) []string {
		var out []string
		for _, w := range command {
			if w == "..." {
				out = append(out, own.Arguments...)
				continue
			}
			out = append(out, w)
		}
		return out
	}
}

// configured is a command with the name of a file in place of a word "...": a
// file of the app with the framework's own lines after it.
func configured(file string, command ...string) func(testing.TB, server, *shutdown.FrameworkSettings) []string {
	return func(t testing.TB, s server, own *shutdown.FrameworkSettings) []string {
		text, err := os.ReadFile(filepath.Join("..", s.folder, file))
		if err != nil {
			t.Fatal(err)
		}
		outside, inside := scratch(t)
		whole := string(text) + "\n" + strings.Join(own.Configuration, "\n") + "\n"
		if err := os.WriteFile(filepath.Join(outside, filepath.Base(file)), []byte(whole), 0o644); err != nil {
			t.Fatal(err)
		}
		return arguments(command...)(t, s, &shutdown.FrameworkSettings{Arguments: []string{filepath.Join(inside, filepath.Base(file))}})
	}
}

// servers lists every framework that serves requests and can be installed here.
func servers(bin string) []server {
	work := []string{"SHUTDOWN_DRAIN_SECONDS=1"}
	return []server{
		{name: "go", folder: "go", version: []string{"go", "env", "GOVERSION"}, command: words(filepath.Join(bin, "go")),
			quick: []string{filepath.Join(bin, "go-naive")}, slow: work, ours: true},
		{name: "node", folder: "express", version: []string{"node", "--version"}, command: words("node", "dist/app.js"), slow: work, ours: true},
		{name: "gunicorn", folder: "wsgi-gunicorn", version: []string{"gunicorn", "--version"},
			command: arguments("gunicorn", "...", "--config", "naive.conf.py", "app:app"),
			// The threads of gthread finish their requests even on a quick signal,
			// within the graceful timeout; sync workers do not. The master answers no
			// signal until it has started all of them, 0.1 s each, so they are few.
			quick: []string{"gunicorn", "--config", "naive.conf.py", "--preload", "--worker-class", "sync", "--workers", "6", "--threads", "1", "app:app"}, quickRate: 8, slow: work},
		{name: "uvicorn", folder: "fastapi-uvicorn", version: []string{"uvicorn", "--version"}, command: uvicorn, slow: work, boundedFrom: "0.22"},
		{name: "puma", folder: "puma", version: []string{"puma", "--version"}, command: configured("naive.rb", "puma", "--config", "...", "naive.ru"), slow: work},
		{name: "nginx", folder: "nginx", version: []string{"nginx", "-v"}, command: arguments("./start.sh", "..."), requests: served, slow: append(work, "SLOW_KB=1000")},
		{name: "httpd", folder: "apache2", version: []string{"apache2", "-v"}, command: arguments("./start.sh", "..."), requests: served, slow: append(work, "SLOW_KB=6400"),
			// After GracefulShutdownTimeout the threads of httpd still finish
			// their requests, until their parent kills them 9 s later.
			late: 9},
		{name: "php_fpm", folder: "drills/php-fpm", version: []string{"/bin/sh", "-c", "exec /usr/sbin/php-fpm[0-9]* --version"}, command: phpFPM, behind: true, slow: work},
		{name: "haproxy", folder: "haproxy", version: []string{"haproxy", "-v"}, command: haproxy, requests: served, slow: append(work, "SLOW_MS=10000")},
	}
}

// uvicorn leaves out the bound that an old version does not know.
func uvicorn(t testing.TB, s server, own *shutdown.FrameworkSettings) []string {
	words := own.Arguments
	if !s.bounded(t) {
		for i, w := range words {
			if w == "--timeout-graceful-shutdown" {
				words = append(append([]string{}, words[:i]...), words[i+2:]...)
				break
			}
		}
	}
	return append(append([]string{"uvicorn"}, words...), "--no-access-log", "--host", "{HOST}", "--port", "{PORT}", "naive:app")
}

// haproxy reads a second file, with each line in the section that it belongs to.
func haproxy(t testing.TB, s server, own *shutdown.FrameworkSettings) []string {
	text, err := os.ReadFile(filepath.Join("..", s.folder, "haproxy.cfg"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		for _, own := range own.Configuration {
			name := own[:strings.LastIndexByte(own, ' ')]
			if strings.HasPrefix(strings.TrimSpace(line), name+" ") {
				lines[i] = "  " + own
			}
		}
	}
	outside, inside := scratch(t)
	if err := os.WriteFile(filepath.Join(outside, "haproxy.cfg"), []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	return []string{"haproxy", "-db", "-f", filepath.Join(inside, "haproxy.cfg")}
}
