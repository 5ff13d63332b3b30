//go:build drills

package drills_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

func TestMain(m *testing.M) {
	// Debian keeps servers where an ordinary user's path does not look.
	_ = os.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin")
	status := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(status)
}

// tools are the commands that the drills need, and how to get them.
var tools = map[string]string{
	"node": "Node.js 20", "npm": "npm", "javac": "a JDK, such as Debian's openjdk-17-jdk-headless", "java": "a Java runtime",
	"/usr/bin/python3": "Debian's python3", "gunicorn": "Debian's gunicorn and python3-flask", "uvicorn": "Debian's uvicorn and python3-fastapi",
	"puma": "Debian's puma", "nginx": "Debian's nginx-light", "apache2": "Debian's apache2", "haproxy": "Debian's haproxy",
	"openssl": "Debian's openssl",
}

var built string

// build makes the programs of the examples, once, and returns the folder of
// the Go ones. What is missing fails the test.
func build(t testing.TB) string {
	t.Helper()
	for tool, how := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Errorf("these drills need %s: install %s", tool, how)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	if err := buildOnce(); err != nil {
		t.Fatal(err)
	}
	return built
}

var buildOnce = sync.OnceValue(func() (err error) {
	if built, err = os.MkdirTemp("", "graceful-drills-"); err != nil {
		return err
	}
	for _, c := range []struct {
		folder string
		words  []string
	}{
		{"..", []string{"go", "build", "-o", built, "./go-naive", "./go-shutdown", "./grpc-naive", "./websocket-naive", "../../cmd/graceful-exec"}},
		// Each of these is a module, as an app that imports lifecycle is.
		{"../go", []string{"go", "build", "-o", built, "."}},
		{"../websocket", []string{"go", "build", "-o", built, "."}},
		{"../events", []string{"go", "build", "-o", built, "."}},
		{"../grpc", []string{"go", "build", "-o", built, "."}},
		{"../oklog-run", []string{"go", "build", "-o", filepath.Join(built, "oklog-run-naive"), "./naive"}},
		{"../oklog-run", []string{"go", "build", "-o", filepath.Join(built, "oklog-run"), "./lifecycle"}},
		{"../fx", []string{"go", "build", "-o", filepath.Join(built, "fx-naive"), "./naive"}},
		{"../fx", []string{"go", "build", "-o", filepath.Join(built, "fx"), "./lifecycle"}},
		{"../ory-graceful", []string{"go", "build", "-o", filepath.Join(built, "ory-graceful-naive"), "./naive"}},
		{"../ory-graceful", []string{"go", "build", "-o", filepath.Join(built, "ory-graceful"), "./lifecycle"}},
	} {
		if err := run(c.folder, c.words...); err != nil {
			return err
		}
	}
	if err := javaOnce(); err != nil {
		return err
	}
	return expressOnce()
})

// jars are what the Java app needs for its pool, as Debian has it.
const jars = "/usr/share/java/HikariCP.jar:/usr/share/java/postgresql.jar:/usr/share/java/slf4j-api.jar:/usr/share/java/slf4j-simple.jar"

var javaOnce = sync.OnceValue(func() error {
	return run("../java", "javac", "-cp", jars, "-sourcepath", ".", "-d", "out", "App.java", "Naive.java")
})

var expressOnce = sync.OnceValue(func() error {
	if err := run("../express", "npm", "ci", "--no-fund", "--no-audit", "--loglevel=error"); err != nil {
		return err
	}
	return run("../express", "npm", "run", "build")
})

func run(folder string, words ...string) error {
	command := exec.Command(words[0], words[1:]...)
	command.Dir = folder
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", words, err, out)
	}
	return nil
}
