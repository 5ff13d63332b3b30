// Package drills drills every example app: as most people run it, on AWS's
// default settings, and by the contract, on the settings that a profile gives.
// It also puts the framework table to the test on the real servers. All that
// needs the apps' own tools, such as Node.js, gunicorn and HAProxy, so the
// tests run with the build tag "drills" only:
//
//	make drills-short
//	go test -tags drills -timeout 2h -v ./examples/apps/drills
//
// A tool that is missing fails the test with a sentence. With -short each app is
// played once; with -table FILE the results are written as a table, -repeat N
// plays each app N times, and -root DIR runs the servers of another system.
package drills
