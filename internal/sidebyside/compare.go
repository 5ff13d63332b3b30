package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// settings has the values of one side by the names that both sides share.
type settings map[string]string

// row is one setting on both sides.
type row struct{ name, terraform, cdk string }

func (r row) equal() bool { return r.terraform == r.cdk && r.terraform != "" }

// expected are the settings that a service behind a load balancer must have: those of
// which its profile wants something.
var expected = func() []string {
	settings, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)})
	if err != nil {
		panic(err)
	}
	names := []string{"stop timeout of app", "capacity"}
	for _, w := range service.Wants(service.OfDeployment, service.OfService, service.OfTargetGroup) {
		if _, applies := w.Value(settings); applies {
			names = append(names, spoken(w.Setting))
		}
	}
	return names
}()

// compare lines the two sides up, in order of name. The error tells of settings
// that differ, and of those that neither side has.
func compare(terraform, cdk settings) ([]row, error) {
	names := make(map[string]bool)
	for _, n := range expected {
		names[n] = true
	}
	for n := range terraform {
		names[n] = true
	}
	for n := range cdk {
		names[n] = true
	}
	var rows []row
	var faults []error
	for _, n := range slices.Sorted(maps.Keys(names)) {
		r := row{n, terraform[n], cdk[n]}
		rows = append(rows, r)
		if !r.equal() {
			faults = append(faults, fmt.Errorf("%s: Terraform has %q, CDK has %q", r.name, r.terraform, r.cdk))
		}
	}
	return rows, errors.Join(faults...)
}

func table(rows []row) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "setting\tTerraform\tCDK\tequal")
	for _, r := range rows {
		verdict := "yes"
		if !r.equal() {
			verdict = "NO"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.name, short(r.terraform), short(r.cdk), verdict)
	}
	_ = w.Flush()
	return b.String()
}

// short keeps the end of a long value: there stands what was appended.
func short(v string) string {
	const most = 44
	if r := []rune(v); len(r) > most {
		return "…" + string(r[len(r)-most+1:])
	}
	return v
}
