// Package template reads CloudFormation templates into resources, with what
// refers to what across nested stacks and exports.
package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

const (
	// mostNested bounds how deep stacks may be nested, and mostTemplates how many
	// templates are read: a template may name itself.
	mostNested    = 16
	mostTemplates = 10_000
)

// Set is templates that may refer to each other.
type Set struct {
	// Lines has each value say its line, for which a template is gone through once
	// more.
	Lines     bool
	documents []*document
	// size is that of the templates in bytes.
	size int
}

// document is one template.
type document struct {
	file, stack string
	parent      *entry            // The resource of a nested stack.
	paths       map[string]string // Of constructs, by logical ID.
	entries     map[string]*entry

	Resources            map[string]raw
	Outputs              map[string]output
	Parameters           map[string]*parameter
	Conditions, Mappings map[string]any
	Transform            any
}

type raw struct {
	Type       string
	Condition  any
	Properties map[string]any
	Metadata   any
}

type output struct {
	Condition, Value any
	Export           struct{ Name any }
}

// entry is a resource of a document.
type entry struct {
	raw
	in       *document
	nested   *document
	resource *service.Resource
}

// Add reads the template of a stack, and where the CDK has written it, those of
// the stacks nested in it. The stack is the path of its construct; empty outside
// the CDK.
func (s *Set) Add(file, stack string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return s.AddText(file, stack, text)
}

// AddText is the same for the text of a file that has been read already.
func (s *Set) AddText(file, stack string, text []byte) error {
	paths, err := constructPaths(file)
	if err != nil {
		return err
	}
	nested, err := nestedFiles(file)
	if err != nil {
		return err
	}
	_, err = s.load(file, stack, text, nil, paths, nested)
	return err
}

func (s *Set) load(file, stack string, text []byte, parent *entry, paths map[string][]string, nested map[string]string) (*document, error) {
	d := &document{file: file, stack: stack, parent: parent, paths: map[string]string{}, entries: map[string]*entry{}}
	if d.nesting() > mostNested || len(s.documents) >= mostTemplates {
		return nil, fmt.Errorf("%s: stacks are nested more than %d deep, or are more than %d", file, mostNested, mostTemplates)
	}
	at, err := d.decode(text, s.Lines)
	if err != nil {
		return nil, fmt.Errorf("%s is not a template: %w", file, service.Misplaced(err))
	}
	s.documents = append(s.documents, d)
	s.size += len(text)
	d.index(paths, at)
	if name := d.circle(); name != "" {
		return nil, fmt.Errorf("%s: the condition %s depends on itself, which CloudFormation refuses", file, name)
	}
	for _, id := range sorted(d.entries) {
		e := d.entries[id]
		if e.Type != "AWS::CloudFormation::Stack" {
			continue
		}
		url := service.Written(e.Properties["TemplateURL"])
		for hash, below := range nested {
			if strings.Contains(url, hash) {
				construct, _, _ := strings.Cut(d.paths[id], ".NestedStack/")
				text, err := os.ReadFile(below)
				if err != nil {
					return nil, err
				}
				if e.nested, err = s.load(below, construct, text, e, paths, nested); err != nil {
					return nil, err
				}
			}
		}
	}
	return d, nil
}

// nesting is how many stacks a template is nested in.
func (d *document) nesting() int {
	n := 0
	for at := d; at.parent != nil && n <= mostNested; at = at.parent.in {
		n++
	}
	return n
}

// index gives each resource of a document its entry, and each parameter its name.
func (d *document) index(paths map[string][]string, at located) {
	for name, p := range d.Parameters {
		if p == nil {
			delete(d.Parameters, name)
			continue
		}
		p.name, p.in = name, d
	}
	for id, r := range d.Resources {
		d.paths[id] = nearest(paths[id], d.stack)
		d.entries[id] = &entry{raw: r, in: d, resource: &service.Resource{Type: r.Type, Path: d.paths[id], Stack: d.stack,
			Where: service.Where{File: d.file, Line: at.resources[id], Address: id}, Lines: at.properties[id]}}
		d.entries[id].ignores(at.comments[id])
	}
}

// decode reads a template in JSON or in YAML.
func (d *document) decode(text []byte, lines bool) (at located, err error) {
	if first := bytes.TrimSpace(text); len(first) > 0 && first[0] == '{' {
		if err := json.Unmarshal(text, d); err != nil || !lines {
			return at, err
		}
		return locate(text)
	}
	v, at, err := fromYAML(text)
	if err != nil {
		return at, err
	}
	// Through JSON, so that both forms are read by the same rules.
	again, err := json.Marshal(v)
	if err != nil {
		return at, err
	}
	return at, json.Unmarshal(again, d)
}

// Resources are those of all templates that make a picture of a service, in the
// order in which the templates were added and of their names there, with every
// parameter at its default.
func (s *Set) Resources() []*service.Resource { return s.evaluation(nil).all(s.documents) }

func sorted[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
