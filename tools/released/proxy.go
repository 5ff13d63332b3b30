// Package released tries the checkout as other people get it, as released
// modules, long before there is a release: what a replace or a workspace would
// hide fails here.
package released

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const (
	rootModule      = "github.com/graceful-ecs/terraform-provider-graceful"
	lifecycleModule = rootModule + "/lifecycle"
	watchModule     = lifecycleModule + "/drainwatch"

	// version is what the checkout is released as.
	version = "v0.0.0-test"
)

// publish writes the module of a folder in the checkout into a folder of the
// form that GOPROXY reads, as the go command makes it from a tag.
func publish(proxy, checkout, folder, modulePath string) error {
	escaped, err := module.EscapePath(modulePath)
	if err != nil {
		return err
	}
	at := filepath.Join(proxy, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(at, 0o755); err != nil {
		return err
	}
	files, err := filesOf(filepath.Join(checkout, folder))
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	if err := zip.Create(&archive, module.Version{Path: modulePath, Version: version}, files); err != nil {
		return fmt.Errorf("%s cannot be released: %w", modulePath, err)
	}
	mod, err := os.ReadFile(filepath.Join(checkout, folder, "go.mod"))
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		"list":            []byte(version + "\n"),
		version + ".info": fmt.Appendf(nil, `{"Version":%q,"Time":"2000-01-01T00:00:00Z"}`, version),
		version + ".mod":  mod,
		version + ".zip":  archive.Bytes(),
	} {
		if err := os.WriteFile(filepath.Join(at, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// filesOf lists what git tracks and would track below a folder. Those of a
// nested module are among them, and zip leaves them out.
func filesOf(folder string) ([]zip.File, error) {
	out, err := exec.Command("git", "-C", folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return nil, fmt.Errorf("listing the files of %s: %w", folder, err)
	}
	var files []zip.File
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		f := file{folder, path.Clean(name)}
		if _, err := f.Lstat(); os.IsNotExist(err) {
			continue // Deleted, and not yet committed.
		}
		files = append(files, f)
	}
	return files, nil
}
