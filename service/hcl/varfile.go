package hcl

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

const (
	// varFile is how Terraform is given a file of values.
	varFile = "-var-file"
	// deepestVarFile is how many folders down such files are looked for, and
	// mostVarFolders how many folders are looked into.
	deepestVarFile = 2
	mostVarFolders = 200
)

// varFiles are the files of values that a run may be given, such as prod.tfvars and
// environments/prod/terraform.tfvars: those in the folder and below, but for what a
// folder with code of its own has. What cannot be read is noted, and what is too much is
// counted.
func (f *Folder) varFiles() (out []option, left int) {
	paths, before := varFilesIn(f.root.folder), f.loader.bytes
	for i, path := range paths {
		if i == mostVariants || f.loader.bytes-before > mostBytes {
			return out, len(paths) - i
		}
		name, err := filepath.Rel(f.root.folder, path)
		if err != nil {
			continue
		}
		body, err := f.loader.parse(f.root, path)
		if err != nil {
			f.notes = append(f.notes, err.Error()+"; what "+varFile+"="+filepath.ToSlash(name)+" gives is not looked at")
			continue
		}
		all, diags := body.JustAttributes()
		if diags.HasErrors() {
			f.notes = append(f.notes, faulty(diags).Error()+"; what "+varFile+"="+filepath.ToSlash(name)+" gives is not looked at")
			continue
		}
		values := map[string]*setting{}
		for variable, a := range all {
			if f.root.variables[variable] != nil {
				values[variable] = &setting{name: variable, expression: a.Expr, at: a.Range}
			}
		}
		if len(values) > 0 { // It is for this code.
			out = append(out, option{service.Choice{Input: varFile, Value: filepath.ToSlash(name)}, given{file: values}})
		}
	}
	return out, 0
}

func varFilesIn(folder string) []string {
	var out []string
	looked := 0
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // What cannot be read is for no run.
		}
		name := d.Name()
		if d.IsDir() {
			if path == folder {
				return nil
			}
			below, _ := filepath.Rel(folder, path)
			code, _ := codeIn(path)
			if looked++; looked > mostVarFolders || strings.HasPrefix(name, ".") || len(code) > 0 || strings.Count(below, string(filepath.Separator)) >= deepestVarFile {
				return filepath.SkipDir
			}
			return nil
		}
		byItself := filepath.Dir(path) == filepath.Clean(folder) && len(valuesIn(folder, []string{name})) > 0
		if d.Type().IsRegular() && (strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json")) && !byItself && !strings.Contains(name, "example") && !strings.Contains(name, "sample") {
			out = append(out, path)
		}
		return nil
	})
	slices.Sort(out)
	return out
}
