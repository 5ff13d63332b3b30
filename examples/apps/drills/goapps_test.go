//go:build drills

package drills_test

import (
	"bytes"
	"net/http"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// longCalls is how long the longest calls and uploads take: all of the profiles'
// longest work but the room that the drill leaves. longBefore is the same of the
// longest work beside AWS's defaults, which is divided by defaultScale.
const (
	longCalls  = 0.8
	longBefore = 8.0
)

// goApps are kinds of work that need requests of their own, and what Go programs
// stop with that were written without this project.
func goApps(in func(string) string, wrapped func(...string) []string) []app {
	shut, calls := in("go-shutdown"), in("grpc-naive")
	timed := []drill.Request{{Path: "/events?seconds={seconds}", Stream: true}}
	unary := func(seconds float64, scale int) []drill.Request {
		return []drill.Request{{Path: "/work.Work/Do", Weight: 6}, call("/work.Work/Do", seconds, scale)}
	}
	stream := func(seconds float64, scale int) []drill.Request {
		return []drill.Request{call("/work.Work/Watch", seconds, scale)}
	}
	all := []app{
		{name: "Go, graceful exec", folder: "go-shutdown", naive: []string{shut}, graceful: wrapped("--", shut)},
		{name: "Uploads, graceful exec", folder: "go-shutdown", naive: []string{shut}, graceful: wrapped("--", shut), requests: uploads(longCalls), before: uploads(longBefore), rate: 40},
		{name: "Uploads, lifecycle", folder: "go", naive: []string{in("go-naive")}, graceful: []string{in("go")}, requests: uploads(longCalls), before: uploads(longBefore), rate: 40},
		{name: "Server-sent events, graceful exec", folder: "go-shutdown", naive: []string{shut}, graceful: wrapped("--", shut), requests: timed, rate: 40},
		{name: "Server-sent events, lifecycle", folder: "events", naive: []string{shut}, graceful: []string{in("events")}, requests: []drill.Request{{Path: "/events", Stream: true}}, rate: 20},
	}
	for _, of := range []struct {
		name     string
		graceful []string
	}{{"graceful exec", wrapped("--", calls)}, {"lifecycle", []string{in("grpc")}}} {
		all = append(all,
			app{name: "gRPC unary, " + of.name, folder: "grpc", naive: []string{calls}, graceful: of.graceful, protocol: verdict.GRPC, requests: unary(longCalls, 1), before: unary(longBefore, defaultScale)},
			app{name: "gRPC stream, " + of.name, folder: "grpc", naive: []string{calls}, graceful: of.graceful, protocol: verdict.GRPC, requests: stream(longCalls, 1), before: stream(longBefore, defaultScale), rate: 40})
	}
	for _, of := range []struct{ name, folder string }{{"oklog/run", "oklog-run"}, {"fx", "fx"}, {"ory/graceful", "ory-graceful"}} {
		naive := in(of.folder + "-naive")
		all = append(all,
			app{name: of.name + ", graceful exec", folder: of.folder, naive: []string{naive}, graceful: wrapped("--", naive)},
			app{name: of.name + ", lifecycle", folder: of.folder, naive: []string{naive}, graceful: []string{in(of.folder)}})
	}
	for i := range all {
		all[i].once = true
	}
	return all
}

// uploads are bodies that take so many seconds to send, among quick answers.
func uploads(seconds float64) []drill.Request {
	return append(drill.DefaultRequests(), drill.Request{Method: http.MethodPost, Path: "/upload", Body: bytes.Repeat([]byte("0123456789abcdef"), 1<<10), Seconds: seconds})
}

// call is a gRPC call whose message, a google.protobuf.Duration, asks for so many
// seconds. The drill divides those that stand beside it, and not the message.
func call(method string, seconds float64, scale int) drill.Request {
	message, err := proto.Marshal(durationpb.New(time.Duration(seconds*float64(time.Second)) / time.Duration(scale)))
	if err != nil {
		panic(err)
	}
	return drill.Request{Path: method, Body: message, Seconds: seconds}
}
