package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit/config"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The nearest file counts, up to the repository's root and not above it; outside a
// repository the folder's own alone.
func TestFind(t *testing.T) {
	top := t.TempDir()
	for _, folder := range []string{"repo/.git", "repo/a/b", "repo/own/deep", "bare/below"} {
		if err := os.MkdirAll(filepath.Join(top, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{config.Name, "repo/own/" + config.Name, "bare/" + config.Name} {
		write(t, filepath.Join(top, name), "")
	}
	for folder, want := range map[string]string{"repo/a/b": "", "repo": "", "repo/own": "repo/own/", "repo/own/deep": "repo/own/", "bare": "bare/", "bare/below": ""} {
		got, err := config.Find(filepath.Join(top, folder))
		if err != nil {
			t.Fatal(err)
		}
		if want != "" {
			want = filepath.Join(top, want, config.Name)
		}
		if got != want {
			t.Errorf("from %s: %q, want %q", folder, got, want)
		}
	}
	root := write(t, filepath.Join(top, "repo", config.Name), "")
	if got, err := config.Find(filepath.Join(top, "repo/a/b")); got != root || err != nil {
		t.Errorf("the root's own: %q, %v", got, err)
	}
}

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
		err  string
	}{
		"nothing":           {"", nil, ""},
		"a comment":         {"# Later.\n", nil, ""},
		"no list yet":       {"ignore:\n", nil, ""},
		"entries":           {"ignore:\n  \"*\":\n    - drain-by-default it is rare\n  batch:\n    - no-drain until=2027-01-31 its callers # try again\n", []string{"* drain-by-default  it is rare :3", "batch no-drain 2027-01-31 its callers :5"}, ""},
		"another key":       {"ignored: {}\n", nil, "f.yaml:1: there is no such key"},
		"a list":            {"- a\n", nil, "f.yaml:1: the file has one key"},
		"services in a row": {"ignore: [a]\n", nil, "f.yaml:1: ignore has names"},
		"one text":          {"ignore:\n  a: no-drain x\n", nil, "f.yaml:2: behind the name"},
		"a map":             {"ignore:\n  a:\n    - rule: no-drain\n", nil, "f.yaml:3: it is no text"},
		"twice":             {"ignore:\n  a: []\n  a: []\n", nil, "f.yaml:3: it stands there twice"},
		"a key of a list":   {"ignore:\n  ? [a]\n  : []\n", nil, "f.yaml:2: ignore has names"},
		"cut":               {"ignore: [", nil, "f.yaml is no YAML"},
		"too large":         {strings.Repeat("#", 1<<20+1), nil, "more than 1048576 bytes"},
	} {
		got, err := config.Read(write(t, filepath.Join(t.TempDir(), "f.yaml"), tt.text), "f.yaml")
		var list []string
		for _, i := range got {
			list = append(list, strings.Join([]string{i.Services, i.Rule, i.Until, i.Reason, strings.TrimPrefix(i.Where.String(), "f.yaml")}, " "))
		}
		if (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%s: %v, want %q", name, err, tt.err)
		}
		if diff := cmp.Diff(tt.want, list); err == nil && diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, err := config.Read("/nowhere/f.yaml", "f.yaml"); err == nil || err.Error() != "f.yaml cannot be read: no such file or directory" {
		t.Errorf("a missing file: %v", err)
	}
}

// Aliases name no services many times over.
func FuzzRead(f *testing.F) {
	f.Add("ignore:\n  a: &a [no-drain x]\n  b: *a\n")
	f.Fuzz(func(t *testing.T, text string) {
		file := write(t, filepath.Join(t.TempDir(), "f.yaml"), text)
		if list, err := config.Read(file, "f.yaml"); err == nil && len(list) > len(text) {
			t.Errorf("%d entries of %d bytes", len(list), len(text))
		}
	})
}
