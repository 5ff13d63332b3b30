//go:build go1.25

// testing/synctest came with it; the module itself is for Go 1.24.

package drainwatch_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/drainwatch"
)

// Over a real connection, with nothing but the environment of a task: throttled
// at first, then healthy, then draining. The times are real, and no upper limit.
func TestWatch_fromTheEnvironment(t *testing.T) {
	looks := atomic.Int64{}
	api := &aws2{health: func(string, time.Duration) ([]target, error) {
		state := "healthy"
		switch n := looks.Add(1); {
		case n == 1:
			return nil, code("Throttling") // The SDK tries again.
		case n > 3:
			state = "draining"
		}
		return []target{{own, "8080", state, ""}}, nil
	}}
	var signed atomic.Bool
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/credentials" {
			fmt.Fprintf(w, `{"AccessKeyId":"ASIATASKROLE","SecretAccessKey":"SECRET","Token":"TOKEN","Expiration":%q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
			return
		}
		if auth := r.Header.Get("Authorization"); auth != "" {
			signed.Store(r.Header.Get("X-Amz-Security-Token") == "TOKEN")
		}
		api.ServeHTTP(w, r)
	}))
	defer srv.Close()
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_REGION", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", srv.URL+"/credentials")
	t.Setenv("AWS_ENDPOINT_URL", srv.URL)
	t.Setenv("ECS_CONTAINER_METADATA_URI_V4", srv.URL+"/v4/id")
	l := &log{}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := (&drainwatch.Watcher{Period: time.Second}).Watch(ctx, []string{blue}, l.logger()); err != nil {
		t.Errorf("Watch() error = %v:\n%s", err, l)
	}
	if looks.Load() < 4 || !signed.Load() {
		t.Errorf("%d looks, signed by the task role: %v", looks.Load(), signed.Load())
	}
}
