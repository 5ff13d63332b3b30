package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// tables are the model's own tables as documents show them.
var tables = map[string]func() ([][]string, error){
	"fields":           sure(func() [][]string { return fieldRows(shutdown.Fields()) }),
	"values":           sure(func() [][]string { return fieldRows(shutdown.ValueFields()) }),
	"outputs":          sure(outputRows),
	"notes":            sure(noteRows),
	"faults":           sure(faultRows),
	"AWS defaults":     sure(defaultRows),
	"a drill's report": drillRows,
}

// sure is a table that cannot fail.
func sure(rows func() [][]string) func() ([][]string, error) {
	return func() ([][]string, error) { return rows(), nil }
}

// table writes a table of the model as Markdown.
func table(name string) (string, error) {
	rows, ok := tables[name]
	if !ok {
		names := make([]string, 0, len(tables))
		for n := range tables {
			names = append(names, n)
		}
		sort.Strings(names)
		return "", fmt.Errorf("no table %q: there are %s", name, strings.Join(names, ", "))
	}
	all, err := rows()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i, cells := range all {
		for j, cell := range cells {
			cells[j] = strings.ReplaceAll(cell, "|", `\|`)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		if i == 0 {
			b.WriteString(strings.Repeat("| --- ", len(cells)) + "|\n")
		}
	}
	return b.String(), nil
}

func fieldRows(list []shutdown.Field) [][]string {
	rows := [][]string{{"field", "value", "default", "meaning"}}
	var add func(prefix string, list []shutdown.Field)
	add = func(prefix string, list []shutdown.Field) {
		for _, f := range list {
			value := f.Allowed()
			switch f.Type {
			case shutdown.Number:
				value = strconv.Itoa(f.Min) + " to " + strconv.Itoa(f.Max) + " " + f.Unit
			case shutdown.Objects:
				value = "list"
			case shutdown.Object:
				value = "map"
			}
			if f.Narrower != "" {
				value += "; " + f.Narrower
			}
			standard := f.Default
			if f.Required {
				standard = "required"
			}
			rows = append(rows, []string{"`" + prefix + f.Name + "`", value, standard, f.Doc})
			add(prefix+f.Name+".", f.Fields)
		}
	}
	add("", list)
	return rows
}

func outputRows() [][]string {
	rows := [][]string{{"setting", "range", "where it applies", "meaning"}}
	for _, o := range shutdown.Outputs() {
		rows = append(rows, []string{"`" + o.Name + "`", strings.TrimSpace(o.Bounds() + " " + o.Unit), o.When, o.Doc})
	}
	return rows
}

func noteRows() [][]string {
	rows := [][]string{{"note", "about", "puts a promise in doubt", "when"}}
	for _, n := range shutdown.NoteRules() {
		doubt := "no"
		if n.Doubt {
			doubt = "yes"
		}
		rows = append(rows, []string{"`" + n.ID + "`", "`" + n.Path + "`", doubt, n.Doc})
	}
	return rows
}

func faultRows() [][]string {
	rules := shutdown.Rules()
	ids := make([]string, 0, len(rules))
	for id := range rules {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	rows := [][]string{{"rule", "title"}}
	for _, id := range ids {
		rows = append(rows, []string{"`" + id + "`", rules[id]})
	}
	return rows
}

func defaultRows() [][]string {
	rows := [][]string{{"setting", "load balancer", "AWS's default", "source"}}
	for _, d := range shutdown.AWSDefaults() {
		balancers := make([]string, len(d.Balancers))
		for i, b := range d.Balancers {
			balancers[i] = "`" + string(b) + "`"
		}
		rows = append(rows, []string{"`" + d.Setting + "`", strings.Join(balancers, ", "), strconv.Itoa(d.Value), "<" + d.Source + ">"})
	}
	return rows
}
