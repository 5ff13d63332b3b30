package hcl

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// inside reads a file that stands in the folder that is audited, in one of the modules
// that it calls, or else in the repository: what stands elsewhere on the machine is
// none of the code's. Why says why it is not read, empty when it is.
func (s *scope) inside(name string) (path string, text []byte, why string) {
	l := s.loader
	path = filepath.Clean(name)
	if !filepath.IsAbs(path) && !strings.HasPrefix(name, s.module.folder) && !strings.HasPrefix(path, filepath.Clean(l.path)) {
		path = filepath.Join(l.path, name)
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return path, nil, "there is no such file"
	}
	if !l.holds(target) {
		return path, nil, "it stands outside of the repository"
	}
	if text, err = l.read(path); err != nil {
		return path, nil, err.Error()
	}
	return path, text, ""
}

// holds says that a path is in one of the folders that files may be read from.
func (l *loader) holds(path string) bool {
	full, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if l.roots == nil {
		l.roots = []string{repository(l.path)}
		for folder := range l.modules {
			l.roots = append(l.roots, folder)
		}
	}
	for _, root := range l.roots {
		if below, err := filepath.Rel(root, full); err == nil && root != "" && below != ".." && !strings.HasPrefix(below, ".."+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// absolute is a path as the file system has it.
func absolute(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	if target, err := filepath.EvalSymlinks(full); err == nil {
		return target
	}
	return full
}

// repository is the folder of the repository that a path stands in, or else the path.
func repository(path string) string {
	for at := absolute(path); ; at = filepath.Dir(at) {
		if _, err := filepath.EvalSymlinks(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return absolute(path)
		}
	}
}

// byName is a function of the name of a file.
func (s *scope) byName(more []function.Parameter, read func(path string, args []cty.Value) (cty.Value, error)) function.Function {
	return function.New(&function.Spec{
		Params: append([]function.Parameter{anything("path")}, more...),
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name, marks := args[0].Unmark()
			if !certain(args[0]) {
				return cty.DynamicVal.WithMarks(marks), nil
			}
			if name.IsNull() || name.Type() != cty.String {
				return cty.NilVal, errors.New("the path is no text")
			}
			return read(name.AsString(), args)
		},
	})
}

// fileFunction is the function file. What cannot be read is unknown.
func (s *scope) fileFunction() function.Function {
	return s.byName(nil, func(name string, _ []cty.Value) (cty.Value, error) {
		path, text, why := s.inside(name)
		if why != "" {
			return unknown("the file " + name + " is not read: " + why), nil
		}
		return cty.StringVal(string(text)).Mark(origin{path, 1, string(text)}), nil
	})
}

func (s *scope) existsFunction() function.Function {
	return s.byName(nil, func(name string, _ []cty.Value) (cty.Value, error) {
		_, _, why := s.inside(name)
		return cty.BoolVal(why == ""), nil
	})
}

// templateFunction is the function templatefile. What is not known of its variables
// becomes a placeholder, unless the template decides by it.
func (s *scope) templateFunction() function.Function {
	return s.byName([]function.Parameter{anything("vars")}, func(name string, args []cty.Value) (cty.Value, error) {
		vars, marks := args[1].Unmark()
		if !vars.IsKnown() {
			return cty.DynamicVal.WithMarks(marks), nil
		}
		path, text, why := s.inside(name)
		if why != "" {
			return unknown("the file " + name + " is not read: " + why), nil
		}
		tokens, _ := hclsyntax.LexTemplate(text, path, hcl.InitialPos)
		if err := shallow(tokens); err != nil {
			return cty.NilVal, err
		}
		e, diags := hclsyntax.ParseTemplate(text, path, hcl.InitialPos)
		if diags.HasErrors() || !named(vars) {
			return cty.NilVal, errors.New("it is no template with its variables")
		}
		decides := strings.Contains(string(text), "%{")
		values := map[string]cty.Value{}
		for key, v := range vars.AsValueMap() {
			if values[key] = v; !decides {
				values[key] = s.loader.filled(v)
			}
		}
		table := map[string]function.Function{}
		for key, f := range s.functions() {
			if key != "templatefile" && key != "core::templatefile" { // None in another one, as Terraform has it.
				table[key] = f
			}
		}
		v, diags := s.try(s.loader.rewrite(e), &hcl.EvalContext{Variables: values, Functions: table})
		if diags.HasErrors() {
			return unknown(fault(diags)), nil
		}
		if plain, marks := v.Unmark(); plain.IsKnown() && plain.Type() == cty.String {
			return plain.WithMarks(without[origin](marks)).Mark(origin{path, 1, plain.AsString()}), nil
		}
		return v, nil
	})
}
