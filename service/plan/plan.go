// Package plan reads what `terraform show -json` prints of a plan or of a state
// into resources.
//
// On a first plan no ARN is known, so what refers to what is taken from the plan's
// configuration, through variables and outputs of modules, and followed to the
// instances that the plan has. In a state the ARNs themselves say it.
package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Plan is what was read.
type Plan struct {
	file      string
	instances []*instance
	// at has the instances of a resource in an instance of a module.
	at map[declared][]*instance
	// beside has all that stand in an instance of a module.
	beside map[string][]*instance
	// arns has the instances by what AWS calls them.
	arns map[string]*instance
	root *module
	// calls has the instances of a module that is called in another one, by the
	// address of the call without its key.
	calls map[string][]string
	// seen are the instances of modules that calls has.
	seen map[string]bool
	// written has what the configuration says of a module's resources.
	written map[*module]map[declared]map[string]any
}

// declared is a resource in an instance of a module.
type declared struct{ module, kind, name string }

// instance is one resource of a plan.
type instance struct {
	declared
	address string
	key     string // Its count or for_each key as it is written, with brackets.
	after   map[string]any
	// unknown has true where a value is known after apply only.
	unknown map[string]any
	// expressions are the configuration's; nil where there is no configuration.
	expressions map[string]any
	resource    *service.Resource
}

// document is the part of the JSON that is read. What it leaves out is most of it.
type document struct {
	FormatVersion   string `json:"format_version"`
	ResourceChanges []struct {
		Address       string          `json:"address"`
		ModuleAddress string          `json:"module_address"`
		Mode          string          `json:"mode"`
		Type          string          `json:"type"`
		Name          string          `json:"name"`
		Index         json.RawMessage `json:"index"`
		Change        json.RawMessage `json:"change"`
	} `json:"resource_changes"`
	Configuration *struct {
		RootModule *module `json:"root_module"`
	} `json:"configuration"`
	Values *struct {
		RootModule *stateModule `json:"root_module"`
	} `json:"values"`
}

// module is the configuration of a module.
type module struct {
	Resources []struct {
		Mode        string         `json:"mode"`
		Type        string         `json:"type"`
		Name        string         `json:"name"`
		Expressions map[string]any `json:"expressions"`
	} `json:"resources"`
	ModuleCalls map[string]struct {
		Expressions map[string]any `json:"expressions"`
		Module      *module        `json:"module"`
	} `json:"module_calls"`
	Outputs map[string]struct {
		Expression any `json:"expression"`
	} `json:"outputs"`
}

// stateModule is a module in a state.
type stateModule struct {
	Address   string `json:"address"`
	Resources []struct {
		Address string          `json:"address"`
		Mode    string          `json:"mode"`
		Type    string          `json:"type"`
		Name    string          `json:"name"`
		Index   json.RawMessage `json:"index"`
		Values  json.RawMessage `json:"values"`
	} `json:"resources"`
	ChildModules []*stateModule `json:"child_modules"`
}

// Read reads a document. The file is the name that places are said with.
func Read(file string, text []byte) (*Plan, error) {
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("%s is not what terraform show -json prints: %w", file, err)
	}
	major, _, _ := strings.Cut(d.FormatVersion, ".")
	switch {
	case d.FormatVersion == "":
		return nil, fmt.Errorf("%s is not what terraform show -json prints: it has no format_version", file)
	case major != "0" && major != "1":
		return nil, fmt.Errorf("%s has the format %s, and 0 and 1 are known here: update graceful", file, d.FormatVersion)
	}
	p := &Plan{file: file, at: map[declared][]*instance{}, beside: map[string][]*instance{}, calls: map[string][]string{}, seen: map[string]bool{}, written: map[*module]map[declared]map[string]any{}, arns: map[string]*instance{}}
	if d.Configuration != nil {
		p.root = d.Configuration.RootModule
	}
	if err := p.changes(&d); err != nil {
		return nil, err
	}
	if d.Values != nil && d.ResourceChanges == nil {
		if err := p.state(d.Values.RootModule); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// changes takes in what a plan will have made.
func (p *Plan) changes(d *document) error {
	for _, r := range d.ResourceChanges {
		if r.Mode == "data" || readers[r.Type] == nil {
			continue
		}
		var change struct {
			After        map[string]any  `json:"after"`
			AfterUnknown json.RawMessage `json:"after_unknown"`
		}
		if err := json.Unmarshal(r.Change, &change); err != nil {
			return errors.Join(fmt.Errorf("%s: the change of %s cannot be read", p.file, r.Address), err)
		}
		if change.After == nil {
			continue // It is deleted.
		}
		i := &instance{declared: declared{r.ModuleAddress, r.Type, r.Name}, address: r.Address, key: key(r.Index), after: change.After}
		// It is false where everything is known.
		_ = json.Unmarshal(change.AfterUnknown, &i.unknown)
		i.expressions = p.expressions(i.declared)
		p.add(i)
	}
	return nil
}

// state takes in what a state has.
func (p *Plan) state(m *stateModule) error {
	if m == nil {
		return nil
	}
	for _, r := range m.Resources {
		if r.Mode == "data" || readers[r.Type] == nil {
			continue
		}
		i := &instance{declared: declared{m.Address, r.Type, r.Name}, address: r.Address, key: key(r.Index)}
		if err := json.Unmarshal(r.Values, &i.after); err != nil {
			return errors.Join(fmt.Errorf("%s: the values of %s cannot be read", p.file, r.Address), err)
		}
		p.add(i)
	}
	for _, child := range m.ChildModules {
		if err := p.state(child); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) add(i *instance) {
	i.resource = &service.Resource{Type: readers[i.kind].kind, Where: service.Where{File: p.file, Address: i.address}, Path: i.address}
	p.instances = append(p.instances, i)
	p.at[i.declared] = append(p.at[i.declared], i)
	if p.beside[i.module] == nil {
		p.called(i.module)
	}
	p.beside[i.module] = append(p.beside[i.module], i)
	for _, name := range i.names() {
		p.arns[name] = i
	}
}

// names are what others may call an instance by: its ARN, and a task definition's
// family with and without the revision.
func (i *instance) names() []string {
	var out []string
	arn, _ := i.after["arn"].(string)
	family, _ := i.after["family"].(string)
	if revision, ok := i.after["revision"].(float64); ok && family != "" {
		out = append(out, family+":"+strconv.Itoa(int(revision)))
	}
	for _, name := range []string{arn, family} {
		if name != "" {
			out = append(out, name)
		}
	}
	return out
}

// key is an index as an address has it: empty, [0] or ["a.b"].
func key(index json.RawMessage) string {
	if len(index) == 0 || string(index) == "null" {
		return ""
	}
	return "[" + string(index) + "]"
}

// Resources are those that make a picture of a service, in the plan's order.
func (p *Plan) Resources() []*service.Resource {
	out := make([]*service.Resource, 0, len(p.instances))
	for _, i := range p.instances {
		i.resource.Properties = readers[i.kind].read(p, i.node())
		out = append(out, i.resource)
	}
	return out
}
