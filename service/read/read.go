// Package read finds out what a path is, and reads it into resources.
package read

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/ecsjson"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
	"github.com/graceful-ecs/terraform-provider-graceful/service/template"
)

const (
	// mostBytes is the largest plan that is read: one of 10,000 services has a tenth
	// of it.
	mostBytes = 1 << 30
	// mostText is the largest of other files, and mostYAML of those that are not JSON,
	// whose parser needs a hundred times as much; CloudFormation takes templates of a
	// megabyte.
	mostText = 64 << 20
	mostYAML = 4 << 20
)

// Reader reads paths that may name each other's resources.
type Reader struct {
	// templates are those of people, whose lines count; apps what the CDK writes.
	templates, apps template.Set
	printed         ecsjson.Set
	plans, before   []*plan.Plan
	folders         []*code
	// paired are the folders that plans were made from, once that was looked for.
	paired map[*code]bool
	// Changes has plans read for what is there before they are applied, too.
	Changes bool
	// Standard is what the path - reads; without it, - is the name of a file.
	Standard io.Reader
}

// Add reads what a CDK app has written (a folder with a manifest.json, usually
// cdk.out), a folder with the code of Terraform or OpenTofu, a CloudFormation
// template, what `terraform show -json` prints of a plan or a state, or what the AWS
// command line prints of ECS.
func (r *Reader) Add(path string) error {
	if path == "-" && r.Standard != nil {
		return r.file("standard input", r.Standard)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	if info.IsDir() {
		return r.folder(path)
	}
	if info.Size() > mostBytes {
		return tooLarge(path, mostBytes)
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	return errors.Join(r.file(path, file), file.Close())
}

// file reads what is no folder.
func (r *Reader) file(path string, from io.Reader) error {
	text, err := r.plan(path, from)
	if text == nil || err != nil {
		return err
	}
	r.templates.Lines = true
	if first := bytes.TrimSpace(text); len(first) == 0 || first[0] != '{' {
		if ending := filepath.Ext(path); ending == ".tf" || ending == ".tofu" || ending == ".tfvars" {
			return fmt.Errorf("%s is one file of a configuration: give the folder that it stands in", path)
		}
		if len(text) > mostYAML {
			return tooLarge(path, mostYAML)
		}
		if !resourcesInYAML.Match(text) {
			return fmt.Errorf("%s is neither JSON nor a CloudFormation template: give a plan as terraform show -json prints it, a template, cdk.out, or a folder with Terraform's code", path)
		}
		return loops(path, text, r.templates.AddText(path, "", text))
	}
	var kind struct {
		FormatVersion json.RawMessage `json:"format_version"`
		Resources     json.RawMessage `json:"Resources"`
		Lineage       json.RawMessage `json:"lineage"`
	}
	if err := json.Unmarshal(text, &kind); err != nil {
		return fmt.Errorf("%s is no whole JSON: %w", path, err)
	}
	switch {
	case kind.FormatVersion != nil:
		return r.decode(path, bytes.NewReader(text))
	case kind.Lineage != nil:
		return fmt.Errorf("%s is a state as Terraform keeps it: give what terraform show -json prints of it", path)
	case kind.Resources != nil:
		return loops(path, text, r.templates.AddText(path, "", text))
	case ecsjson.Is(text):
		return r.printed.Add(path, text)
	}
	return fmt.Errorf("%s is neither what terraform show -json prints (format_version), nor a CloudFormation template (Resources), nor what the AWS command line prints of ECS (services, taskDefinition, TargetGroups)", path)
}

// loops says of a template that cannot be read that it makes its resources in loops,
// where it does.
func loops(path string, text []byte, err error) error {
	if err == nil || !bytes.Contains(text, []byte("Fn::ForEach")) {
		return err
	}
	return fmt.Errorf("%s makes resources with Fn::ForEach, which is not read: give what CloudFormation makes of it, as aws cloudformation get-template --template-stage Processed --query TemplateBody prints it", path)
}

func tooLarge(path string, most int) error {
	return fmt.Errorf("%s has more than %d MB, which is more than a file of its kind may have", path, most>>20)
}

// plan reads a file that begins as Terraform begins a plan or a state, without
// holding all of it: plans are long. The text of any other is what it gives; it is
// opened once, for it may be a pipe.
func (r *Reader) plan(path string, from io.Reader) (text []byte, err error) {
	in, err := inUTF8(bufio.NewReaderSize(from, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	if head, _ := in.Peek(1 << 10); planBegins.Match(head) {
		return nil, r.decode(path, in)
	}
	text, err = io.ReadAll(io.LimitReader(in, mostText+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	case len(text) > mostText:
		return nil, tooLarge(path, mostText)
	case text == nil:
		text = []byte{}
	}
	return text, nil
}

func (r *Reader) decode(path string, in io.Reader) error {
	if !r.Changes {
		p, err := plan.Decode(path, in)
		if err == nil {
			r.plans = append(r.plans, p)
		}
		return err
	}
	p, before, err := decodeBoth(path, in)
	if err != nil {
		return err
	}
	r.plans = append(r.plans, p)
	if before != nil { // A state has none.
		r.before = append(r.before, before)
	}
	return nil
}

// decodeBoth reads a plan and what there was before it in one go, since it may be a
// pipe.
func decodeBoth(path string, in io.Reader) (p, before *plan.Plan, err error) {
	pipe, feed := io.Pipe()
	done := make(chan error, 1)
	go func() {
		var err error
		before, err = plan.DecodeBefore(path, pipe)
		_, rest := io.Copy(io.Discard, pipe) // The other one may need more of it.
		done <- errors.Join(err, rest)
	}()
	p, err = plan.Decode(path, io.TeeReader(in, feed))
	feed.CloseWithError(err) // The end of it, where that is nil.
	if was := <-done; err == nil {
		err = was
	}
	return p, before, err
}

// Planned says that there is a plan among what was added that has a before.
func (r *Reader) Planned() bool { return len(r.before) > 0 }

// Before are the resources as they are before the plans are applied.
func (r *Reader) Before() []*service.Resource {
	var out []*service.Resource
	for _, p := range r.before {
		out = append(out, p.Resources()...)
	}
	return out
}

// planBegins is how Terraform writes them.
var planBegins = regexp.MustCompile(`^\s*\{\s*"format_version"\s*:`)

// Resources are those of all that was added.
func (r *Reader) Resources() []*service.Resource {
	out := append(r.templates.Resources(), r.apps.Resources()...)
	r.paired = map[*code]bool{}
	for _, p := range r.plans {
		planned := p.Resources()
		if c := r.codeOf(planned); c != nil {
			r.paired[c] = true
			c.enrich(planned, p.Variables())
		}
		out = append(out, planned...)
	}
	for _, c := range r.folders {
		if !r.paired[c] {
			out = append(out, c.resources...)
		}
	}
	return append(out, r.printed.Resources()...)
}

// Variants are the further pictures that what was added may give, under other
// choices than its defaults. The code of a plan has the plan's one value of everything.
func (r *Reader) Variants() service.Variants {
	if r.paired == nil {
		r.Resources()
	}
	list := []service.Variants{r.templates.Variants(), r.apps.Variants()}
	for _, c := range r.folders {
		if !r.paired[c] {
			list = append(list, c.folder.Variants())
		}
	}
	return service.Together(list...)
}

// resourcesInYAML begins the resources of a template.
var resourcesInYAML = regexp.MustCompile(`(?m)^["']?Resources["']?\s*:`)

// mostStages bounds how deep stages may stand in each other.
const mostStages = 16

func assembly(set *template.Set, path string, depth int) error {
	if depth > mostStages {
		return fmt.Errorf("%s: stages stand in each other more than %d deep", path, mostStages)
	}
	text, err := os.ReadFile(filepath.Join(path, "manifest.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s has no manifest.json", path)
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
	for _, name := range slices.Sorted(maps.Keys(manifest.Artifacts)) {
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
