//go:build drills

package drills_test

import (
	"path/filepath"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// app is one example with the ways to run it.
type app struct {
	name, folder string
	// naive is how most people run it, graceful how it stops by the contract.
	naive, graceful []string
	requests        []drill.Request
	// before are the requests of the naive form, where their time stands in
	// them: AWS's defaults have a longest work of their own. The same when nil.
	before   []drill.Request
	protocol verdict.Protocol
	// message is sent over WebSockets, and rate is so many a second; 100 when 0.
	message string
	rate    int
	// front is what stands before the app in a container of its own, where it has
	// one; the naive form has it beside the app.
	front []string
	// tls says that it speaks TLS.
	tls bool
	// often says that it is repeated most.
	often bool
	// once says that with -short it is played on one path behind one load
	// balancer alone: it is there for the table, and what is special about it
	// shows there, so that CI waits a minute at most for all of these.
	once bool
}

// served are the requests of servers that have no code of ours.
var served = []drill.Request{{Path: "/fast", Weight: 30}, {Path: "/slow", Seconds: 0.8}}

// apps lists the examples. bin is where the Go programs have been built.
func apps(bin string) []app {
	in := func(name string) string { return filepath.Join(bin, name) }
	wrapped := func(words ...string) []string { return append([]string{in("graceful-exec")}, words...) }
	uvicorn := []string{"uvicorn", "--no-access-log", "--host", "{HOST}", "--port", "{PORT}", "naive:app"}
	gunicorn := []string{"gunicorn", "--config", "naive.conf.py", "app:app"}
	puma := []string{"puma", "--config", "naive.rb", "naive.ru"}
	return append([]app{
		{name: "Go, lifecycle", folder: "go", naive: []string{in("go-naive")}, graceful: []string{in("go")}, often: true},
		{name: "WebSocket, lifecycle", folder: "websocket", naive: []string{in("websocket-naive")}, graceful: []string{in("websocket")}, message: "hello", rate: 20},
		{name: "Express", folder: "express", naive: []string{"node", "dist/naive.js"}, graceful: []string{"node", "dist/app.js"}, often: true},
		{name: "Node server.close(), graceful exec", folder: "express", naive: []string{"node", "dist/closing.js"}, graceful: wrapped("--", "node", "dist/closing.js")},
		{name: "FastAPI, uvicorn", folder: "fastapi-uvicorn", naive: uvicorn, graceful: []string{"/usr/bin/python3", "app.py"}},
		{name: "FastAPI, uvicorn, graceful exec", folder: "fastapi-uvicorn", naive: uvicorn, graceful: wrapped(append([]string{"--framework", "uvicorn", "--"}, append(uvicorn[:len(uvicorn):len(uvicorn)], "--timeout-keep-alive", "{SHUTDOWN_KEEP_ALIVE_SECONDS}")...)...)},
		{name: "Flask, gunicorn", folder: "wsgi-gunicorn", naive: gunicorn, graceful: []string{"gunicorn", "--config", "gunicorn.conf.py", "app:app"}},
		{name: "Flask, gunicorn, graceful exec", folder: "wsgi-gunicorn", naive: gunicorn, graceful: wrapped("--framework", "gunicorn", "--", "gunicorn", "--graceful-timeout", "{SHUTDOWN_DRAIN_SECONDS}", "--keep-alive", "{SHUTDOWN_KEEP_ALIVE_SECONDS}", "--config", "naive.conf.py", "app:app")},
		{name: "Rack, Puma", folder: "puma", naive: puma, graceful: []string{"puma", "--config", "puma.rb", "config.ru"}},
		{name: "Rack, Puma, graceful exec", folder: "puma", naive: puma, graceful: wrapped(append([]string{"--framework", "puma", "--"}, puma...)...)},
		{name: "Java, JDK server", folder: "java", naive: []string{"java", "-cp", "out", "Naive"}, graceful: []string{"java", "-cp", "out", "App"}},
		{name: "nginx, graceful exec", folder: "nginx", naive: []string{"./start.sh"}, graceful: wrapped("--stop-signal", "SIGQUIT", "--framework", "nginx", "--", "./start.sh"), requests: served},
		{name: "httpd, graceful exec", folder: "apache2", naive: []string{"./start.sh"}, graceful: wrapped("--stop-signal", "SIGWINCH", "--framework", "httpd", "--", "./start.sh"), requests: served},
		{name: "HAProxy, graceful exec", folder: "haproxy", naive: []string{"haproxy", "-db", "-f", "haproxy.cfg"},
			graceful: wrapped("--stop-signal", "SIGUSR1", "--framework", "haproxy", "--", "haproxy", "-db", "-f", "haproxy.cfg"), requests: served},
		{name: "TLS front, nginx", folder: "tls-front", naive: []string{"./both.sh", in("go-naive")}, graceful: []string{in("go")},
			front: wrapped("--stop-signal", "SIGQUIT", "--framework", "nginx", "--", "./front.sh"), tls: true, once: true},
	}, goApps(in, wrapped)...)
}
