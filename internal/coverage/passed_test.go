package coverage

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// load-balanced-service takes every input of fargate-service but those of the table.
func TestPassed_golden(t *testing.T) {
	root := filepath.Join("..", "..")
	module := filepath.Join(root, "modules", "load-balanced-service")
	variables, arguments, err := Passed(root)
	if err != nil {
		t.Fatal(err)
	}
	main, err := os.ReadFile(filepath.Join(module, "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := between(string(main), arguments)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{passedFile: variables, "main.tf": whole} {
		path := filepath.Join(module, name)
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("load-balanced-service/%s does not take what fargate-service takes; make generate writes it (-want +got):\n%s", name, diff)
		}
	}
	all, err := declared(filepath.Join(root, "modules", "fargate-service", "variables*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range notPassed {
		if all[name] == "" {
			t.Errorf("fargate-service has no %s that could be kept from being passed on", name)
		}
	}
}
