package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// idle has connections that were left idle from the given times on, each closed at
// the time beside it.
func idle(pairs ...time.Duration) func(*verdict.Recording) {
	return func(r *verdict.Recording) {
		r.Idle = &verdict.IdleRecord{Balancer: shutdown.ALB, Timeout: s(60 * second)}
		for i := 0; i < len(pairs); i += 2 {
			r.Idle.Connections = append(r.Idle.Connections, verdict.IdleConnection{From: pairs[i], Closed: pairs[i+1]})
		}
	}
}

// The signal comes at 1 s, new requests until 2 s, and the exit at 3 s.
func TestJudge_idle(t *testing.T) {
	t.Parallel()
	const ms, never = time.Millisecond, verdict.Never
	also := func(first func(*verdict.Recording), more ...func(*verdict.Recording)) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			first(r)
			for _, change := range more {
				change(r)
			}
		}
	}
	late := func(pairs ...time.Duration) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			idle(pairs...)(r)
			for i := range r.Idle.Connections {
				r.Idle.Connections[i].Late = true
			}
		}
	}
	told := func(r *verdict.Recording) {
		for i := range r.Idle.Connections {
			r.Idle.Connections[i].Told = true
		}
	}
	declared := func(n time.Duration) func(*verdict.Recording) {
		return func(r *verdict.Recording) { r.Idle.Connections[0].Declared = new(s(n)) }
	}
	behind := func(b shutdown.LoadBalancer, timeout time.Duration) func(*verdict.Recording) {
		return func(r *verdict.Recording) { r.Idle.Balancer, r.Idle.Timeout = b, s(timeout) }
	}
	drained := func(r *verdict.Recording) { r.Path, r.Deregistered, r.LastRouted = shutdown.Drained, 100*ms, 600*ms }
	tests := map[string]struct {
		change func(*verdict.Recording)
		want   []string
		words  string // in the message, or in the report where there is none
	}{
		"not looked at":                            {func(*verdict.Recording) {}, nil, "listener"},
		"kept until the exit":                      {idle(0, 3*second, 100*ms, 2950*ms), nil, "2 watched for up to 1 s of the load balancer's idle timeout of 60 s; none closed before its time"},
		"kept until the drill ends":                {idle(0, never, 100*ms, never), nil, "none closed before its time"},
		"closed when the delay is over":            {idle(0, 2*second, 100*ms, 2*second), nil, "none closed before its time"},
		"closed in the delay's last moment":        {idle(0, 1700*ms, 100*ms, 1700*ms), nil, "none closed before its time"},
		"closed a moment before that":              {idle(0, 1690*ms, 100*ms, 1690*ms), []string{verdict.DropsIdle + "!"}, "2 idle connections of 2 without a word, the first 0.69 s after the signal"},
		"closed at the signal":                     {idle(0, 1*second, 100*ms, 1*second), []string{verdict.DropsIdle + "!"}, "for 1 s"},
		"one closed at the signal":                 {idle(0, 1*second, 100*ms, never), []string{verdict.DropsIdle + "!"}, "1 idle connection of 2"},
		"closed at the signal, NLB":                {also(idle(0, second), behind(shutdown.NLB, 350*second)), []string{verdict.DropsIdle}, "a client that sends"},
		"closed at the signal, no load balancer":   {also(idle(0, second), behind(shutdown.NoLoadBalancer, 0)), []string{verdict.DropsIdle}, "a client that sends"},
		"closed at the signal, older than any":     {also(idle(0, second), behind(shutdown.ALB, 1300*ms)), nil, "none closed before its time"},
		"closed at the signal, almost that old":    {also(idle(0, second), behind(shutdown.ALB, 1301*ms)), []string{verdict.DropsIdle + "!"}, "0 s after the signal"},
		"closed at the signal, drained":            {also(idle(0, second, 100*ms, second), drained), nil, "none closed before its time"},
		"each answer says that it ends":            {also(idle(0, 1*ms, 100*ms, 101*ms), told), nil, "none: every answer says that its connection ends"},
		"no answer came":                           {idle(never, never), nil, "none: no answer came on one"},
		"closed before the signal":                 {idle(0, 500*ms, 100*ms, 600*ms), []string{verdict.KeepAliveTooShort + "!"}, "after 0.5 s, sooner than the load balancer's idle timeout of 60 s"},
		"closed before the signal, NLB":            {also(idle(0, 500*ms), behind(shutdown.NLB, 350*second)), []string{verdict.KeepAliveTooShort}, "350 s"},
		"closed by age, without a load balancer":   {also(idle(0, 500*ms), behind(shutdown.NoLoadBalancer, 0)), nil, "1 watched for up to 0.5 s; none closed"},
		"closed by age, as late as may be":         {also(idle(0, 500*ms), behind(shutdown.ALB, 800*ms)), nil, "none closed before its time"},
		"closed by age, a moment sooner":           {also(idle(0, 500*ms), behind(shutdown.ALB, 801*ms)), []string{verdict.KeepAliveTooShort + "!"}, "0.801 s"},
		"closed by age after the signal":           {idle(0, 1200*ms, 100*ms, 1305*ms), []string{verdict.KeepAliveTooShort + "!"}, "after 1.2 s"},
		"closed together, of different ages":       {idle(0, 1200*ms, 100*ms, 1240*ms), []string{verdict.DropsIdle + "!"}, "0.2 s after the signal"},
		"late, closed at once":                     {late(1100*ms, 1101*ms, 1200*ms, 1201*ms), []string{verdict.DropsIdle + "!"}, "2 connections of 2 after an answer from the signal on"},
		"late, closed at once, NLB":                {also(late(1100*ms, 1101*ms), behind(shutdown.NLB, 350*second)), []string{verdict.DropsIdle}, "a client that sends"},
		"late, told":                               {also(late(1100*ms, 1101*ms), told), nil, "after the signal every answer says"},
		"late, closed in the last moment":          {late(1100*ms, 1700*ms), nil, "of 1 begun after the signal none closed"},
		"late, closed a moment before that":        {late(1100*ms, 1699*ms), []string{verdict.DropsIdle + "!"}, "0.599 s after it"},
		"late, closed with the exit":               {also(late(1100*ms, 1300*ms), func(r *verdict.Recording) { r.LastRouted = 1200 * ms }), nil, "none closed before"},
		"late, older than any":                     {also(late(1100*ms, 1400*ms), behind(shutdown.ALB, 600*ms)), nil, "none closed before"},
		"late, kept":                               {late(1100*ms, never), nil, "of 1 begun after the signal none closed"},
		"late, says 5 s":                           {also(late(1100*ms, never), declared(5*second)), []string{verdict.KeepAliveTooShort + "!"}, "from the signal on that it closes idle connections after 5 s"},
		"late, says 60 s":                          {also(late(1100*ms, never), declared(60*second)), nil, "none closed before"},
		"late, says 5 s and the end":               {also(late(1100*ms, 1101*ms), declared(5*second), told), nil, "every answer says"},
		"says 5 s":                                 {also(idle(0, never), declared(5*second)), []string{verdict.KeepAliveTooShort + "!"}, "after 5 s (Keep-Alive: timeout)"},
		"says 60 s":                                {also(idle(0, never), declared(60*second)), nil, "the app's own being 60 s by its answers"},
		"says 5 s, and that this connection ends":  {also(idle(0, 1*ms), declared(5*second), told), nil, "none: every answer says"},
		"exits at once, which says it all":         {also(idle(0, 1001*ms), func(r *verdict.Recording) { r.Exit.At = 1010 * ms; probes(r, 200, time.Hour) }), []string{verdict.ExitsAtOnce + "!"}, "exits at once"},
		"a longer delay than anything may come in": {also(idle(0, 1500*ms), func(r *verdict.Recording) { r.LastRouted = 1600 * ms }), nil, "none closed before its time"},
	}
	for name, tt := range tests {
		r := flawless()
		tt.change(&r)
		got := judge(r)
		if diff := cmp.Diff(tt.want, rules(got)); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", name, diff)
		}
		text := report.DrillText(got)
		if len(got.Findings) > 0 {
			text = got.Findings[0].Message
		}
		if !strings.Contains(text, tt.words) {
			t.Errorf("%s: %q lacks %q", name, text, tt.words)
		}
	}
}

// A connection that is kept until nothing new can come, or for as long as the load
// balancer keeps it, is never held against an app.
func TestJudge_keptConnectionsAreNoFault(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := flawless()
		timeout := time.Duration(rapid.IntRange(100, 900).Draw(t, "timeout")) * time.Millisecond
		r.Idle = &verdict.IdleRecord{Balancer: shutdown.ALB, Timeout: s(timeout)}
		for range rapid.IntRange(0, 6).Draw(t, "connections") {
			c := verdict.IdleConnection{From: time.Duration(rapid.IntRange(0, 900).Draw(t, "from")) * time.Millisecond, Closed: verdict.Never}
			switch rapid.IntRange(0, 2).Draw(t, "how") {
			case 0: // By age, the load balancer having closed its own before.
				if c.Closed = c.From + timeout + time.Duration(rapid.IntRange(0, 50).Draw(t, "late"))*time.Millisecond; c.Closed >= r.Signalled {
					c.Closed = verdict.Never
				}
			case 1:
				c.Closed = r.LastRouted + time.Duration(rapid.IntRange(-300, 2000).Draw(t, "after"))*time.Millisecond
			}
			r.Idle.Connections = append(r.Idle.Connections, c)
		}
		if got := judge(r); !got.OK {
			t.Fatalf("%+v: %v", *r.Idle, got.Findings)
		}
	})
}
