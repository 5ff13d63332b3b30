package released

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A newcomer is a machine that has seen no module yet, with a proxy that has
// the checkout's.
type newcomer struct {
	t      *testing.T
	folder string
	env    []string
}

// newNewcomer publishes both modules; further are the proxies behind them.
func newNewcomer(t *testing.T, further ...string) newcomer {
	t.Helper()
	checkout, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	proxy := t.TempDir()
	for folder, path := range map[string]string{".": rootModule, "lifecycle": lifecycleModule} {
		if err := publish(proxy, checkout, folder, path); err != nil {
			t.Fatal(err)
		}
	}
	n := newcomer{t: t, folder: t.TempDir()}
	n.env = append(os.Environ(), "GOPROXY="+strings.Join(append([]string{"file://" + filepath.ToSlash(proxy)}, further...), ","),
		"GOMODCACHE="+t.TempDir(), "GOBIN="+filepath.Join(n.folder, "bin"), "GOFLAGS=-modcacherw",
		"GOSUMDB=off", "GOPRIVATE=", "GONOPROXY=", "GOWORK=", "GOTOOLCHAIN=local", "CGO_ENABLED=0")
	return n
}

// run returns what a command prints and ends the test if it fails.
func (n newcomer) run(words ...string) string {
	n.t.Helper()
	command := exec.Command(words[0], words[1:]...)
	command.Dir, command.Env = n.folder, n.env
	var errors strings.Builder
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		n.t.Fatalf("%s: %v\n%s%s", strings.Join(words, " "), err, out, &errors)
	}
	return strings.TrimSpace(string(out))
}

const program = `package main

import (
	"net/http"

	"` + lifecycleModule + `"
)

func main() {
	var app lifecycle.App
	app.HTTP(&http.Server{Addr: ":8080", Handler: app.Ready()})
	app.Main()
}
`

// TestApp_inheritsNothing adds lifecycle to an app as the guide says, without a
// network, and looks at what else has come: no module, and no later Go.
func TestApp_inheritsNothing(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, "off")
	for name, text := range map[string]string{"main.go": program, "go.mod": "module example.com/app\n\ngo 1.24\n"} {
		if err := os.WriteFile(filepath.Join(n.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n.run("go", "get", lifecycleModule)
	n.run("go", "mod", "tidy")
	n.run("go", "build", "-o", "app", ".")
	got := strings.Split(n.run("go", "list", "-m", "all"), "\n")
	if want := []string{"example.com/app", lifecycleModule + " " + version}; !slices.Equal(got, want) {
		t.Errorf("the app has the modules\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got, want := n.run("go", "list", "-m", "-f", "{{.GoVersion}}"), "1.24"; got != want {
		t.Errorf("the app needs Go %s, want %s as before", got, want)
	}
}

// TestInstall_commandLine installs both commands as the README says. What they
// need of others comes from this machine's modules, and from its proxy if not.
func TestInstall_commandLine(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "env", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	cache, usual, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	n := newNewcomer(t, "file://"+filepath.ToSlash(filepath.Join(cache, "cache", "download")), usual)
	n.run("go", "install", "-trimpath", rootModule+"/cmd/graceful@"+version, rootModule+"/cmd/graceful-exec@"+version)
	if got := n.run(filepath.Join(n.folder, "bin", "graceful"), "version"); !strings.Contains(got, strings.TrimPrefix(version, "v")) {
		t.Errorf("graceful version printed %q, want it to hold %s", got, version)
	}
	n.run("go", "version", filepath.Join(n.folder, "bin", "graceful-exec"))
}
