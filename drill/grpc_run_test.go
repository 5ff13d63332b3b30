package drill_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// overGRPC drills unary calls and streams of a server's messages.
func overGRPC(mode string, path shutdown.StopPath) drill.Plan {
	p := plan(mode, path)
	p.Protocol = verdict.GRPC
	p.Requests = []drill.Request{{Path: "/drill.Work/Fast", Weight: 6}, {Path: "/drill.Work/Unary", Seconds: 0.6}, {Path: "/drill.Work/Stream", Seconds: 0.6}, {Path: "/drill.Work/Upload", Messages: 5, Seconds: 0.6}}
	return p
}

func TestRun_goodGRPCLosesNothing(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]drill.Plan{
		"drained":           overGRPC(goodCalls, shutdown.Drained),
		"concurrent":        overGRPC(goodCalls, shutdown.Concurrent),
		"TLS":               withTLS(overGRPC(goodCalls, shutdown.Concurrent)),
		"no health service": overGRPC(unhealthyless, shutdown.Concurrent),
		"behind graceful exec": func() drill.Plan {
			p := overGRPC(hastyCalls, shutdown.Concurrent)
			p.Command = append([]string{gracefulExec(t), "--quiet", "--"}, p.Command...)
			return p
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := play(t, p)
			if !r.OK || r.Lost() > 0 || r.ByReplacement == 0 || r.Answered == r.ByReplacement || r.LongestSurvived == nil || r.LongestSurvived.Float() < 0.6 {
				t.Errorf("a good app did not hold, or nothing was in flight:\n%s", report.DrillText(r))
			}
			// Behind graceful exec it turns with the signal that the app gets, a moment
			// before the goodbye, and a look may fall between the two.
			unready := r.Health.Unready != nil && r.Health.Code == 503 && (name != "behind graceful exec" || r.Health.Unready.Float() < 0.9)
			if unready != (name != "no health service" && name != "behind graceful exec") {
				t.Errorf("health = %+v", r.Health)
			}
		})
	}
}

// overHTTP2 drills requests over HTTP/2.
func overHTTP2(mode string) drill.Plan {
	p := plan(mode, shutdown.Concurrent)
	p.Protocol, p.Environment = verdict.HTTP2, append(p.Environment, http2Variable+"=1")
	return p
}

// asking is a plan for one kind of request.
func asking(p drill.Plan, r drill.Request) drill.Plan {
	p.Requests = []drill.Request{r}
	return p
}

func TestRun_goodHTTP2LosesNothing(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]drill.Plan{
		"requests":              overHTTP2(goodTransport),
		"answers":               overHTTP2(goodChunks),
		"answers of any length": overHTTP2(goodEnd),
		"answers that vary":     overHTTP2(goodVarying),
		"uploads":               asking(overHTTP2(goodUpload), drill.Request{Method: "PUT", Path: "/upload", Body: []byte("0123456789"), Seconds: 0.8}),
		"streams":               asking(overHTTP2(goodStream), drill.Request{Path: "/events?seconds={seconds}", Stream: true}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := play(t, p)
			if !r.OK || r.Lost() > 0 || r.ByReplacement == 0 || r.Answered == r.ByReplacement || r.LongestSurvived == nil || r.LongestSurvived.Float() < 0.75 {
				t.Errorf("a good app did not hold, or nothing was in flight:\n%s", report.DrillText(r))
			}
		})
	}
}

// plantedCalls are faults of gRPC servers.
func plantedCalls(rate int) map[string]planted {
	concurrent := func(mode string) drill.Plan { p := overGRPC(mode, shutdown.Concurrent); p.Rate = rate; return p }
	over := func(mode string) drill.Plan { p := overHTTP2(mode); p.Rate = rate; return p }
	return map[string]planted{
		"stops gRPC at the signal":        {concurrent(stopsCalls), verdict.ClosesListener, "while new requests may arrive for 1 s", true},
		"says goodbye at the signal":      {concurrent(hastyCalls), verdict.ClosesListener, "while new requests may arrive for 1 s", true},
		"cuts calls after the delay":      {concurrent(cutsCalls), verdict.DropsInFlight, "in flight", true},
		"closes its port over HTTP/2":     {over(closesPort), verdict.ClosesListener, "while new requests may arrive for 1 s", true},
		"answers UNAVAILABLE":             {concurrent(unavailable), verdict.RefusesWork, "such as UNAVAILABLE", true},
		"ends streams with OK":            {asking(concurrent(endsShort), drill.Request{Path: "/drill.Work/Stream", Seconds: 0.6}), verdict.CutsBodiesShort, "where all others have 30", true},
		"ends uploads with OK":            {asking(concurrent(endsShort), drill.Request{Path: "/drill.Work/Upload", Messages: 10, Seconds: 0.6}), verdict.SkipsWork, "without a body", true},
		"answers without the work":        {asking(concurrent(skipsCalls), drill.Request{Path: "/drill.Work/Unary", Seconds: 0.6}), verdict.SkipsWork, "in less than half of the time", true},
		"has another status":              {asking(concurrent(preconditions), drill.Request{Path: "/drill.Work/Fast"}), verdict.SkipsWork, "such as 9 FAILED_PRECONDITION", true},
		"cuts chunks over HTTP/2":         {over(cutsChunks), verdict.CutsBodiesShort, "that look whole", true},
		"cuts varying over HTTP/2":        {over(cutsVarying), verdict.CutsBodiesShort, "that look whole", true},
		"redirects over HTTP/2":           {over(redirects), verdict.SkipsWork, "302", true},
		"hurries over HTTP/2":             {over(hurries), verdict.SkipsWork, "in less than half of the time", true},
		"drops uploads over HTTP/2":       {asking(over(cutsUpload), drill.Request{Method: "PUT", Path: "/upload", Body: []byte("0123456789"), Seconds: 0.8}), verdict.DropsInFlight, "in flight", true},
		"cuts calls after the delay, TLS": {withTLS(concurrent(cutsCalls)), verdict.DropsInFlight, "in flight", true},
	}
}

func TestRun_namesGRPCFaults(t *testing.T) {
	t.Parallel()
	playPlanted(t, plantedCalls(20), nil)
}

// A plan that cannot be played over HTTP/2 says why.
func TestRun_wrongProtocol(t *testing.T) {
	t.Parallel()
	missing := overGRPC(goodCalls, shutdown.Concurrent)
	missing.Requests = append(missing.Requests, drill.Request{Path: "/drill.Work/Missing"})
	http1 := overGRPC(goodCalls, shutdown.Concurrent)
	http1.Environment = []string{modeVariable + "=" + goodTransport}
	unknown, without, sockets, timed, stream, method := missing, missing, missing, missing, missing, missing
	timed.Requests = []drill.Request{{Path: "/drill.Work/Unary", Body: []byte("{seconds}")}}
	stream.Requests = []drill.Request{{Path: "/drill.Work/Stream", Stream: true}}
	method.Requests = []drill.Request{{Path: "/drill.Work/Unary", Method: "PUT"}}
	unknown.Protocol, without.Requests, sockets.Profile = "spdy", nil, briefSockets()
	alone := drill.Plan{Profile: brief(), Path: shutdown.Concurrent, Protocol: verdict.HTTP2, URL: "http://127.0.0.1:1", PID: 1}
	for name, tt := range map[string]struct {
		plan drill.Plan
		want string
	}{
		"no such method":   {missing, "/drill.Work/Missing answered status 12 UNIMPLEMENTED"},
		"not HTTP/2":       {http1, "the app is not ready"},
		"no such protocol": {unknown, "choose http1, http2 or grpc"},
		"no path":          {without, "name one with its length"},
		"WebSockets":       {sockets, "the profile has websocket"},
		"says its time":    {timed, "which cannot say {seconds}"},
		"a stream":         {stream, "leave stream out"},
		"an id inside":     {asking(overGRPC(goodCalls, shutdown.Concurrent), drill.Request{Path: "/drill.Work/Unary", Body: []byte("{id}")}), "put it into the metadata"},
		"messages":         {asking(overHTTP2(goodTransport), drill.Request{Path: "/work", Messages: 2}), "say --protocol grpc"},
		"a method":         {method, "a gRPC call is a POST"},
		"no replacement":   {alone, "has no stand-in"},
	} {
		tt.plan.Ready = 2 * time.Second
		_, err := drill.Record(context.Background(), tt.plan)
		if !strings.Contains(fmt.Sprint(err), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
