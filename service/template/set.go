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

// Set is templates that may refer to each other.
type Set struct {
	// Lines has each value say its line, for which a template is gone through once
	// more.
	Lines     bool
	documents []*document
	exports   map[string]value
}

// document is one template.
type document struct {
	file, stack string
	parent      *entry            // The resource of a nested stack.
	paths       map[string]string // Of constructs, by logical ID.
	entries     map[string]*entry

	Resources  map[string]raw
	Outputs    map[string]output
	Parameters map[string]any
}

type raw struct {
	Type       string
	Properties map[string]any
	Metadata   any
}

type output struct {
	Value  any
	Export struct{ Name any }
}

// entry is a resource of a document.
type entry struct {
	raw
	in       *document
	nested   *document
	resource *service.Resource
}

// value is one that stands in a document, to which its references belong.
type value struct {
	in *document
	v  any
}

// Add reads the template of a stack, and where the CDK has written it, those of
// the stacks nested in it. The stack is the path of its construct; empty outside
// the CDK.
func (s *Set) Add(file, stack string) error {
	paths, err := constructPaths(file)
	if err != nil {
		return err
	}
	nested, err := nestedFiles(file)
	if err != nil {
		return err
	}
	_, err = s.load(file, stack, nil, paths, nested)
	return err
}

func (s *Set) load(file, stack string, parent *entry, paths map[string][]string, nested map[string]string) (*document, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d := &document{file: file, stack: stack, parent: parent, paths: map[string]string{}, entries: map[string]*entry{}}
	at, err := d.decode(text, s.Lines)
	if err != nil {
		return nil, fmt.Errorf("%s is not a template: %w", file, err)
	}
	s.documents = append(s.documents, d)
	d.index(paths, at)
	for _, id := range slices.Sorted(maps.Keys(d.entries)) {
		e := d.entries[id]
		if e.Type != "AWS::CloudFormation::Stack" {
			continue
		}
		url := service.Written(e.Properties["TemplateURL"])
		for hash, below := range nested {
			if strings.Contains(url, hash) {
				construct, _, _ := strings.Cut(d.paths[id], ".NestedStack/")
				if e.nested, err = s.load(below, construct, e, paths, nested); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, o := range d.Outputs {
		if name, ok := o.Export.Name.(string); ok {
			if s.exports == nil {
				s.exports = map[string]value{}
			}
			s.exports[name] = value{d, o.Value}
		}
	}
	return d, nil
}

// index gives each resource of a document its entry.
func (d *document) index(paths map[string][]string, at located) {
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
		return locate(text), nil
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
// order in which the templates were added and of their names there.
func (s *Set) Resources() []*service.Resource {
	var out []*service.Resource
	for _, d := range s.documents {
		for _, id := range slices.Sorted(maps.Keys(d.entries)) {
			e := d.entries[id]
			if !service.Pictured(e.Type) {
				continue
			}
			e.resource.Properties = map[string]any{}
			for name, v := range e.Properties {
				e.resource.Properties[name] = s.resolve(d, v, 0)
			}
			out = append(out, e.resource)
		}
	}
	return out
}
