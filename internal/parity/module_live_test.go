//go:build parity

package parity

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
)

var tested = regexp.MustCompile(`Success! (\d+) passed, 0 failed`)

// TestModule_terraformTest runs the modules' own tests, in parts that run beside each
// other.
func TestModule_terraformTest(t *testing.T) {
	t.Parallel()
	root, terraform := newTerraform(t, nowhere)
	copied := repository(t, root)
	for module, least := range map[string]int{"fargate-service": 160, "load-balanced-service": 9, "service-inputs": 24} {
		t.Run(module, func(t *testing.T) {
			ctx, cancel := bounded(t)
			defer cancel()
			at := terraform.At(filepath.Join(copied, "modules", module))
			if _, err := at.Run(ctx, "init", "-no-color", "-input=false", "-backend=false"); err != nil {
				t.Fatal(err)
			}
			var passed atomic.Int64
			t.Run("parts", func(t *testing.T) {
				for i, arguments := range parts(t, filepath.Join(copied, "modules", module)) {
					t.Run(strconv.Itoa(i+1), func(t *testing.T) {
						t.Parallel()
						passed.Add(runModuleTests(t, at.At(at.dir), arguments))
					})
				}
			})
			if n := int(passed.Load()); n < least {
				t.Errorf("only %d runs of %s passed; have test files gone missing?", n, module)
			}
		})
	}
}

// parts are the arguments that name a module's test files, in as many parts as there
// are processors. The largest files come first, so that the parts end together.
func parts(t *testing.T, module string) [][]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(module, "tests", "*.tftest.hcl"))
	if err != nil || len(names) == 0 {
		t.Fatalf("the tests of %s are not where they were: %v", module, err)
	}
	size := func(name string) int64 {
		about, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return about.Size()
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(size(b), size(a)) })
	out := make([][]string, min(runtime.NumCPU(), len(names)))
	for i, name := range names {
		k := i % len(out)
		out[k] = append(out[k], "-filter="+filepath.Join("tests", filepath.Base(name)))
	}
	return out
}

func runModuleTests(t *testing.T, terraform *Terraform, arguments []string) int64 {
	t.Helper()
	ctx, cancel := bounded(t)
	defer cancel()
	out, err := terraform.Run(ctx, append([]string{"test", "-no-color"}, arguments...)...)
	if err != nil {
		t.Fatal(err)
	}
	m := tested.FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("terraform test %q does not say how many passed:\n%s", arguments, out)
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
