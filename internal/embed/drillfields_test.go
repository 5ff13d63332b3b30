package main

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// inRoot is what a test does where the documents are written.
func inRoot(t *testing.T) { t.Chdir(filepath.Join("..", "..")) }

// Every field that a report can have in JSON is in the table, once.
func TestDrillRows(t *testing.T) {
	inRoot(t)
	rows, err := drillRows()
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, row := range rows[1:] {
		got = append(got, strings.Trim(row[0], "`"))
		if row[1] == "" || row[2] == "" {
			t.Errorf("%s says %q, %q", row[0], row[1], row[2])
		}
	}
	fieldsOf(reflect.TypeFor[verdict.Result](), "", &want)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func fieldsOf(t reflect.Type, prefix string, out *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		of, path := f.Type, prefix+name
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			if of.Kind() == reflect.Slice && of.Elem().Kind() == reflect.Struct {
				path += "[]"
			}
			of = of.Elem()
		}
		switch {
		case f.Anonymous:
			fieldsOf(of, prefix, out)
		case name == "" || name == "-":
		default:
			*out = append(*out, strings.TrimSuffix(path, "[]"))
			if of.Kind() == reflect.Struct {
				fieldsOf(of, path+".", out)
			}
		}
	}
}

// A field that no comment names is refused; its neighbours are told by the names that they
// have in JSON.
func TestRowsOf(t *testing.T) {
	for name, tt := range map[string]struct {
		fields, err string
		want        [][]string
	}{
		"one":               {"\t// Lost is nil or some.\n\tLost *int `json:\"lost\"`", "", [][]string{{"`lost`", "number or null", "`lost` is null or some."}}},
		"two of a comment":  {"\t// Lost are some, and Late others.\n\tLost int `json:\"lost\"`\n\tLate bool `json:\"late,omitempty\"`", "", [][]string{{"`lost`", "number", "`lost` are some, and `late` others."}, {"`late`", "true or false", "`lost` are some, and `late` others."}}},
		"a list":            {"\t// Inner are more.\n\tInner []In `json:\"in\"`", "", [][]string{{"`in`", "list", "`in` are more."}, {"`in[].of`", "list of text", "`of` is it."}}},
		"not in JSON":       {"\tLost int `json:\"-\"`\n\tLate int", "", nil},
		"no comment":        {"\tLost int `json:\"lost\"`", "Out.Lost: no comment says", nil},
		"another's comment": {"\t// Lost are some.\n\tLost int `json:\"lost\"`\n\tLate int `json:\"late\"`", "Out.Late: no comment says", nil},
		"a part of a word":  {"\t// Lostness is some.\n\tLost int `json:\"lost\"`", "Out.Lost: no comment says", nil},
	} {
		folder := t.TempDir()
		text := "package x\n\ntype Out struct {\n" + tt.fields + "\n}\n\ntype In struct {\n\t// Of is it.\n\tOf []string `json:\"of\"`\n}\n"
		if err := os.WriteFile(filepath.Join(folder, "x.go"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		rows, err := rowsOf(folder, "Out")
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s: %v, want %q", name, err, tt.err)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, rows[1:], cmp.Transformer("empty", func(r [][]string) [][]string { return append([][]string{}, r...) })); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}
