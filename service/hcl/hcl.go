// Package hcl reads the configuration of Terraform or OpenTofu in a folder into
// resources, without running either.
//
// Values are evaluated as far as the code says them: literals, variables at their
// defaults and from terraform.tfvars, locals, functions, conditions, loops, dynamic
// blocks and modules whose code is there. What a provider says, or a variable
// without a default, is unknown, with a reason that names it. What else the inputs may
// be makes variants.
package hcl

import (
	"encoding/json"
	"errors"
	"path/filepath"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Folder is the configuration in a folder, with the modules that it calls.
type Folder struct {
	loader *loader
	root   *module
	// base is the root as it was evaluated with what it has, steps what that took, and
	// files those in which its services stand then.
	base  *scope
	steps int
	files map[string]bool
	notes []string
}

// Read reads a folder. The path is as places are to be said with.
func Read(path string) (*Folder, error) {
	l := newLoader(path)
	root, err := l.folder(filepath.Clean(path), nil)
	if err != nil {
		return nil, err
	}
	if err := l.valued(root); err != nil {
		return nil, err
	}
	if err := l.calls(root, nil, nil); err != nil {
		return nil, err
	}
	return &Folder{loader: l, root: root}, nil
}

// Resources evaluates the configuration, and gives the resources that make a picture
// of a service. Variables are those that are given beside the folder, as JSON.
func (f *Folder) Resources(variables map[string]json.RawMessage) ([]*service.Resource, error) {
	root, out, err := f.evaluate(variables, given{})
	if err != nil {
		return nil, err
	}
	if variables == nil {
		f.base, f.steps, f.files = root, f.loader.steps, map[string]bool{}
		for _, r := range out {
			if r.Type == service.TypeService {
				f.files[r.Where.File] = true
			}
		}
	}
	return out, nil
}

// evaluate evaluates the configuration with what it is given.
func (f *Folder) evaluate(variables map[string]json.RawMessage, with given) (root *scope, out []*service.Resource, err error) {
	l := f.loader
	l.given = with
	root = &scope{loader: l, module: f.root, given: variables}
	err = l.bounding(func() {
		found := root.all(nil)
		for _, i := range found {
			i.made().Fill(i.values())
		}
		for _, i := range found {
			r := i.made().Picture()
			r.Ignores = i.ignores()
			out = append(out, r)
		}
	})
	return root, out, err
}

// bounding evaluates something within bounds of its own.
func (l *loader) bounding(evaluate func()) (err error) {
	l.steps, l.count, l.halted, l.open = 0, 0, nil, nil
	defer func() {
		if r := recover(); r != nil {
			if _, is := r.(halt); !is {
				panic(r)
			}
			err = l.halted
		}
	}()
	evaluate()
	return l.halted
}

// halt ends an evaluation from deep within. The loader knows the cause.
type halt struct{}

var errTooMuch = errors.New("evaluating it takes too many steps: a loop goes through too much, or values grow out of each other")
