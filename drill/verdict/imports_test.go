package verdict_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// clockless are the names of package time that read no clock and wait for none.
var clockless = []string{"Duration", "Second", "Millisecond", "Microsecond", "Nanosecond", "Minute", "Hour"}

// A verdict comes from the recording alone: neither this package nor any other of
// the repository that it imports, also through a third one, reaches for a process,
// the network or a clock.
func TestPackage_knowsNoProcessNetworkOrClock(t *testing.T) {
	t.Parallel()
	list, err := exec.Command("go", "list", "-deps", "-f", "{{if .Module}}{{.Dir}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	folders := strings.Fields(string(list))
	if len(folders) < 3 {
		t.Fatalf("packages %v: want this one, shutdown and internal/print", folders)
	}
	files := 0
	for _, folder := range folders {
		names, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			files++
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range reaches(file) {
				t.Errorf("%s: %s", name, fault)
			}
		}
	}
	if files < 20 {
		t.Errorf("only %d files were read", files)
	}
}

// reaches lists what of the world a file uses.
func reaches(file *ast.File) (out []string) {
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		switch first, _, _ := strings.Cut(path, "/"); first {
		case "os", "net", "syscall", "io", "log", "unsafe", "plugin":
			out = append(out, "imports "+path)
		}
		if path == "time" && spec.Name != nil {
			out = append(out, "imports time by another name")
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && !slices.Contains(clockless, s.Sel.Name) {
			out = append(out, "uses time."+s.Sel.Name)
		}
		return true
	})
	return out
}

func TestReaches(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]int{
		"import \"time\"\nvar x = 2 * time.Second":            0,
		"import \"time\"\nvar x = time.Now()":                 1,
		"import \"time\"\nvar x = time.After(3)":              1,
		"import clock \"time\"\nvar x = clock.Now()":          1,
		"import \"os\"\nvar x = os.Args":                      1,
		"import \"net/http\"\nvar x = http.StatusOK":          1,
		"import \"strings\"\nvar x = strings.Repeat(\"\", 1)": 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+source, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := reaches(file); len(got) != want {
			t.Errorf("%s\nreaches %v, want %d", source, got, want)
		}
	}
}
