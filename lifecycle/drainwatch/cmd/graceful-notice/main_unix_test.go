//go:build unix

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/drainwatch"
)

const group = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/blue/0123456789abcdef"

func TestMain(m *testing.M) {
	if os.Getenv("GRACEFUL_NOTICE_AS_PROGRAM") != "" {
		main()
	}
	os.Exit(m.Run())
}

// cloud answers as the task metadata and as the load balancer's API, in which the
// task's target drains after so many looks.
func cloud(t *testing.T, drainsAfter int64) (url string, looks *atomic.Int64) {
	t.Helper()
	looks = new(atomic.Int64)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/task") {
			fmt.Fprint(w, `{"Containers":[{"Networks":[{"NetworkMode":"awsvpc","IPv4Addresses":["10.0.0.7"]}]}]}`)
			return
		}
		state := "healthy"
		if looks.Add(1) > drainsAfter {
			state = "draining"
		}
		fmt.Fprintf(w, `<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult><TargetHealthDescriptions><member><Target><Id>10.0.0.7</Id><Port>8080</Port></Target><TargetHealth><State>%s</State></TargetHealth></member></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`, state)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, looks
}

// task is the environment of a task in that cloud.
func task(t *testing.T, url string) map[string]string {
	none := t.TempDir() + "/none"
	return map[string]string{
		"AWS_ENDPOINT_URL": url, "ECS_CONTAINER_METADATA_URI_V4": url + "/v4/id",
		"AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "SECRET", "AWS_PROFILE": "", "AWS_REGION": "",
		"AWS_CONFIG_FILE": none, "AWS_SHARED_CREDENTIALS_FILE": none,
	}
}

func TestRun_drains(t *testing.T) {
	url, looks := cloud(t, 2)
	for name, value := range task(t, url) {
		t.Setenv(name, value)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if got := run(ctx, &drainwatch.Watcher{Period: time.Second}, []string{group}); got != drains || looks.Load() < 3 {
		t.Errorf("status %d after %d looks, want 0 after the third", got, looks.Load())
	}
}

func TestProgram(t *testing.T) {
	url, _ := cloud(t, 1<<40)
	tests := map[string]struct {
		args   []string
		outOf  bool // of a task
		signal syscall.Signal
		status int
		says   string
	}{
		"no task":          {[]string{group}, true, 0, unknown, "this is no task on ECS"},
		"no target groups": {nil, false, 0, misused, "graceful-notice ARN..."},
		"a flag":           {[]string{"--help"}, false, 0, misused, "graceful-notice ARN..."},
		"no ARN":           {[]string{"blue"}, false, 0, unknown, "is no ARN of a target group"},
		"SIGTERM":          {[]string{group}, false, syscall.SIGTERM, signaled + 15, "watching for the drain"},
		"SIGINT":           {[]string{group}, false, syscall.SIGINT, signaled + 2, "watching for the drain"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(self, tt.args...)
			cmd.Env = append(os.Environ(), "GRACEFUL_NOTICE_AS_PROGRAM=1")
			for name, value := range task(t, url) {
				if !tt.outOf || !strings.HasPrefix(name, "ECS_") {
					cmd.Env = append(cmd.Env, name+"="+value)
				}
			}
			var out output
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if tt.signal != 0 {
				out.waitFor(t, tt.says)
				if err := cmd.Process.Signal(tt.signal); err != nil {
					t.Fatal(err)
				}
			}
			_ = cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != tt.status || !strings.Contains(out.String(), tt.says) {
				t.Errorf("status %d, want %d with %q in:\n%s", got, tt.status, tt.says, out.String())
			}
		})
	}
}
