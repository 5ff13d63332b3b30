package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
)

// verdicts is where the report of a drill is declared, and report its type there.
const (
	verdicts = "drill/verdict"
	report   = "Result"
)

// drillRows are the fields of a drill's report in JSON, with what their comments say. One
// without a comment that names it is a fault.
func drillRows() ([][]string, error) { return rowsOf(verdicts, report) }

func rowsOf(folder, root string) ([][]string, error) {
	d := declared{}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok || strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, spec := range g.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					d[t.Name.Name] = t.Type
				}
			}
		}
	}
	if d[root] == nil {
		return nil, fmt.Errorf("%s declares no type %s", folder, root)
	}
	rows := [][]string{{"field", "value", "meaning"}}
	return rows, d.add(&rows, root, "")
}

// declared are the types of a package.
type declared map[string]ast.Expr

// add puts the fields of a struct behind the rows, each followed by its own.
func (d declared) add(rows *[][]string, name, prefix string) error {
	of, ok := d[name].(*ast.StructType)
	if !ok {
		return fmt.Errorf("%s is no struct of %s", name, verdicts)
	}
	fields := of.Fields.List
	names := map[string]string{} // A comment calls a field by its name in Go.
	for _, f := range fields {
		for _, n := range f.Names {
			names[n.Name] = jsonName(f)
		}
	}
	comment := ""
	for _, f := range fields {
		if f.Doc != nil {
			comment = strings.Join(strings.Fields(f.Doc.Text()), " ")
		}
		if len(f.Names) == 0 { // Its fields stand beside the others.
			if err := d.add(rows, fmt.Sprint(f.Type), prefix); err != nil {
				return err
			}
			continue
		}
		own := jsonName(f)
		if own == "" || own == "-" {
			continue
		}
		goName := f.Names[0].Name
		if !word(goName).MatchString(comment) {
			return fmt.Errorf("%s.%s: no comment says what it is: begin a sentence above it with its name", name, goName)
		}
		value, inner, list := d.value(f.Type)
		path := prefix + own
		*rows = append(*rows, []string{"`" + path + "`", value, inWords(comment, names)})
		if inner == "" {
			continue
		}
		if list {
			path += "[]"
		}
		if err := d.add(rows, inner, path+"."); err != nil {
			return err
		}
	}
	return nil
}

// value says what a field holds, and which struct of the package that is, if it is one.
func (d declared) value(t ast.Expr) (value, inner string, list bool) {
	switch t := t.(type) {
	case *ast.StarExpr:
		value, inner, list = d.value(t.X)
		return value + " or null", inner, list
	case *ast.ArrayType:
		value, inner, _ = d.value(t.Elt)
		if inner != "" {
			return "list", inner, true
		}
		return "list of " + value, "", true
	case *ast.Ident:
		if t.Name == "Seconds" {
			return "seconds", "", false
		}
		switch base := d[t.Name].(type) {
		case *ast.StructType:
			return "object", t.Name, false
		case *ast.Ident:
			return d.value(base)
		}
		return map[string]string{"int": "number", "int64": "number", "float64": "number", "bool": "true or false", "string": "text"}[t.Name], "", false
	}
	return "text", "", false // It is one of the model's, such as a path.
}

func jsonName(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	name, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json"), ",")
	return name
}

// inWords is a comment with its fields called as in JSON.
func inWords(comment string, names map[string]string) string {
	return regexp.MustCompile(`\b[A-Z]\w*\b`).ReplaceAllStringFunc(strings.ReplaceAll(comment, "nil", "null"), func(found string) string {
		if name, ok := names[found]; ok && name != "" && name != "-" {
			return "`" + name + "`"
		}
		return found
	})
}

func word(name string) *regexp.Regexp { return regexp.MustCompile(`\b` + name + `\b`) }
