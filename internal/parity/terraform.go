package parity

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Terraform runs the real Terraform in one folder, with the providers that are
// built here.
type Terraform struct {
	tools  Tools
	dir    string
	config string
	// Name is what it is used for, and Tell, if set, gets a line about each
	// command now and then while it runs, and when it has ended.
	Name string
	Tell func(line string)
	// Env is added to the environment.
	Env []string
	// attached are the providers that run already.
	attached string
	// CPU adds up the processor time that the commands have taken, with that of
	// the providers.
	CPU time.Duration
}

// BuildProvider builds the provider under test.
func BuildProvider(ctx context.Context, tools Tools, root, to string) error {
	build := exec.CommandContext(ctx, tools.Go, "build", "-o", to, ".")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	return nil
}

// NewTerraform prepares an installation of the provider under test and of
// hashicorp/aws. The folder is the caller's to remove.
func NewTerraform(tools Tools, provider, dir string) (*Terraform, error) {
	platform := runtime.GOOS + "_" + runtime.GOARCH
	mirror := filepath.Join(dir, "mirror")
	own := filepath.Join(mirror, "registry.terraform.io/graceful-ecs/graceful/0.1.0", platform)
	aws := filepath.Join(mirror, "registry.terraform.io/hashicorp/aws", AWSVersion, platform)
	for _, d := range []string{own, aws} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return nil, err
		}
	}
	if err := os.Symlink(provider, filepath.Join(own, "terraform-provider-graceful_v0.1.0")); err != nil {
		return nil, err
	}
	if err := os.Symlink(tools.AWS, filepath.Join(aws, "terraform-provider-aws_v"+AWSVersion+"_x5")); err != nil {
		return nil, err
	}
	// A development override would do for one plan only: with it Terraform
	// neither installs the other provider nor locks versions.
	t := &Terraform{tools: tools, dir: filepath.Join(dir, "work"), config: filepath.Join(dir, "terraformrc")}
	rc := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\ndisable_checkpoint = true\n", mirror)
	if err := os.WriteFile(t.config, []byte(rc), 0o600); err != nil {
		return nil, err
	}
	return t, os.MkdirAll(t.dir, 0o755)
}

// Write puts a file into the folder.
func (t *Terraform) Write(name string, content []byte) error {
	return os.WriteFile(filepath.Join(t.dir, name), content, 0o600)
}

// At is the same Terraform in another folder.
func (t *Terraform) At(dir string) *Terraform {
	return &Terraform{tools: t.tools, dir: dir, config: t.config, attached: t.attached, Name: t.Name, Tell: t.Tell}
}

// Run runs a command of Terraform and returns what it prints.
func (t *Terraform) Run(ctx context.Context, arguments ...string) (string, error) {
	cmd := exec.CommandContext(ctx, t.tools.Terraform, arguments...)
	cmd.Dir = t.dir
	cmd.Env = append(environmentOfAWS(), "TF_CLI_CONFIG_FILE="+t.config, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	if t.attached != "" {
		// With so many beside each other, memory is cheaper than the time to collect it.
		cmd.Env = append(cmd.Env, "TF_REATTACH_PROVIDERS="+t.attached, "GOGC=300")
	}
	cmd.Env = append(cmd.Env, t.Env...)
	var out bytes.Buffer
	cmd.Stdout = &out
	ended := func(error) {}
	if t.Tell != nil {
		p := follow(t.Name+": terraform "+arguments[0], t.Tell, beat)
		cmd.Stdout, ended = io.MultiWriter(&out, p), p.end
	}
	cmd.Stderr = cmd.Stdout
	err := cmd.Run()
	ended(err)
	if cmd.ProcessState != nil {
		t.CPU += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	if err != nil {
		err = fmt.Errorf("terraform %s: %w\n%s", strings.Join(arguments, " "), err, out.String())
	}
	return out.String(), err
}

// Changes plans and says what the plan would change: nothing if the result is
// empty.
func (t *Terraform) Changes(ctx context.Context, arguments ...string) (string, error) {
	out, err := t.Run(ctx, append([]string{"plan", "-no-color", "-input=false", "-detailed-exitcode"}, arguments...)...)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 {
		return out, nil
	}
	return "", err
}

// withoutTerraform drops what the developer has set for Terraform and AWS.
func withoutTerraform(environment []string) []string {
	var out []string
	for _, e := range environment {
		if !strings.HasPrefix(e, "TF_") && !strings.HasPrefix(e, "AWS_") {
			out = append(out, e)
		}
	}
	return out
}
