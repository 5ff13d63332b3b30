package profile_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// FuzzRead holds the reader to three promises for any bytes at all: it does not
// panic, its error is always faults with a place, and what it accepts as YAML
// is the same profile to Terraform's yamldecode.
func FuzzRead(f *testing.F) {
	for _, c := range cases.Worked() {
		f.Add(false, []byte(c.YAML))
	}
	for _, text := range terraformSeeds {
		f.Add(false, []byte("workload: http\nlongest_work: 10\n"+text))
	}
	for _, text := range []string{
		"", "\xef\xbb\xbf! {workload: http, longest_work: 10}", "workload: http\rlongest_work: 10\r", "workload: http\u2028longest_work: 10", "workload: http # \ufeff\nlongest_work: ! 10", "\xef\xbb\xbfworkload: http\nlongest_work: 10\n", "{workload: http, longest_work: 10}", "{\"workload\":\t\"http\", \"longest_work\": 10}",
		"\tworkload: http", "&a [*a]", "? - a\n: b", "%YAML 1.1\n---\nworkload: http\n...\n", "- 1\n---\n- 2", "a: !!binary x", "&0: 0\n0: 0", "{\"\": 1}", "{\"a\": [{\"b\": 1e9}, null, true]}",
	} {
		f.Add(false, []byte(text))
		f.Add(true, []byte(text))
	}
	f.Fuzz(func(t *testing.T, asJSON bool, data []byte) {
		name := "p.yaml"
		if asJSON {
			name = "p.json"
		}
		p, err := profile.Read(name, data)
		if err != nil {
			checkFaults(t, data, err)
			return
		}
		if _, err := shutdown.Compute(p); err != nil {
			t.Errorf("Compute() refuses what Read() accepts: %v", err)
		}
		if !asJSON {
			checkTerraform(t, data, p)
		}
	})
}

func checkFaults(t *testing.T, data []byte, err error) {
	t.Helper()
	var faults shutdown.Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("Read() error is a %T of %v, want faults", err, err)
	}
	titles := shutdown.Rules()
	for _, f := range faults {
		if f.Line < 1 || f.Column < 1 || f.Path == "" || titles[f.Rule] == "" || f.Message == "" || f.Allowed == "" || f.WaysOut == nil && f.Rule == "syntax" {
			t.Errorf("Read(%q) fault is incomplete: %+v", data, f)
		}
	}
}

// checkTerraform decodes the file with the library behind yamldecode.
func checkTerraform(t *testing.T, data []byte, want shutdown.Profile) {
	t.Helper()
	kind, err := ctyyaml.ImpliedType(data)
	if err != nil {
		t.Fatalf("Read(%q) accepts what yamldecode refuses: %v", data, err)
	}
	value, err := ctyyaml.Unmarshal(data, kind)
	if err != nil {
		t.Fatalf("Read(%q) accepts what yamldecode refuses: %v", data, err)
	}
	document, _ := plain(value).(map[string]any)
	got, err := shutdown.Parse(document)
	if err != nil {
		t.Fatalf("Read(%q) accepts what Terraform faults: %v", data, err)
	}
	if diff := cmp.Diff(want, got.Given()); diff != "" {
		t.Errorf("Read(%q) and yamldecode differ (-Read +yamldecode):\n%s", data, diff)
	}
}

// plain turns a value of Terraform's into one that Parse takes.
func plain(v cty.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Type() == cty.String:
		return v.AsString()
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.Number:
		return new(big.Float).Copy(v.AsBigFloat())
	case v.Type().IsObjectType():
		m := map[string]any{}
		for k, e := range v.AsValueMap() {
			m[k] = plain(e)
		}
		return m
	default:
		list := []any{}
		for _, e := range v.AsValueSlice() {
			list = append(list, plain(e))
		}
		return list
	}
}

// terraformSeeds are values that YAML's readers like to differ on.
var terraformSeeds = []string{
	"singleton: yes\n", "singleton: True\n", "singleton: FALSE\n", "environment_prefix: Y\n", "environment_prefix: NULL\n", "environment_prefix: \"NO\"\n",
	"cleanup: 010\n", "cleanup: 1_0\n", "cleanup: 10.0\n", "cleanup: 1e1\n", "cleanup: -0\n", "cleanup: 0x1\n", "cleanup: 0o7\n", "cleanup: 1:30\n", "cleanup: +1\n", "cleanup:\n",
	"sidecars: [{name: 2026-01-01, flush: 1}]\n", "sidecars: [{name: 1_000, flush: 1}]\n", "sidecars: [{name: 0b1, flush: 1}]\n", "sidecars: [{name: on, flush: 1}]\n",
	"sidecars: [{name: -, flush: 1}]\n", "sidecars:\n- name: a-b\n  flush: 0.10e2\n", "sidecars: [{name: |-\n  null\n, flush: 1}]\n", "sidecars:\n- {\"name\": \"a\",\n   flush: 1}\n",
	"cleanup: |\n  5\n", "cleanup: >-\n  5\n", "environment_prefix: 'A_'\n", "environment_prefix: A\n  B\n", "require: []\n", "require:\n- deployment # one\n", "<<: {cleanup: 1}\n", "\"cleanup\": 1\n",
	"framework: !!str go\n", "framework: ! go\n", "framework: &a go\n", "? cleanup\n: 3\n", "cleanup: 3 #x\n", "cleanup: 3#x\n", "cleanup: !<tag:yaml.org,2002:int> 3\n", "sidecars: [{name: =, flush: 1}]\n",
}
