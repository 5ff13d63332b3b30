// Package drills drills every example app: as most people run it, on AWS's
// default settings, and by the contract, on the settings that a profile gives.
// It needs the apps' own tools, such as Node.js, gunicorn and HAProxy, so its
// tests run with the build tag "drills" only:
//
//	go test -tags drills -timeout 2h ./examples/apps/drills
//
// A tool that is missing fails the test with a sentence. With -table FILE the
// results are written as a table, and -repeat N plays each app N times.
package drills
