package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

const address = "registry.terraform.io/graceful-ecs/graceful"

// workspace is a folder in which a test runs terraform by hand, for what the
// testing framework does not show: warnings, lines and the number of each.
type workspace struct {
	t   *testing.T
	dir string
}

func newWorkspace(t *testing.T, config string) workspace {
	t.Helper()
	w := workspace{t, t.TempDir()}
	w.write("main.tf", header+config)
	return w
}

// header starts every configuration.
const header = `terraform {
  required_providers {
    graceful = { source = "graceful-ecs/graceful" }
  }
}
`

func (w workspace) write(name, content string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// run returns what terraform prints and its exit code.
func (w workspace) run(args ...string) (string, int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Getenv("TF_ACC_TERRAFORM_PATH"), args...)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), "TF_REATTACH_PROVIDERS="+serve(w.t), "TF_IN_AUTOMATION=1")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatalf("terraform %s: %v", strings.Join(args, " "), err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// diagnostic is one error or warning as terraform reports it to machines.
type diagnostic struct {
	Severity, Summary, Detail string
	Range                     struct {
		Start struct{ Line int }
	}
}

// validate returns the diagnostics of terraform validate.
func (w workspace) validate() []diagnostic {
	w.t.Helper()
	out, _ := w.run("validate", "-json")
	var result struct{ Diagnostics []diagnostic }
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		w.t.Fatalf("terraform validate: %v\n%s", err, out)
	}
	return result.Diagnostics
}

// plan returns the diagnostics of terraform plan.
func (w workspace) plan(args ...string) []diagnostic {
	w.t.Helper()
	out, _ := w.run(append([]string{"plan", "-json"}, args...)...)
	var all []diagnostic
	for line := range strings.Lines(out) {
		var message struct {
			Type       string
			Diagnostic diagnostic
		}
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			w.t.Fatalf("terraform plan: %v\n%s", err, out)
		}
		if message.Type == "diagnostic" {
			all = append(all, message.Diagnostic)
		}
	}
	return all
}

// requireFunctions skips a test of functions on a Terraform without them.
func requireFunctions(t *testing.T) {
	t.Helper()
	oldest := tfversion.Version1_8_0
	out, code := workspace{t, t.TempDir()}.run("version", "-json")
	var result struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil || code != 0 {
		t.Fatalf("terraform version: %v\n%s", err, out)
	}
	have := version.Must(version.NewVersion(result.Version))
	if have.LessThan(oldest) {
		t.Skipf("Terraform %s has no provider-defined functions; %s has", have, oldest)
	}
}

// serve starts the provider once for all workspaces and says how to reach it.
func serve(t *testing.T) string {
	t.Helper()
	serveOnce.Do(func() {
		reattach := make(chan *goplugin.ReattachConfig)
		go func() {
			serveErr = tf6server.Serve(address, New,
				tf6server.WithDebug(context.Background(), reattach, nil),
				tf6server.WithGoPluginLogger(hclog.New(&hclog.LoggerOptions{Output: io.Discard})),
				tf6server.WithoutLogStderrOverride())
			close(reattach)
		}()
		if config, ok := <-reattach; ok {
			var text bytes.Buffer
			serveErr = json.NewEncoder(&text).Encode(map[string]any{address: map[string]any{
				"Protocol": config.Protocol, "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": true,
				"Addr": map[string]string{"Network": config.Addr.Network(), "String": config.Addr.String()},
			}})
			serveConfig = strings.TrimSpace(text.String())
		}
	})
	if serveErr != nil {
		t.Fatal(serveErr)
	}
	return serveConfig
}

var (
	serveOnce   sync.Once
	serveConfig string
	serveErr    error
)
