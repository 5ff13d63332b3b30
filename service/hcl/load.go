package hcl

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// loader reads folders, each once, and has what all evaluation shares.
type loader struct {
	path    string
	modules map[string]*module
	sources map[string][]byte
	bytes   int
	// installed has the folders of modules that init has put there, by their names
	// with dots.
	installed map[string]string

	// reasons are those that placeholders stand for, numbered has their numbers.
	reasons  []string
	numbered map[string]int
	// names are the attributes that are asked of something other than a resource by
	// its own name.
	names map[string]bool

	// values are what files of values give the root's variables.
	values map[string]*setting

	// given is what the root is given beside these, and inWorkspace says that somebody
	// asks for the name of the workspace.
	given       given
	inWorkspace bool

	steps, count, visited int
	// most bounds the steps.
	most   int
	halted error
	// open are the names that are being given values.
	open []string
	// trying says that what is read stands in try or can.
	trying bool
	// strict lets what a library cannot cope with end the program, for tests.
	strict bool
	// roots are the folders that files may be read from.
	roots []string
}

func newLoader(path string) *loader {
	return &loader{path: path, most: mostSteps, modules: map[string]*module{}, sources: map[string][]byte{}, numbered: map[string]int{}, names: map[string]bool{}, values: map[string]*setting{}, installed: installed(path)}
}

// module is the code in one folder.
type module struct {
	folder    string
	variables map[string]*block
	locals    map[string]*setting
	outputs   map[string]*setting
	calls     map[string]*call
	resources []*block          // In the order of their files.
	declared  map[string]*block // By type and name, with data. before that of data sources.
	functions map[string]bool
	comments  map[string]comments // By file.
	asks      []ask
}

// call is a module that another one calls.
type call struct {
	*block
	source string
	// module is nil where its code is not there, for which elsewhere says why.
	module    *module
	elsewhere string
}

// folder reads the files of a folder.
func (l *loader) folder(path string, at *block) (*module, error) {
	target := absolute(path) // Links may lead to the same folder again.
	if m := l.modules[target]; m != nil {
		return m, nil
	}
	m := &module{folder: path, variables: map[string]*block{}, locals: map[string]*setting{}, outputs: map[string]*setting{},
		calls: map[string]*call{}, declared: map[string]*block{}, functions: map[string]bool{}, comments: map[string]comments{}}
	l.modules[target] = m
	names, err := codeIn(path)
	if err != nil {
		return nil, led(at, err)
	}
	if len(names) == 0 {
		return nil, led(at, fmt.Errorf("%s %w%s", path, ErrNoCode, beneath(path)))
	}
	for _, name := range names {
		if err := l.file(m, filepath.Join(path, name)); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// ErrNoCode says that a folder has no file that Terraform would read.
var ErrNoCode = errors.New("has no *.tf")

// led is an error with the place of what led there.
func led(at *block, err error) error {
	if at == nil {
		return err
	}
	return fmt.Errorf("%s:%d: module %s: %w", at.file, at.begins, at.name, err)
}

// codeIn are the names of the files in a folder that Terraform or OpenTofu reads,
// overrides last. A file for OpenTofu alone stands for that of the same name.
func codeIn(path string) ([]string, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	var names, overrides []string
	tofu := map[string]bool{}
	for _, e := range entries {
		if base, is := strings.CutSuffix(e.Name(), ".tofu"); is {
			tofu[base+".tf"] = true
		}
		if base, is := strings.CutSuffix(e.Name(), ".tofu.json"); is {
			tofu[base+".tf.json"] = true
		}
	}
	for _, e := range entries {
		name := e.Name()
		base, is := stem(name)
		switch {
		case !is || e.IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") || tofu[name]:
		case base == "override" || strings.HasSuffix(base, "_override"):
			overrides = append(overrides, name)
		default:
			names = append(names, name)
		}
	}
	return append(names, overrides...), nil
}

// stem is the name of a file of code without what says that it is one.
func stem(name string) (string, bool) {
	for _, ending := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if base, is := strings.CutSuffix(name, ending); is && base != "" {
			return base, true
		}
	}
	return "", false
}

// beneath says which folders below have code, for whoever named one above them.
func beneath(path string) string {
	const most = 200 // Folders that are looked into.
	var found []string
	looked := 0
	_ = filepath.WalkDir(path, func(below string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil //nolint:nilerr // What cannot be read is offered to nobody.
		}
		if looked++; looked > most || strings.HasPrefix(d.Name(), ".") && below != path {
			return filepath.SkipDir
		}
		if names, err := codeIn(below); err == nil && len(names) > 0 {
			found = append(found, below)
			return filepath.SkipDir
		}
		return nil
	})
	if len(found) == 0 {
		return ""
	}
	more := ""
	if len(found) > 3 {
		found, more = found[:3], " and others"
	}
	return "; below it have some: " + strings.Join(found, ", ") + more
}

// read reads a file that is not too large. A name that is no file has an end too:
// what is no regular one is not opened.
func (l *loader) read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file", path)
	}
	if info.Size() > mostBytes {
		return nil, fmt.Errorf("%s has more than %d bytes", path, mostBytes)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	if l.bytes += len(text); l.bytes > mostOfAll {
		return nil, fmt.Errorf("%s: the files of %s have more than %d bytes together", path, l.path, mostOfAll)
	}
	return text, nil
}

// cause is an error of the file system without the path, which is said already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// calls reads the modules that a module calls, and those that these call. The names
// and the modules are those on the way there.
func (l *loader) calls(m *module, names []string, above []*module) error {
	above = append(above[:len(above):len(above)], m)
	for _, name := range sorted(m.calls) {
		c := m.calls[name]
		inner := append(slices.Clone(names), name)
		if l.visited++; len(inner) > mostModules || l.visited > mostInstances {
			return fmt.Errorf("%s:%d: modules call each other more than %d deep, or more than %d times", c.file, c.begins, mostModules, mostInstances)
		}
		folder := ""
		if strings.HasPrefix(c.source, "./") || strings.HasPrefix(c.source, "../") || c.source == "." || c.source == ".." {
			folder = filepath.Join(m.folder, c.source)
		} else if dir, is := l.installed[strings.Join(inner, ".")]; is {
			folder = dir
		} else {
			c.elsewhere = "module " + c.name + " " + from(c.source)
			continue
		}
		below, err := l.folder(folder, c.block)
		if err != nil {
			return err
		}
		if slices.Contains(above, below) {
			return fmt.Errorf("%s:%d: module %s calls itself: its source is %s", c.file, c.begins, strings.Join(inner, "."), below.folder)
		}
		c.module = below
		if err := l.calls(below, inner, above); err != nil {
			return err
		}
	}
	return nil
}

// from says where the code of a module comes from.
func from(source string) string {
	switch {
	case source == "":
		return "has no source that can be told"
	case strings.Contains(source, "::") || strings.Contains(source, "://") || strings.HasPrefix(source, "git@") || strings.HasPrefix(source, "github.com/") || strings.HasPrefix(source, "bitbucket.org/"):
		return "comes from elsewhere, and init has not fetched it"
	}
	return "comes from the registry, and init has not fetched it"
}
