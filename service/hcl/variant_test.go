package hcl_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/hcl"
)

// varied are the numbers of tasks under each choice, in their order.
func varied(t testing.TB, files map[string]string) (out []string, f *hcl.Folder) {
	t.Helper()
	f, err := hcl.Read(folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	f.Strict()
	all := f.Variants().All
	if all == nil {
		return nil, f
	}
	for v := range all {
		var counts []string
		for _, s := range service.Link(v.Resources) {
			count := "?"
			if n, ok := s.DesiredCount.Get(); ok {
				count = fmt.Sprint(n)
			}
			counts = append(counts, count)
		}
		out = append(out, v.When.String()+": "+strings.Join(counts, " "))
	}
	return out, f
}

// Each value that a variable may have beside the one that it has makes a variant, and
// only that variable is another one there.
func TestFolder_Variants(t *testing.T) {
	const validated = `type = string
  default = "dev"
  validation {
    condition = CONDITION
    error_message = "no"
  }`
	valid := func(condition string) string { return strings.Replace(validated, "CONDITION", condition, 1) }
	for name, tt := range map[string]struct {
		variable, count string
		want            []string
	}{
		"nothing is open":               {`default = 2`, `3`, nil},
		"no variable of these":          {valid(`contains(["dev", "prod"], var.x)`), `3`, nil},
		"listed":                        {valid(`contains(["dev", "prod"], var.x)`), `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"listed, no default":            {strings.Replace(valid(`contains(["dev", "prod"], var.x)`), `default = "dev"`, "", 1), `var.x == "prod" ? 4 : 1`, []string{"var.x is dev: 1", "var.x is prod: 4"}},
		"listed in any case of letters": {valid(`contains(["dev", "prod"], lower(var.x))`), `lower(var.x) == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"listed twice, in brackets":     {valid(`(contains(["dev", "prod", "prod"], "${var.x}"))`), `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"listed by alternatives":        {valid(`var.x == "dev" || "prod" == var.x`), `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"listed, or null":               {valid(`var.x == null || contains(["dev", "prod"], var.x)`), `var.x == "prod" ? 4 : 1`, []string{"var.x is null: 1", "var.x is prod: 4"}},
		"listed by any":                 {valid(`anytrue([var.x == "dev", var.x == "prod"])`), `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"listed by a pattern":           {valid(`can(regex("^(dev|prod)$", var.x))`), `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"listed, and another condition": {valid(`length(var.x) < 5 && contains(["dev", "prod", "stage"], var.x)`), `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"one listed, another not":       {valid(`var.x == "dev" || length(var.x) > 3`), `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"a pattern of more":             {valid(`can(regex("^[a-z]+$", var.x))`), `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"a pattern that refuses it":     {valid(`can(regex("^[a-z]{3}$", var.x))`), `var.x == "prod" ? 4 : 1`, nil},
		"compared":                      {`default = "dev"`, `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"compared, otherwise":           {`default = "dev"`, `var.x != "prod" ? 4 : 1`, []string{"var.x is prod: 1"}},
		"compared twice":                {`default = "dev"`, `var.x == "prod" ? 4 : var.x == "stage" ? 2 : 1`, []string{"var.x is prod: 4", "var.x is stage: 2"}},
		"compared, no default":          {``, `var.x == "prod" ? 4 : 1`, []string{"var.x is prod: 4", "var.x is not prod: 1"}},
		"the compared one by default":   {`default = "prod"`, `var.x == "prod" ? 4 : 1`, []string{"var.x is not prod: 1"}},
		"one of several":                {`default = "dev"`, `contains(["prod", "stage"], var.x) ? 4 : 1`, []string{"var.x is prod: 4", "var.x is stage: 4"}},
		"one of a local's":              {`default = "dev"`, `contains(local.large, var.x) ? 4 : 1`, []string{"var.x is prod: 4"}},
		"through a local":               {`default = "dev"`, `local.same == "prod" ? 4 : 1`, []string{"var.x is prod: 4"}},
		"within a text":                 {`default = "dev"`, `"${var.x}-" == "prod-" ? 4 : 1`, nil},
		"whether it is set":             {`default = ""`, `var.x == "" ? 1 : 4`, []string{"var.x is not empty: 4"}},
		"whether it is null":            {`default = null`, `var.x == null ? 1 : 4`, []string{"var.x is not null: 4"}},
		"whether it is null, it is not": {`default = "x"`, `var.x == null ? 1 : 4`, []string{"var.x is null: 1"}},
		"a branch that is not taken":    {`default = "dev"`, `var.x == "prod" ? (var.x == "stage" ? 1 : 2) : 3`, []string{"var.x is prod: 2", "var.x is stage: 3"}},
		"looked up":                     {`default = "dev"`, `local.counts[var.x]`, []string{"var.x is prod: 8"}},
		"looked up, with a default":     {`default = "test"`, `lookup(local.counts, var.x, 1)`, []string{"var.x is dev: 2", "var.x is prod: 8"}},
		"looked up below":               {`default = "dev"`, `local.sizes[var.x].count`, []string{"var.x is prod: 9"}},
		"a truth":                       {"type = bool\n default = false", `var.x ? 4 : 1`, []string{"var.x is true: 4"}},
		"a truth, by its default":       {`default = true`, `var.x ? 4 : 1`, []string{"var.x is false: 1"}},
		"a truth, no default":           {`type = bool`, `var.x ? 4 : 1`, []string{"var.x is true: 4", "var.x is false: 1"}},
		"a number of tasks":             {"type = number\n default = 2", `var.x`, []string{"var.x is 1: 1"}},
		"a number, by its default":      {`default = 2`, `var.x`, []string{"var.x is 1: 1"}},
		"a number of tasks, 1 already":  {"type = number\n default = 1", `var.x`, nil},
		"a number of tasks, no default": {`type = number`, `var.x`, []string{"var.x is 1: 1"}},
		"a number in a branch":          {"type = number\n default = 2", `local.same == 0 ? 3 : coalesce(var.x, 4)`, []string{"var.x is 1: 1", "var.x is 0: 3"}},
		"a number of something else":    {"type = number\n default = 2", `var.x + 1`, nil},
		"at least 1":                    {"type = number\n default = 2\n validation {\n condition = var.x >= 1\n error_message = \"no\"\n }", `var.x`, []string{"var.x is 1: 1"}},
		"at least 2":                    {"type = number\n default = 2\n validation {\n condition = var.x >= 2\n error_message = \"no\"\n }", `var.x`, nil},
		"a number that decides":         {"type = number\n default = 3", `var.x == 0 ? 5 : 6`, []string{"var.x is 0: 5"}},
		"a number that is compared":     {"type = number\n default = 0", `var.x == 0 ? 5 : 6`, nil},
		"a number in two types":         {"type = string\n default = 2", `var.x == 3 ? 5 : 6`, []string{"var.x is 3: 6"}},
		"a secret":                      {"default = \"dev\"\n sensitive = true", `var.x == "prod" ? 4 : 1`, nil},
		"an object":                     {`default = { a = 1 }`, `var.x == "prod" ? 4 : 1`, nil},
		"the workspace":                 {`default = 1`, `terraform.workspace == "prod" ? 4 : 1`, []string{"terraform.workspace is prod: 4", "terraform.workspace is not prod: 1"}},
		"looked up by the workspace":    {`default = 1`, `lookup(local.counts, terraform.workspace, 7)`, []string{"terraform.workspace is dev: 2", "terraform.workspace is prod: 8"}},
		"words that need quotes":        {valid(`contains(["dev", "b, c", ""], var.x)`), `var.x == "" ? 3 : 1`, []string{`var.x is "b, c": 1`, "var.x is empty: 3"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, f := varied(t, map[string]string{"main.tf": "variable \"x\" {\n" + tt.variable + "\n}\nlocals {\n  same = var.x\n  large = [\"prod\"]\n  counts = { dev = 2, prod = 8 }\n  sizes = { dev = { count = 1 }, prod = { count = 9 } }\n}\n" +
				"resource \"aws_ecs_service\" \"s\" {\n  desired_count = " + tt.count + "\n}\n"})
			if diff := cmp.Diff(tt.want, got); diff != "" || len(f.Notes()) > 0 {
				t.Errorf("%v; (-want +got):\n%s", f.Notes(), diff)
			}
		})
	}
}

// An input is followed into modules, what rests on one changes together, and a resource
// is there where its count says so.
func TestFolder_Variants_together(t *testing.T) {
	got, _ := varied(t, map[string]string{
		"main.tf": `variable "env" {
  default = "dev"
}
variable "tasks" {
  type    = number
  default = 3
}
variable "spare" {
  default = false
}
module "a" {
  source = "./app"
  stage  = var.env
  tasks  = 5
}
module "b" {
  source = "./app"
  count  = var.spare ? 2 : 0
  stage  = "fixed"
  tasks  = var.tasks
}
`,
		"app/main.tf": `variable "stage" {}
variable "tasks" {}
variable "own" { default = "prod" }
resource "aws_ecs_service" "s" {
  desired_count = var.stage == "prod" ? 9 : var.own == "test" ? 8 : var.tasks
}
resource "aws_ecs_service" "more" {
  count         = var.stage == "prod" ? 1 : 0
  desired_count = 7
}
`})
	if diff := cmp.Diff([]string{"var.env is prod: 9 7", "var.spare is true: 5 3 3"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A number of tasks is followed into the module that takes it.
func TestFolder_Variants_countOfModule(t *testing.T) {
	got, _ := varied(t, map[string]string{
		"main.tf":     "variable \"n\" { default = 2 }\nmodule \"a\" {\n  source = \"./app\"\n  tasks = var.n\n}\n",
		"app/main.tf": "variable \"tasks\" {}\nresource \"aws_ecs_service\" \"s\" { desired_count = var.tasks }\nresource \"aws_appautoscaling_target\" \"t\" { min_capacity = var.tasks }\n"})
	if diff := cmp.Diff([]string{"var.n is 1: 1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file of values makes a variant of all that it gives, wherever a run would be given
// it from, and what files give is varied by them alone.
func TestFolder_Variants_files(t *testing.T) {
	const main = `variable "env" { default = "dev" }
variable "tasks" {
  type    = number
  default = 2
}
variable "spot" { default = false }
resource "aws_ecs_service" "s" {
  desired_count = var.env == "prod" ? var.tasks : var.spot ? 10 : 1
}
`
	for name, tt := range map[string]struct {
		files map[string]string
		want  []string
		notes int
	}{
		"none": {nil, []string{"var.env is prod: 2", "var.spot is true: 10", "var.tasks is 1: 1"}, 0},
		"two beside": {map[string]string{"prod.tfvars": "env = \"prod\"\ntasks = 6\n", "dev.tfvars": "env = \"dev\"\n"},
			[]string{"-var-file is dev.tfvars: 1", "var.spot is true: 10", "-var-file is prod.tfvars: 6"}, 0},
		"in folders, and in JSON": {map[string]string{"env/prod.tfvars.json": `{"env": "prod", "tasks": "7"}`, "environments/eu/prod.tfvars": "env = \"prod\"\ntasks = 8\n", "a/b/c/deep.tfvars": "spot = true\n"},
			[]string{"-var-file is env/prod.tfvars.json: 7", "var.spot is true: 10", "-var-file is environments/eu/prod.tfvars: 8"}, 0},
		"read by itself":                     {map[string]string{"terraform.tfvars": "env = \"prod\"\n", "x.auto.tfvars": "tasks = 5\n"}, []string{"var.spot is true: 5"}, 0},
		"over what is read by itself":        {map[string]string{"terraform.tfvars": "env = \"prod\"\ntasks = 4\n", "small.tfvars": "tasks = 3\n"}, []string{"-var-file is small.tfvars: 3", "var.spot is true: 4"}, 0},
		"of a folder with code of its own":   {map[string]string{"other/main.tf": "", "other/prod.tfvars": "env = \"prod\"\n"}, []string{"var.env is prod: 2", "var.spot is true: 10", "var.tasks is 1: 1"}, 0},
		"for other code":                     {map[string]string{"prod.tfvars": "region = \"eu\"\n"}, []string{"var.env is prod: 2", "var.spot is true: 10", "var.tasks is 1: 1"}, 0},
		"an example":                         {map[string]string{"example.tfvars": "env = \"prod\"\n", ".hidden/prod.tfvars": "env = \"prod\"\n"}, []string{"var.env is prod: 2", "var.spot is true: 10", "var.tasks is 1: 1"}, 0},
		"one that is cut, beside a good one": {map[string]string{"bad.tfvars": "env = [\n", "prod.tfvars": "env = \"prod\"\ntasks = 6\n"}, []string{"-var-file is prod.tfvars: 6", "var.spot is true: 10"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"main.tf": main}
			for path, text := range tt.files {
				files[path] = text
			}
			got, f := varied(t, files)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if notes := f.Notes(); len(notes) != tt.notes || tt.notes > 0 && (!strings.Contains(notes[0], "bad.tfvars:") || !strings.HasSuffix(notes[0], "; what -var-file=bad.tfvars gives is not looked at")) {
				t.Errorf("%q", notes)
			}
		})
	}
}

// A value that stands for any other one is no value of the picture.
func TestFolder_Variants_anyOther(t *testing.T) {
	f, err := hcl.Read(folder(t, map[string]string{"main.tf": `variable "x" { default = "prod" }
resource "aws_ecs_service" "s" {
  name          = "api-${var.x}"
  launch_type   = var.x
  desired_count = var.x == "prod" ? 4 : 1
}
`}))
	if err != nil {
		t.Fatal(err)
	}
	for v := range f.Variants().All {
		s := service.Link(v.Resources)[0]
		if s.Name.State != service.Unknown || s.LaunchType.State != service.Unknown || s.Name.Why != "var.x is not prod" || s.DesiredCount.Or(0) != 1 {
			t.Errorf("%+v, %+v, %+v", s.Name, s.LaunchType, s.DesiredCount)
		}
	}
}

// A folder has 64 variants at most, of each input in turn, and the others are counted.
func TestFolder_Variants_bounded(t *testing.T) {
	listed := func(n int) string {
		list := []string{`"0"`}
		for i := 1; i < n; i++ {
			list = append(list, fmt.Sprintf("%q", fmt.Sprint(i)))
		}
		return "default = \"0\"\n  validation {\n    condition = contains([" + strings.Join(list, ", ") + "], NAME)\n    error_message = \"no\"\n  }"
	}
	for name, tt := range map[string]struct{ a, b, all, ofB, left int }{
		"63": {60, 5, 63, 4, 0}, "64": {60, 6, 64, 5, 0}, "65": {60, 7, 64, 6, 1}, "many of both": {45, 40, 64, 32, 19},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"main.tf": "variable \"a\" {\n" + strings.Replace(listed(tt.a), "NAME", "var.a", 1) + "\n}\nvariable \"b\" {\n" + strings.Replace(listed(tt.b), "NAME", "var.b", 1) +
				"\n}\nresource \"aws_ecs_service\" \"s\" {\n  desired_count = var.a\n  launch_type = var.b\n}\n"})
			f, err := hcl.Read(dir)
			if err != nil {
				t.Fatal(err)
			}
			v, all, ofB := f.Variants(), 0, 0
			for one := range v.All {
				all++
				if one.When.Input == "var.b" {
					ofB++
				}
			}
			if left := v.Left[filepath.Join(dir, "main.tf")]; all != tt.all || left != tt.left || ofB != tt.ofB {
				t.Errorf("%d, %d of b, %d left", all, ofB, left)
			}
		})
	}
}

// Of very many files of values, or of very long ones, the first are read and the others
// counted.
func TestFolder_Variants_manyFiles(t *testing.T) {
	for name, tt := range map[string]struct{ files, size, all, left int }{"64": {64, 0, 64, 0}, "65": {65, 0, 64, 1}, "4 MB": {6, 1 << 20, 4, 2}, "less": {6, 1<<20 - 100, 5, 1}} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"main.tf": "variable \"n\" {}\nresource \"aws_ecs_service\" \"s\" { desired_count = var.n }\n"}
			for i := range tt.files {
				files[fmt.Sprintf("%03d.tfvars", i)] = fmt.Sprintf("n = %d\n#%s\n", i, strings.Repeat("-", tt.size))
			}
			dir := folder(t, files)
			f, err := hcl.Read(dir)
			if err != nil {
				t.Fatal(err)
			}
			v, all := f.Variants(), 0
			for range v.All {
				all++
			}
			if left := v.Left[filepath.Join(dir, "main.tf")]; all != tt.all || left != tt.left {
				t.Errorf("%d, %d left", all, left)
			}
		})
	}
}

// Each variant is an audit of every service, so that two thousand services have few.
func TestFolder_Variants_boundedByServices(t *testing.T) {
	listed := "contains([\"0\""
	for i := range 40 {
		listed += fmt.Sprintf(", \"%d\"", i+1)
	}
	left := map[int]int{}
	for _, services := range []int{1, 2000} {
		dir := folder(t, map[string]string{"main.tf": "variable \"x\" {\n  default = \"0\"\n  validation {\n    condition = " + listed + "], var.x)\n    error_message = \"no\"\n  }\n}\nresource \"aws_ecs_service\" \"s\" {\n  count = " + fmt.Sprint(services) + "\n  desired_count = var.x\n}\n"})
		f, err := hcl.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		v, all := f.Variants(), 0
		for range v.All {
			all++
		}
		left[services] = v.Left[filepath.Join(dir, "main.tf")]
		if all+left[services] != 40 {
			t.Errorf("%d and %d of 40", all, left[services])
		}
	}
	if left[1] != 0 || left[2000] < 25 || left[2000] >= 40 {
		t.Errorf("of 40 choices are left, by services: %v", left)
	}
}

// A variant that takes too much is left out and counted, by itself or beside all that the
// base takes, and the base stays whole.
func TestFolder_Variants_tooMuch(t *testing.T) {
	for name, tt := range map[string]struct{ base, varied, left int }{"by itself": {2, 1000, 1}, "beside the base": {520, 520, 1}, "little of both": {2, 100, 0}} {
		t.Run(name, func(t *testing.T) {
			items := fmt.Sprintf("range(var.many ? %d : %d)", tt.varied, tt.base)
			dir := folder(t, map[string]string{"main.tf": `variable "many" { default = false }
resource "aws_ecs_service" "s" {
  desired_count = length([for a in ` + items + ` : [for b in ` + items + ` : a * b]])
}
`})
			f, err := hcl.Read(dir)
			if err != nil {
				t.Fatal(err)
			}
			v, all := f.Variants(), 0
			for range v.All {
				all++
			}
			if v.Left[filepath.Join(dir, "main.tf")] != tt.left || all != 1-tt.left {
				t.Errorf("%v left, %d pictures", v.Left, all)
			}
			resources, err := f.Resources(nil)
			if err != nil || service.Link(resources)[0].DesiredCount.Or(0) != tt.base {
				t.Errorf("%v", err)
			}
		})
	}
}

// Comparisons in a circle of locals, or of what is nowhere, end.
func TestFolder_Variants_nowhere(t *testing.T) {
	got, _ := varied(t, map[string]string{"main.tf": `variable "x" { default = "dev" }
locals { gone = var.nowhere }
resource "aws_ecs_service" "s" {
  desired_count = var.x == local.missing || var.x == each.key || local.gone == "a" || var.x == "prod" ? 4 : 1
}
`})
	if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "var.x is prod: ") }) || len(got) != 1 {
		t.Errorf("%v", got)
	}
}
