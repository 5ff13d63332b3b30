//go:build drills && linux

package drills_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pooled is an app with a database and Redis behind it.
type pooled struct {
	name, folder string
	// build makes its programs in a folder.
	build func(t testing.TB, bin string)
	// command runs it there; naive are its other forms.
	command func(bin string) []string
	naive   []naiveForm
	// steps are parts of the lines that its stop must log, in this order.
	steps []string
	// receipts says that a worker sends one for each order.
	receipts bool
}

// naiveForm is a form of an app that ends as many do, and what it must be seen to lose.
type naiveForm struct {
	name    string
	command func(bin string) []string
	loses   []loss
}

// loss is something that a stop may cost.
type loss struct {
	name  string
	count func(o outcome) int
}

var (
	requests = loss{"requests refused or cut", func(o outcome) int { return o.refused }}
	lines    = loss{"log lines of orders taken", func(o outcome) int { return o.unlogged }}
	sessions = loss{"sessions ended without a word", func(o outcome) int { return o.unclosed }}
	open     = loss{"transactions left open", func(o outcome) int { return o.open }}
)

func pooledApps() []pooled {
	return []pooled{
		{name: "go", folder: "go-pools", build: buildGoPools, receipts: true, command: compiled("go-pools"),
			steps: []string{`"msg":"stopping"`, `"msg":"delay over"`, `"msg":"draining: nothing new is accepted"`, `"msg":"closing"`,
				`"msg":"closer done","name":"receipts"`, `"msg":"closer done","name":"database"`, `"msg":"closer done","name":"redis"`,
				`"msg":"flusher done","name":"logs"`, `"msg":"stopped"`},
			naive: []naiveForm{{"naive", compiled("naive"), []loss{requests, lines, sessions, open}}}},
		{name: "fastapi", folder: "fastapi-uvicorn", build: needPython, command: always("/usr/bin/python3", "app.py"), steps: steps,
			// uvicorn finishes what has begun, and Python writes what is kept when it ends.
			naive: []naiveForm{{"naive", always("uvicorn", "--no-access-log", "--host", "{HOST}", "--port", "{PORT}", "naive:app"), []loss{requests, sessions}}}},
		{name: "flask", folder: "wsgi-gunicorn", build: needFlask, command: always("gunicorn", "--config", "gunicorn.conf.py", "app:app"), steps: steps,
			// gunicorn finishes what has begun. Python frees the pool at the end of a worker,
			// which closes it.
			naive: []naiveForm{{"naive", always("gunicorn", "--config", "naive.conf.py", "naive:app"), []loss{requests}}}},
		{name: "puma", folder: "puma", build: needPuma, command: always("puma", "--config", "puma.rb", "config.ru"), steps: steps,
			// Ruby frees the connections when it ends, which closes them.
			naive: []naiveForm{{"naive", always("puma", "--config", "naive.rb", "naive.ru"), []loss{requests, lines}}}},
		{name: "express", folder: "express", build: buildExpress, command: always("node", "dist/app.js"), steps: steps,
			naive: []naiveForm{
				// Not as PID 1, where Node ignores the signal: it ends at once.
				{"naive", always("node", "dist/naive.js"), []loss{requests, lines, sessions, open}},
				{"closing", always("node", "dist/closing.js"), []loss{requests, lines, sessions}},
			}},
		{name: "java", folder: "java", build: buildJava, command: always("java", "-cp", "out:"+jars, "App"), steps: steps,
			naive: []naiveForm{{"naive", always("java", "-cp", "out:"+jars, "Naive"), []loss{requests, lines, sessions, open}}}},
	}
}

// steps are those of the apps that keep the contract by code of their own.
var steps = []string{`"msg":"stopping"`, `"step":"delay"`, `"step":"listener"`, `"step":"workers"`, `"step":"database"`, `"step":"redis"`, `"step":"logs"`}

// compiled is a program that build has made.
func compiled(name string) func(string) []string {
	return func(bin string) []string { return []string{filepath.Join(bin, name)} }
}

// always is a command that is not built.
func always(command ...string) func(string) []string {
	return func(string) []string { return command }
}

func needPython(t testing.TB, _ string) {
	if out, err := exec.Command("/usr/bin/python3", "-c", "import asyncpg, fastapi, redis, uvicorn").CombinedOutput(); err != nil {
		t.Fatalf("these drills need Debian's python3-asyncpg, python3-fastapi, python3-redis and uvicorn: %v\n%s", err, out)
	}
}

func needFlask(t testing.TB, _ string) {
	if out, err := exec.Command("/usr/bin/python3", "-c", "import flask, gunicorn, psycopg2, redis").CombinedOutput(); err != nil {
		t.Fatalf("these drills need Debian's gunicorn, python3-flask, python3-psycopg2 and python3-redis: %v\n%s", err, out)
	}
}

func needPuma(t testing.TB, _ string) {
	if out, err := exec.Command("ruby", "-e", `%w[connection_pool pg puma redis sequel].each { |name| require name }`).CombinedOutput(); err != nil {
		t.Fatalf("these drills need Debian's puma, ruby-connection-pool, ruby-pg, ruby-redis and ruby-sequel: %v\n%s", err, out)
	}
}

func buildGoPools(t testing.TB, bin string) {
	for _, name := range []string{".", "./naive"} {
		if err := run("../go-pools", "go", "build", "-o", bin, name); err != nil {
			t.Fatal(err)
		}
	}
}

func buildExpress(t testing.TB, _ string) {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("these drills need %s: install %s", tool, tools[tool])
		}
	}
	if err := expressOnce(); err != nil {
		t.Fatal(err)
	}
}

func buildJava(t testing.TB, _ string) {
	for jar := range strings.SplitSeq(jars, ":") {
		if _, err := os.Stat(jar); err != nil {
			t.Fatalf("these drills need Debian's libhikaricp-java and libpostgresql-jdbc-java: %v", err)
		}
	}
	if err := javaOnce(); err != nil {
		t.Fatal(err)
	}
}
