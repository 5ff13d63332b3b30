package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

func TestSettingsDataSource_workedExamples(t *testing.T) {
	t.Parallel()
	testWorked(t, "data.graceful_settings.", silent, func(name, yaml string) string {
		return fmt.Sprintf("data \"graceful_settings\" %q {\n%s}\n", name, profileLines(t, yaml))
	})
}

func TestSettingsDataSource_explained(t *testing.T) {
	t.Parallel()
	testWorked(t, "data.graceful_settings.", told, func(name, yaml string) string {
		return fmt.Sprintf("data \"graceful_settings\" %q {\n%s  explain = true\n}\n", name, profileLines(t, yaml))
	})
}

func TestServiceResource_workedExamples(t *testing.T) {
	t.Parallel()
	testWorked(t, "graceful_service.", leftOut, func(name, yaml string) string {
		return fmt.Sprintf("resource \"graceful_service\" %q {\n  name = %q\n%s}\n", name, name, profileLines(t, yaml))
	})
}

// testWorked runs all worked examples in one configuration and compares the
// numbers that each pins, then the whole result.
func testWorked(t *testing.T, prefix string, reasons reported, block func(name, yaml string) string) {
	t.Helper()
	config, checks := header, []statecheck.StateCheck{}
	for name, c := range computed() {
		config += block(name, c.YAML)
		for _, p := range pins(c.Want) {
			checks = append(checks, statecheck.ExpectKnownValue(prefix+name, p.path, p.value))
		}
		checks = append(checks, wholeSettings{prefix + name, c.Profile, reasons})
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
}

func TestSettingsFunction_workedExamples(t *testing.T) {
	t.Parallel()
	config, checks := header, []statecheck.StateCheck{}
	for name, c := range computed() {
		config += fmt.Sprintf("output %q {\n  value = provider::graceful::settings(yamldecode(<<-EOT\n%sEOT\n  ))\n}\n", name, c.YAML)
		for _, p := range pins(c.Want) {
			checks = append(checks, statecheck.ExpectKnownOutputValueAtPath(name, p.path, p.value))
		}
		checks = append(checks, wholeSettings{"output." + name, c.Profile, leftOut})
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
}

// TestWorkedExamples_refused runs the worked examples that have a fault.
func TestWorkedExamples_refused(t *testing.T) {
	t.Parallel()
	list := refused()
	if len(list) == 0 {
		t.Fatal("no worked example is refused")
	}
	for _, c := range list {
		config := "data \"graceful_settings\" \"refused\" {\n" + profileLines(t, c.YAML) + "}\n"
		found := newWorkspace(t, config).validate()
		if len(found) != 1 {
			t.Fatalf("%s: %d diagnostics, want 1: %+v", c.Name, len(found), found)
		}
		line := strings.Split(header+config, "\n")[found[0].Range.Start.Line-1]
		if !strings.HasPrefix(strings.TrimSpace(line), c.Path+" =") || !strings.Contains(found[0].Detail, "Allowed: "+c.Allowed+".") {
			t.Errorf("%s: at %q %s, want %s at %s", c.Name, line, found[0].Detail, c.Allowed, c.Path)
		}
	}
}
