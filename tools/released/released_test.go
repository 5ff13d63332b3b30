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

// newNewcomer publishes the modules; further are the proxies behind them.
func newNewcomer(t *testing.T, further ...string) newcomer {
	t.Helper()
	checkout, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	proxy := t.TempDir()
	for folder, path := range map[string]string{".": rootModule, "lifecycle": lifecycleModule, "lifecycle/drainwatch": watchModule} {
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

// noticing is the program with a watch of the load balancer's drain.
var noticing = strings.Replace(strings.Replace(program, "\tapp.Main()", "\tapp.Notice(drainwatch.Watch)\n\tapp.Main()", 1),
	`lifecycle"`, `lifecycle"
	"`+watchModule+`"`, 1)

// TestApp_withDrainWatch adds the watch to that app: the two fit each other as
// they are, without a replace, and what comes with it is the AWS SDK alone.
func TestApp_withDrainWatch(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, here(t)...)
	for name, text := range map[string]string{"main.go": noticing, "go.mod": "module example.com/app\n\ngo 1.24\n"} {
		if err := os.WriteFile(filepath.Join(n.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n.run("go", "get", lifecycleModule, watchModule)
	n.run("go", "build", "-trimpath", "-o", "app", ".")
	sdk := 0
	for _, path := range strings.Fields(n.run("go", "list", "-deps", "-f", "{{if .Module}}{{.Module.Path}}{{end}}", ".")) {
		switch {
		case strings.HasPrefix(path, "github.com/aws/"):
			sdk++
		case path != "example.com/app" && path != lifecycleModule && path != watchModule:
			t.Errorf("the app has inherited %s, which is not of the AWS SDK", path)
		}
	}
	if sdk == 0 {
		t.Error("the app has no package of the AWS SDK: the check looks in the wrong place")
	}
}

// here are the proxies behind the checkout's: this machine's modules, and its own
// proxy if they are not enough.
func here(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	cache, usual, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return []string{"file://" + filepath.ToSlash(filepath.Join(cache, "cache", "download")), usual}
}

// TestInstall_commandLine installs both commands as the README says. What they
// need of others comes from this machine's modules, and from its proxy if not.
func TestInstall_commandLine(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, here(t)...)
	n.run("go", "install", "-trimpath", rootModule+"/cmd/graceful@"+version, rootModule+"/cmd/graceful-exec@"+version)
	if got := n.run(filepath.Join(n.folder, "bin", "graceful"), "version"); !strings.Contains(got, strings.TrimPrefix(version, "v")) {
		t.Errorf("graceful version printed %q, want it to hold %s", got, version)
	}
	n.run("go", "version", filepath.Join(n.folder, "bin", "graceful-exec"))
}
