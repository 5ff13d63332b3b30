package gracefulecs

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// assembly is what the CDK has written: every template, and what refers to what.
type assembly struct {
	documents []*document
	exports   map[string]value
	// leads has the listeners that forward to a target group.
	leads map[place][]place
	// policies has the scaling policies of a service, with the targets they scale.
	policies, scaled map[place][]place
}

// document is one template.
type document struct {
	file, stack string
	parent      *place // The resource of a nested stack.
	paths       map[string]string

	Resources map[string]*cfnResource
	Outputs   map[string]struct {
		Value  any
		Export struct{ Name any }
	}
	Parameters map[string]any
}

type cfnResource struct {
	Type       string
	Properties map[string]any
	nested     *document
}

// place is a resource in a document.
type place struct {
	in *document
	id string
}

func (p place) resource() *cfnResource {
	if p.in == nil {
		return nil
	}
	return p.in.Resources[p.id]
}

// is gives the properties of a resource of that type, nil if it is of another.
func (p place) is(kind string) map[string]any {
	if r := p.resource(); r != nil && r.Type == kind {
		return r.Properties
	}
	return nil
}

// value is one that stands in a document, to which its references belong.
type value struct {
	in *document
	v  any
}

// read adds the template of a stack and of the stacks nested in it.
func (a *assembly) read(file, stack string) error {
	paths, err := constructPaths(file)
	if err != nil {
		return err
	}
	var assets struct {
		Files map[string]struct{ Source struct{ Path string } }
	}
	// Without assets the file is not there, and then nothing is nested.
	if text, err := os.ReadFile(strings.TrimSuffix(file, ".template.json") + ".assets.json"); err == nil {
		if err := json.Unmarshal(text, &assets); err != nil {
			return err
		}
	}
	nested := map[string]string{}
	for hash, f := range assets.Files {
		if strings.HasSuffix(f.Source.Path, ".nested.template.json") {
			nested[hash] = filepath.Join(filepath.Dir(file), f.Source.Path)
		}
	}
	_, err = a.load(file, stack, nil, paths, nested)
	return err
}

func (a *assembly) load(file, stack string, parent *place, paths map[string][]string, nested map[string]string) (*document, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d := &document{file: file, stack: stack, parent: parent}
	if err := json.Unmarshal(text, d); err != nil {
		return nil, err
	}
	a.documents = append(a.documents, d)
	d.paths = map[string]string{}
	for id, r := range d.Resources {
		r.Properties = object(inCamel(r.Properties))
		d.paths[id] = nearest(paths[id], stack)
	}
	for _, id := range sortedKeys(d.Resources) {
		r := d.Resources[id]
		if r.Type != "AWS::CloudFormation::Stack" {
			continue
		}
		url := written(r.Properties["templateURL"])
		for hash, file := range nested {
			if strings.Contains(url, hash) {
				below, _, _ := strings.Cut(d.paths[id], ".NestedStack/")
				if r.nested, err = a.load(file, below, &place{d, id}, paths, nested); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, o := range d.Outputs {
		if name, ok := o.Export.Name.(string); ok {
			a.exports[name] = value{d, inCamel(o.Value)}
		}
	}
	return d, nil
}

// nearest is the path among those of one logical ID that is in a stack and not in
// one nested in it: logical IDs are unique in one template only.
func nearest(paths []string, stack string) string {
	best := ""
	for _, p := range paths {
		if strings.HasPrefix(p, stack+"/") && (best == "" || strings.Count(p, "/") < strings.Count(best, "/")) {
			best = p
		}
	}
	return best
}

// constructPaths reads the paths of the constructs of a stack by their logical IDs,
// which the CDK notes beside the templates.
func constructPaths(file string) (map[string][]string, error) {
	type entries map[string][]struct {
		Type string
		Data any
	}
	var manifest struct {
		Artifacts map[string]struct {
			Metadata               entries
			AdditionalMetadataFile string
			Properties             struct{ TemplateFile string }
		}
	}
	dir := filepath.Dir(file)
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, err
	}
	out := map[string][]string{}
	add := func(all entries) {
		for path, list := range all {
			for _, e := range list {
				if id, ok := e.Data.(string); ok && e.Type == "aws:cdk:logicalId" {
					out[id] = append(out[id], strings.TrimPrefix(path, "/"))
				}
			}
		}
	}
	for _, artifact := range manifest.Artifacts {
		if artifact.Properties.TemplateFile != filepath.Base(file) {
			continue
		}
		add(artifact.Metadata)
		if artifact.AdditionalMetadataFile != "" {
			text, err := os.ReadFile(filepath.Join(dir, artifact.AdditionalMetadataFile))
			if err != nil {
				return nil, err
			}
			var more entries
			if err := json.Unmarshal(text, &more); err != nil {
				return nil, err
			}
			add(more)
		}
	}
	for _, paths := range out {
		slices.SortFunc(paths, cmp.Compare[string])
	}
	return out, nil
}

// follow finds the resource that a value refers to, through parameters and outputs
// of nested stacks and exports of others; its document is nil if it is none of the app.
func (a *assembly) follow(in *document, v any) place {
	m := object(v)
	if name, ok := m["Ref"].(string); ok {
		if in.Resources[name] != nil {
			return place{in, name}
		}
		if p := in.parent; p != nil {
			if given, ok := object(p.resource().Properties["parameters"])[lowerFirst(name)]; ok {
				return a.follow(p.in, given)
			}
		}
	}
	if name, ok := m["Fn::ImportValue"].(string); ok {
		if e, ok := a.exports[name]; ok {
			return a.follow(e.in, e.v)
		}
	}
	if parts := items(m["Fn::GetAtt"]); len(parts) == 2 {
		id, _ := parts[0].(string)
		attribute, _ := parts[1].(string)
		r := in.Resources[id]
		if r == nil {
			return place{}
		}
		if name, ok := strings.CutPrefix(attribute, "Outputs."); ok && r.nested != nil {
			return a.follow(r.nested, inCamel(r.nested.Outputs[name].Value))
		}
		return place{in, id}
	}
	return place{}
}

// inCamel gives the names of properties as the CDK has them; those of functions stay.
func inCamel(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[lowerFirst(k)] = inCamel(e)
		}
		return out
	case []any:
		for i := range v {
			v[i] = inCamel(v[i])
		}
	}
	return v
}

func lowerFirst(s string) string {
	if s == "" || s == "Ref" || strings.HasPrefix(s, "Fn::") {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
