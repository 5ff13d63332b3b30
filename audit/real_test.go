package audit_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

// leastReal and leastClean are how many configurations of others there are at
// least, and in how many of them nothing worse than an information may be found.
const (
	leastReal  = 25
	leastClean = 6
)

// Configurations as people have published them, cut down to their values, have the
// findings that a careful reader of AWS's documentation comes to, and no other. What
// is expected stands at its line, as a comment "want: severity rule" with "if …" where
// it is there under a choice alone, or where a file takes no comments in NAME.want
// beside it, each with its place; the first comment argues for it.
func TestReal(t *testing.T) {
	entries, err := os.ReadDir("testdata/real")
	if err != nil {
		t.Fatal(err)
	}
	all, clean := 0, 0
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".want" {
			continue
		}
		all++
		t.Run(entry.Name(), func(t *testing.T) {
			path := filepath.Join("testdata/real", entry.Name())
			want, argued := expected(t, path)
			if !argued {
				t.Error("nothing argues for the verdict")
			}
			got := findings(t, path)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if !slices.ContainsFunc(want, func(f string) bool { return !strings.Contains(f, ": info ") }) {
				clean++
			}
		})
	}
	if all < leastReal || clean < leastClean {
		t.Errorf("%d configurations, %d of them clean", all, clean)
	}
}

// findings are what the audit finds in a fixture, each with its place: that of the
// first of its numbers, or else the service's.
func findings(t *testing.T, path string) []string {
	t.Helper()
	var in read.Reader
	for _, file := range parts(t, path) {
		if err := in.Add(file); err != nil {
			t.Fatal(err)
		}
	}
	out := []string{}
	for _, s := range audit.Varied(service.Link(in.Resources()), in.Variants()) {
		for _, f := range s.Findings {
			at := s.Address
			if s.Source.Line != nil {
				at = fmt.Sprintf("%s:%d", s.Source.File, *s.Source.Line)
			}
			if len(f.Numbers) > 0 {
				at = f.Numbers[0].Where
			}
			text := within(path, at) + ": " + string(f.Severity) + " " + f.Rule
			if f.When != "" {
				text += " if " + f.When
			}
			out = append(out, text)
		}
	}
	slices.Sort(out)
	return out
}

// within is a place without the name of the fixture, and without what decides there.
func within(path, at string) string {
	at, _, _ = strings.Cut(at, " (")
	return strings.TrimPrefix(strings.TrimPrefix(at, path+"/"), path+":")
}

// parts are the files of a fixture: itself, the files of a folder, or the folder
// where the CDK wrote it or where it is Terraform's code.
func parts(t *testing.T, path string) []string {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if !info.IsDir() || exists(filepath.Join(path, "manifest.json")) || exists(filepath.Join(path, "main.tf")) {
		return []string{path}
	}
	out, err := filepath.Glob(filepath.Join(path, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

var wanted = regexp.MustCompile(`#\s*want: (.*)$`)

// expected are the findings that a fixture says it has.
func expected(t *testing.T, path string) (want []string, argued bool) {
	t.Helper()
	want = []string{}
	if text, err := os.ReadFile(strings.TrimSuffix(path, ".json") + ".want"); err == nil {
		for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
			if strings.HasPrefix(line, "#") {
				argued = true
			} else if line != "" {
				want = append(want, line)
			}
		}
		slices.Sort(want)
		return want, argued
	}
	err := filepath.WalkDir(path, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		for i, line := range strings.Split(string(text), "\n") {
			argued = argued || i == 0 && strings.HasPrefix(line, "# ")
			if m := wanted.FindStringSubmatch(line); m != nil {
				for _, f := range strings.Split(m[1], "; ") {
					want = append(want, within(path, fmt.Sprintf("%s:%d", file, i+1))+": "+f)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	return want, argued
}
