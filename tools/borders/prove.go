package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// prove plants each border as a file of its own in a copy of the repository,
// lints once, and says which border the linter judged wrongly.
func prove(lint, root string, all []border) (wrong []string, err error) {
	work, err := os.MkdirTemp("", "borders-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(work) }()

	if err := copyFile(filepath.Join(root, ".golangci.yml"), filepath.Join(work, ".golangci.yml")); err != nil {
		return nil, err
	}
	// The rules look at the words of an import alone, so the module requires nothing:
	// go would refuse to load it where a planted import wants another line in go.mod.
	if err := os.WriteFile(filepath.Join(work, "go.mod"), []byte("module "+strings.TrimSuffix(module, "/")+"\n\ngo 1.26\n"), 0o644); err != nil {
		return nil, err
	}
	planted := make([]string, len(all))
	for i, b := range all {
		planted[i], err = plant(work, i, b)
		if err != nil {
			return nil, err
		}
	}
	if err := enabled(lint, work); err != nil {
		return nil, err
	}
	reported, output, err := reports(lint, work)
	if err != nil {
		return nil, err
	}
	if len(reported) == 0 {
		return nil, fmt.Errorf("the linter reported nothing at all; it printed:\n%s", output)
	}
	for i, b := range all {
		switch {
		case b.allowed && reported[planted[i]]:
			wrong = append(wrong, fmt.Sprintf("%s may import %s, yet the linter refuses it", b.where(), b.imports))
		case !b.allowed && !reported[planted[i]]:
			wrong = append(wrong, fmt.Sprintf("%s must not import %s, yet the linter lets it pass", b.where(), b.imports))
		}
	}
	return wrong, nil
}

func (b border) where() string {
	if b.inTest {
		return b.folder + " (tests)"
	}
	return b.folder
}

// plant writes the import into a package of its own below the folder, so that
// no import cycle hides what the linter would say.
func plant(work string, i int, b border) (string, error) {
	name := "planted.go"
	if b.inTest {
		name = "planted_test.go"
	}
	file := filepath.Join(b.folder, fmt.Sprintf("planted%d", i), name)
	if err := os.MkdirAll(filepath.Join(work, filepath.Dir(file)), 0o755); err != nil {
		return "", err
	}
	source := fmt.Sprintf("package planted\n\nimport _ %q\n", b.imports)
	return filepath.ToSlash(file), os.WriteFile(filepath.Join(work, file), []byte(source), 0o600)
}

// enabled fails unless the settings themselves turn depguard on, because the
// run in reports turns it on whatever they say.
func enabled(lint, work string) error {
	cmd := exec.Command(lint, "linters", "--color=never")
	cmd.Dir = work
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("listing the linters: %w\n%s", err, out)
	}
	on, _, _ := strings.Cut(string(out), "Disabled by your configuration")
	if !strings.Contains(on, "\ndepguard:") {
		return errors.New("depguard, which guards the borders, is not enabled in .golangci.yml")
	}
	return nil
}

var issue = regexp.MustCompile(`(?m)^(\S*planted\d+/planted(?:_test)?\.go):\d+:\d+: import .*\(depguard\)$`)

// reports returns the planted files that depguard complains of.
func reports(lint, work string) (map[string]bool, string, error) {
	cmd := exec.Command(lint, "run", "--allow-serial-runners", "--enable-only", "depguard", "--path-mode", "abs",
		"--output.text.print-issued-lines=false", "--output.text.colors=false", "./...")
	cmd.Dir = work
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		return nil, "", fmt.Errorf("running %s: %w", lint, err)
	}
	base, err := filepath.EvalSymlinks(work)
	if err != nil {
		return nil, "", err
	}
	found := map[string]bool{}
	for _, m := range issue.FindAllStringSubmatch(out.String(), -1) {
		file := strings.TrimPrefix(strings.TrimPrefix(m[1], work+"/"), base+"/")
		found[file] = true
	}
	return found, out.String(), nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}
