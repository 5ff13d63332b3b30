// Package read finds out what a path is, and reads it into resources.
package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
	"github.com/graceful-ecs/terraform-provider-graceful/service/template"
)

// mostBytes is the largest file that is read: a plan of 10,000 services has a
// tenth of it.
const mostBytes = 1 << 30

// Path reads what a CDK app has written (a folder with a manifest.json, usually
// cdk.out), a CloudFormation template, or what `terraform show -json` prints
// of a plan or a state.
func Path(path string) ([]*service.Resource, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	if info.IsDir() {
		return folder(path)
	}
	if info.Size() > mostBytes {
		return nil, fmt.Errorf("%s has more than %d bytes", path, mostBytes)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	if first := bytes.TrimSpace(text); len(first) == 0 || first[0] != '{' {
		return yamlTemplate(path, text)
	}
	var kind struct {
		FormatVersion json.RawMessage `json:"format_version"`
		Resources     json.RawMessage `json:"Resources"`
	}
	if err := json.Unmarshal(text, &kind); err != nil {
		return nil, fmt.Errorf("%s is no whole JSON: %w", path, err)
	}
	switch {
	case kind.FormatVersion != nil:
		p, err := plan.Read(path, text)
		if err != nil {
			return nil, err
		}
		return p.Resources(), nil
	case kind.Resources != nil:
		return oneTemplate(path)
	}
	return nil, fmt.Errorf("%s is neither what terraform show -json prints (format_version) nor a CloudFormation template (Resources)", path)
}

func oneTemplate(path string) ([]*service.Resource, error) {
	set := template.Set{Lines: true}
	if err := set.Add(path, ""); err != nil {
		return nil, err
	}
	return set.Resources(), nil
}

// resourcesInYAML begins the resources of a template.
var resourcesInYAML = regexp.MustCompile(`(?m)^["']?Resources["']?\s*:`)

// yamlTemplate reads what is no JSON, if it looks like a template.
func yamlTemplate(path string, text []byte) ([]*service.Resource, error) {
	if !resourcesInYAML.Match(text) {
		return nil, fmt.Errorf("%s is neither JSON nor a CloudFormation template: give a plan as terraform show -json prints it, a template, or cdk.out", path)
	}
	return oneTemplate(path)
}

// folder reads the templates of a CDK app.
func folder(path string) ([]*service.Resource, error) {
	var set template.Set
	if err := assembly(&set, path, 0); err != nil {
		return nil, err
	}
	return set.Resources(), nil
}

// mostStages bounds how deep stages may stand in each other.
const mostStages = 16

func assembly(set *template.Set, path string, depth int) error {
	if depth > mostStages {
		return fmt.Errorf("%s: stages stand in each other more than %d deep", path, mostStages)
	}
	text, err := os.ReadFile(filepath.Join(path, "manifest.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s has no manifest.json: of folders, only what the CDK writes is read (cdk.out); for Terraform give the output of terraform show -json", path)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	var manifest struct {
		Artifacts map[string]struct {
			Type        string
			DisplayName string
			Properties  struct{ TemplateFile, DirectoryName string }
		}
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(path, "manifest.json"), err)
	}
	for _, name := range sorted(manifest.Artifacts) {
		artifact := manifest.Artifacts[name]
		var err error
		switch artifact.Type {
		case "aws:cloudformation:stack":
			err = set.Add(filepath.Join(path, filepath.Base(artifact.Properties.TemplateFile)), stack(artifact.DisplayName, name))
		case "cdk:cloud-assembly":
			err = assembly(set, filepath.Join(path, filepath.Base(artifact.Properties.DirectoryName)), depth+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
