package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// A workspace is a folder with both providers under the names that Terraform
// looks for, served to it alike by development overrides.
type workspace struct {
	terraform string
	folder    string
}

const overrides = `provider_installation {
  dev_overrides {
    "graceful-ecs/graceful" = %q
    "hashicorp/time"        = %q
  }
  direct {}
}
`

func newWorkspace(b *bench) (*workspace, error) {
	folder, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return nil, err
	}
	w := &workspace{terraform: b.terraform, folder: folder}
	providers := filepath.Join(folder, "providers")
	if err := os.Mkdir(providers, 0o755); err != nil {
		return nil, err
	}
	for name, binary := range map[string]string{"graceful": b.graceful, "time": b.offset} {
		absolute, err := filepath.Abs(binary)
		if err != nil {
			return nil, err
		}
		if err := os.Symlink(absolute, filepath.Join(providers, "terraform-provider-"+name)); err != nil {
			return nil, err
		}
	}
	settings := fmt.Sprintf(overrides, providers, providers)
	return w, os.WriteFile(filepath.Join(folder, "cli.tfrc"), []byte(settings), 0o600)
}

func (w *workspace) remove() { _ = os.RemoveAll(w.folder) }

const gracefulConfiguration = `terraform {
  required_providers {
    graceful = { source = "graceful-ecs/graceful" }
  }
}

data "graceful_settings" "this" {
  count        = %d
  workload     = "http"
  longest_work = 10 + count.index %% 60
}
`

const offsetConfiguration = `terraform {
  required_providers {
    time = { source = "hashicorp/time" }
  }
}

resource "time_offset" "this" {
  count        = %d
  base_rfc3339 = "2026-01-01T00:00:00Z"
  offset_days  = 10 + count.index %% 60
}
`

// measurePlans plans n instances of each, in turns.
func (w *workspace) measurePlans(n, pairs int) (planned, error) {
	p := planned{instances: n}
	graceful, err := w.configuration(fmt.Sprintf("graceful-%d", n), gracefulConfiguration, n)
	if err != nil {
		return p, err
	}
	offset, err := w.configuration(fmt.Sprintf("time-%d", n), offsetConfiguration, n)
	if err != nil {
		return p, err
	}
	plan := func(folder string, wall, processor *[]time.Duration) func() error {
		return func() error {
			out, state, took, err := w.run(folder, "plan", "-no-color", "-input=false", "-lock=false")
			if err != nil {
				return err
			}
			if err := planIsWhole(out, n); err != nil {
				return fmt.Errorf("%s: %w", folder, err)
			}
			*wall = append(*wall, took)
			*processor = append(*processor, state.UserTime()+state.SystemTime())
			return nil
		}
	}
	return p, inTurns(pairs,
		plan(graceful, &p.wall.graceful, &p.processor.graceful),
		plan(offset, &p.wall.offset, &p.processor.offset))
}

var readComplete = regexp.MustCompile(`(?m)^data\.graceful_settings\.this\[\d+\]: Read complete`)

// planIsWhole guards against a plan that was fast because it did nothing.
func planIsWhole(out string, n int) error {
	if strings.Contains(out, fmt.Sprintf("Plan: %d to add", n)) || len(readComplete.FindAllString(out, -1)) == n {
		return nil
	}
	return fmt.Errorf("the plan does not show %d instances; it ends with:\n%s", n, out[max(0, len(out)-500):])
}

func (w *workspace) configuration(name, text string, n int) (string, error) {
	folder := filepath.Join(w.folder, name)
	if err := os.Mkdir(folder, 0o755); err != nil {
		return "", err
	}
	return folder, os.WriteFile(filepath.Join(folder, "main.tf"), fmt.Appendf(nil, text, n), 0o600)
}

// measureSchema is the time until Terraform knows a provider's schema.
func (w *workspace) measureSchema(pairs int) (p pair, err error) {
	graceful, err := w.configuration("graceful-schema", gracefulConfiguration, 1)
	if err != nil {
		return p, err
	}
	offset, err := w.configuration("time-schema", offsetConfiguration, 1)
	if err != nil {
		return p, err
	}
	schema := func(folder string, samples *[]time.Duration) func() error {
		return func() error {
			_, _, took, err := w.run(folder, "providers", "schema", "-json")
			*samples = append(*samples, took)
			return err
		}
	}
	return p, inTurns(pairs, schema(graceful, &p.graceful), schema(offset, &p.offset))
}

func (w *workspace) terraformVersion() (string, error) {
	out, _, _, err := w.run(w.folder, "version", "-json")
	if err != nil {
		return "", err
	}
	var v struct {
		Version string `json:"terraform_version"`
	}
	return v.Version, json.Unmarshal([]byte(out), &v)
}

// run starts Terraform in a folder; its processor time includes the provider's.
func (w *workspace) run(folder string, args ...string) (string, *os.ProcessState, time.Duration, error) {
	cmd := exec.Command(w.terraform, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(w.folder, "cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	var out, faults bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &faults
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began)
	if err != nil {
		return "", nil, 0, fmt.Errorf("terraform %s: %w\n%s%s", args[0], err, out.String(), faults.String())
	}
	return out.String(), cmd.ProcessState, took, nil
}
