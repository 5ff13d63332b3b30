package provider

import (
	"strings"
	"testing"
)

// TestFunction_lostTypes: a map has made strings of the numbers, so that it is
// the map that must go and not the quotes.
func TestFunction_lostTypes(t *testing.T) {
	t.Parallel()
	requireFunctions(t)
	rows := map[string]struct{ profile, want string }{
		"whole":   {`tomap({ workload = "http", longest_work = 30 })`, "profile: Wrong Type"},
		"sidecar": {`{ workload = "http", longest_work = 30, sidecars = [tomap({ name = "router", flush = 5 })] }`, "sidecars[0]: Wrong Type"},
		"both":    {`tomap({ workload = "http", longest_work = "30", singleton = "false" })`, "profile: Wrong Type"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := "output \"row\" { value = provider::graceful::settings(" + row.profile + ") }\n"
			found := seen(config, newWorkspace(t, config).validate())
			if len(found) != 1 || !strings.HasPrefix(found[0].Detail, row.want+"\n") {
				t.Fatalf("validate finds %+v, want %s", found, row.want)
			}
			if !strings.Contains(found[0].Detail, "without tomap") || strings.Contains(found[0].Detail, "quotes") {
				t.Errorf("the way out is not to drop the map: %s", found[0].Detail)
			}
		})
	}
}

// A map whose values are meant to be strings has lost nothing.
func TestFunction_mapOfWords(t *testing.T) {
	t.Parallel()
	requireFunctions(t)
	const config = `
output "row" { value = provider::graceful::settings({ workload = "http", longest_work = 30, front = tomap({ name = "proxy" }) }).front_settings.stop_timeout }
`
	if found := newWorkspace(t, config).validate(); len(found) > 0 {
		t.Errorf("validate finds %+v", found)
	}
}

// TestFunction_printable: a name from outside reaches no terminal as it is.
func TestFunction_printable(t *testing.T) {
	t.Parallel()
	requireFunctions(t)
	const config = `
output "row" { value = provider::graceful::settings({ workload = "http", longest_work = 10, "a\u001b[31mb\nc" = 3, sidecars = [{ name = "x\u0007", flush = 1 }] }) }
`
	out, _ := newWorkspace(t, config).run("validate", "-no-color")
	for _, bad := range []string{"\x1b", "\x07"} {
		if strings.Contains(out, bad) {
			t.Errorf("the fault prints %q:\n%s", bad, out)
		}
	}
	if !strings.Contains(out, `has no field "a\x1b[31mb\nc"`) {
		t.Errorf("the fault does not name the field:\n%s", out)
	}
}
