package audit_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// said is what an audit says of a service, without where it was read.
type said struct {
	Values     []string
	Assessment shutdown.Assessment
	Findings   []string
	Unknown    map[string]string
	Picture    *service.Service
}

// pictures are alike when the same is written; what is AWS's default may be written
// nowhere, or be the tool's as well. Where it stands is another matter.
func pictures() cmp.Options {
	return cmp.Options{written[int](), written[string](), written[bool](), written[[]string](), cmpopts.IgnoreTypes(&service.Resource{}), cmpopts.EquateEmpty()}
}

func written[T any]() cmp.Option {
	return cmp.Comparer(func(a, b service.Value[T]) bool {
		return a.Given() == b.Given() && (!a.Given() || a.State == b.State && a.Why == b.Why && reflect.DeepEqual(a.Pointer(), b.Pointer()))
	})
}

func audited(t *testing.T, files []string) said {
	t.Helper()
	var in read.Reader
	for _, file := range files {
		if err := in.Add(file); err != nil {
			t.Fatal(err)
		}
	}
	all := service.Link(in.Resources())
	services := audit.Services(all)
	if len(services) != 1 {
		t.Fatalf("%d services", len(services))
	}
	s := services[0]
	out := said{Picture: all[0], Assessment: s.Assessment, Unknown: s.Unjudged}
	number := func(n audit.Number) string {
		v := "?"
		if n.Value != nil {
			v = fmt.Sprint(*n.Value)
		}
		return n.Name + " " + v + " " + string(n.State) + n.Why
	}
	for _, v := range s.Values {
		out.Values = append(out.Values, number(v.Value))
	}
	for _, f := range s.Findings {
		words := []string{string(f.Severity), f.Rule, f.Message}
		for _, n := range append(f.Numbers, f.Fix...) {
			words = append(words, number(n))
		}
		out.Findings = append(out.Findings, strings.Join(words, "; "))
	}
	return out
}

// asState says the same as a state does, in which nothing tells a default from what is
// written.
func (s said) asState() said {
	s.Values, s.Findings = slices.Clone(s.Values), slices.Clone(s.Findings)
	for _, list := range [][]string{s.Values, s.Findings} {
		for i := range list {
			list[i] = strings.ReplaceAll(list[i], " "+string(service.Default), " "+string(service.Set))
		}
	}
	s.Findings = slices.DeleteFunc(s.Findings, func(f string) bool { return strings.Contains(f, "drain-by-default") })
	if len(s.Findings) == 0 {
		s.Findings = nil
	}
	s.Assessment.Defaults, s.Picture = nil, nil
	return s
}

// The same service says the same, whatever it was read from.
func TestServices_alike(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := anyService(rt)
		dir := t.TempDir()
		want := audited(t, save(t, dir, map[string]any{"template.json": s.template()}))
		save(t, dir, map[string]any{"Stack.template.json": s.template(), "manifest.json": object{"artifacts": object{"Stack": object{"type": "aws:cloudformation:stack", "properties": object{"templateFile": "Stack.template.json"}}}}})
		for name, files := range map[string][]string{
			"YAML":             save(t, dir, map[string]any{"template.yaml": s.template()}),
			"cdk.out":          {dir},
			"a plan":           save(t, dir, map[string]any{"plan.json": s.plan("")}),
			"a plan's module":  save(t, dir, map[string]any{"module.json": s.plan("module.api", "api")}),
			"counted":          save(t, dir, map[string]any{"counted.json": s.plan("module.api[0]", "api")}),
			"keyed with a dot": save(t, dir, map[string]any{"keyed.json": s.plan(`module.api["a.b"]`, "api")}),
			"two modules deep": save(t, dir, map[string]any{"deep.json": s.plan(`module.shop[0].module.api["a.b"]`, "shop", "api")}),
		} {
			if diff := cmp.Diff(want, audited(t, files), pictures()); diff != "" {
				rt.Errorf("%s says another thing than a template (-template +it):\n%s", name, diff)
			}
		}
		code := t.TempDir()
		save(t, code, map[string]any{"main.tf": s.code()})
		if diff := cmp.Diff(want, audited(t, []string{code}), pictures()); diff != "" {
			rt.Errorf("code says another thing than a template (-template +it):\n%s\n%s", diff, s.code())
		}
		if diff := cmp.Diff(want.asState(), audited(t, save(t, dir, map[string]any{"state.json": s.state()})).asState()); diff != "" {
			rt.Errorf("a state says another thing than a template (-template +it):\n%s", diff)
		}
		// The command line prints neither listeners nor what scales.
		s.Listens, s.Scales = false, false
		alone := audited(t, save(t, dir, map[string]any{"alone.json": s.template()}))
		service, task, groups := s.printed()
		if diff := cmp.Diff(alone, audited(t, save(t, dir, map[string]any{"service.json": service, "task.json": task, "groups.json": groups})), pictures()); diff != "" {
			rt.Errorf("what is printed says another thing than a template (-template +it):\n%s", diff)
		}
	})
}
