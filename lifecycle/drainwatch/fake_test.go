//go:build go1.25

// testing/synctest came with it; the module itself is for Go 1.24.

package drainwatch_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/drainwatch"
)

const (
	blue  = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/blue/0123456789abcdef"
	green = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/green/fedcba9876543210"
	own   = "10.0.0.7"
)

// TestMain fails when anything is still running after the tests.
func TestMain(m *testing.M) {
	status := m.Run()
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > 1 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > 1 {
		fmt.Printf("%d goroutines are left:\n", n-1)
		_ = pprof.Lookup("goroutine").WriteTo(os.Stdout, 1)
		status = 1
	}
	os.Exit(status)
}

// target is one of a group's, as the API describes it.
type target struct{ id, port, state, reason string }

// aws2 plays the load balancer's API and the task metadata of one task.
type aws2 struct {
	// health is what a group has after so long; an error is answered with its
	// code, and "hang" with nothing.
	health func(group string, after time.Duration) ([]target, error)
	// task answers the metadata, with status 0 never; nil means a task with the
	// address own.
	task func(after time.Duration) (status int, text string)

	mu    sync.Mutex
	began time.Time
	calls []call
}

// call is one DescribeTargetHealth.
type call struct {
	after time.Duration
	group string
	id    string // That was asked for; empty means all.
}

type code string

func (c code) Error() string { return string(c) }

const hang = code("hang")

func (a *aws2) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	if a.began.IsZero() {
		a.began = time.Now()
	}
	after := time.Since(a.began)
	a.mu.Unlock()
	if strings.HasSuffix(r.URL.Path, "/task") {
		status, text := http.StatusOK, taskWith("awsvpc", own)
		if a.task != nil {
			status, text = a.task(after)
		}
		if status == 0 {
			<-r.Context().Done()
			return
		}
		w.WriteHeader(status)
		fmt.Fprint(w, text)
		return
	}
	_ = r.ParseForm()
	group, id := r.Form.Get("TargetGroupArn"), r.Form.Get("Targets.member.1.Id")
	a.mu.Lock()
	a.calls = append(a.calls, call{after, group, id})
	a.mu.Unlock()
	targets, err := a.health(group, after)
	switch {
	case err == hang: //nolint:errorlint // It is a value.
		<-r.Context().Done()
	case err != nil:
		status := http.StatusBadRequest
		if err == code("broken") { //nolint:errorlint // It is a value.
			status = http.StatusInternalServerError
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>`, err)
	default:
		var wanted []target
		for i := 1; r.Form.Has(fmt.Sprintf("Targets.member.%d.Id", i)); i++ {
			wanted = append(wanted, target{id: r.Form.Get(fmt.Sprintf("Targets.member.%d.Id", i)), port: r.Form.Get(fmt.Sprintf("Targets.member.%d.Port", i))})
		}
		fmt.Fprint(w, answer(targets, wanted))
	}
}

// answer is a group as the API describes it, or those of it that are asked for:
// one that is not registered is unused.
func answer(targets, wanted []target) string {
	for i, w := range wanted {
		wanted[i].state, wanted[i].reason = "unused", "Target.NotRegistered"
		for _, t := range targets {
			if t.id == w.id && t.port == w.port {
				wanted[i] = t
			}
		}
	}
	if wanted != nil {
		targets = wanted
	}
	var b strings.Builder
	b.WriteString(`<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult><TargetHealthDescriptions>`)
	for _, t := range targets {
		reason := ""
		if t.reason != "" {
			reason = "<Reason>" + t.reason + "</Reason>"
		}
		fmt.Fprintf(&b, `<member><Target><Id>%s</Id><Port>%s</Port></Target><TargetHealth><State>%s</State>%s</TargetHealth></member>`, t.id, t.port, t.state, reason)
	}
	b.WriteString(`</TargetHealthDescriptions></DescribeTargetHealthResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></DescribeTargetHealthResponse>`)
	return b.String()
}

// taskWith is the task metadata of a network mode and addresses.
func taskWith(mode string, ips ...string) string {
	type network struct {
		NetworkMode                  string
		IPv4Addresses, IPv6Addresses []string
	}
	n := network{NetworkMode: mode}
	for _, ip := range ips {
		if strings.Contains(ip, ":") {
			n.IPv6Addresses = append(n.IPv6Addresses, ip)
		} else {
			n.IPv4Addresses = append(n.IPv4Addresses, ip)
		}
	}
	text, _ := json.Marshal(map[string]any{"TaskARN": "arn:aws:ecs:eu-west-1:123456789012:task/c/1", "Containers": []any{map[string]any{"Networks": []network{n}}}})
	return string(text)
}

// RoundTrip answers without a network, for tests under a fake clock.
func (a *aws2) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	a.ServeHTTP(rec, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return rec.Result(), nil
}

// Do is what the SDK asks of a client.
func (a *aws2) Do(r *http.Request) (*http.Response, error) { return a.RoundTrip(r) }

// config is the SDK's, with this API.
func (a *aws2) config() *aws.Config {
	return &aws.Config{Region: "us-east-1", HTTPClient: a, Credentials: fixed{}}
}

// fixed gives credentials, or the error.
type fixed struct{ err error }

func (f fixed) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "SECRET"}, f.err
}

// seen is what was asked of a group, and when, in whole seconds.
func (a *aws2) seen(group string) []call {
	a.mu.Lock()
	defer a.mu.Unlock()
	var list []call
	for _, c := range a.calls {
		if c.group == group {
			list = append(list, c)
		}
	}
	return list
}

// log is a logger whose lines can be read.
type log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (l *log) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// watching starts a watch of this API, and returns its result and its log.
func (a *aws2) watching(ctx context.Context, w *drainwatch.Watcher, groups ...string) (result chan error, l *log) {
	result, l = make(chan error, 1), &log{}
	if w.Config == nil {
		w.Config = a.config()
	}
	w.MetadataURI = "http://169.254.170.2/v4/id"
	w.SetTransport(a)
	go func() { result <- w.Watch(ctx, groups, l.logger()) }()
	return result, l
}
