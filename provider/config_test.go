package provider

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
)

// label turns a case's name into one that Terraform takes.
func label(name string) string { return "case_" + strings.ReplaceAll(name, " ", "_") }

// profileLines is the profile of a YAML file as the arguments of a block.
func profileLines(t *testing.T, text string) string {
	t.Helper()
	var fields map[string]any
	if err := yaml.Unmarshal([]byte(text), &fields); err != nil {
		t.Fatal(err)
	}
	return argumentLines(t, fields)
}

// argumentLines writes fields as arguments. An expression takes JSON as it is.
func argumentLines(t *testing.T, fields map[string]any) string {
	t.Helper()
	var lines []string
	for name, v := range fields {
		value, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("  %s = %s\n", name, value))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// computed is the worked examples that have a result.
func computed() map[string]cases.Case {
	out := make(map[string]cases.Case)
	for _, c := range cases.Worked() {
		if c.Rule == "" {
			out[label(c.Name)] = c
		}
	}
	return out
}

// refused is the worked examples that have a fault.
func refused() []cases.Case {
	return slices.DeleteFunc(cases.Worked(), func(c cases.Case) bool { return c.Rule == "" })
}
