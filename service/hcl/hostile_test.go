package hcl_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/hcl"
)

// fault reads a folder that has one.
func fault(dir string) error {
	f, err := hcl.Read(dir)
	if err != nil {
		return err
	}
	f.Strict()
	_, err = f.Resources(nil)
	return err
}

const asks = "resource \"aws_ecs_service\" \"s\" {\n  desired_count = local.a\n}\n"

// grown are locals of which each is made of the one before, by a line with two verbs
// for its number.
func grown(first, line string, n int) string {
	var b strings.Builder
	b.WriteString(asks + "locals {\n  a = local.a" + fmt.Sprint(n) + "\n  a0 = " + first + "\n")
	for i := 1; i <= n; i++ {
		b.WriteString(fmt.Sprintf(line, i, i-1) + "\n")
	}
	return b.String() + "}\n"
}

// What cannot be read is said at once, with its file and line and no word of its
// values.
func TestFolder_hostile(t *testing.T) {
	deep := strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000)
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"nothing":                   {nil, "has no *.tf"},
		"only below":                {map[string]string{"prod/main.tf": "", "dev/main.tf": ""}, "below it have some: DIR/dev, DIR/prod"},
		"no HCL":                    {map[string]string{"main.tf": "\n}\n"}, "main.tf:2: argument or block definition required"},
		"cut":                       {map[string]string{"main.tf": "resource \"a\" \"b\" {\n x = [1,\n"}, "main.tf:"},
		"without a name":            {map[string]string{"main.tf": "resource \"a\" {}\n"}, "main.tf:1: missing name for resource"},
		"bytes":                     {map[string]string{"main.tf": "a = \"\xff\xfe\x00\"\n"}, "main.tf:1:"},
		"no JSON":                   {map[string]string{"main.tf.json": "{\n\"a\": "}, "main.tf.json:"},
		"a cut file of values":      {map[string]string{"main.tf": asks, "terraform.tfvars": "a = ["}, "terraform.tfvars:1"},
		"deep brackets":             {map[string]string{"main.tf": asks + "locals {\n a = " + deep + "\n}\n"}, "main.tf:5: brackets or operators stand more than 250 deep"},
		"deep templates":            {map[string]string{"main.tf": asks + "locals {\n a = " + strings.Repeat(`"${`, 5000) + "1" + strings.Repeat(`}"`, 5000) + "\n}\n"}, "main.tf:5: brackets or operators"},
		"deep blocks":               {map[string]string{"main.tf": strings.Repeat("a {\n", 10_000)}, "main.tf:250: brackets or operators"},
		"many operators":            {map[string]string{"main.tf": asks + "locals {\n a = " + strings.Repeat("!", 200_000) + "true\n}\n"}, "main.tf:5: brackets or operators stand more than 5000 deep"},
		"many conditions":           {map[string]string{"main.tf": asks + "locals {\n a = " + strings.Repeat("true ? 1 : ", 100_000) + "2\n}\n"}, "main.tf:5: brackets or operators"},
		"deep JSON":                 {map[string]string{"main.tf.json": strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000)}, "main.tf.json:1: brackets or operators"},
		"deep templates in JSON":    {map[string]string{"main.tf.json": "{\"locals\": {\n\"a\": \"${" + deep + "}\"}}"}, "main.tf.json:2: brackets or operators"},
		"a large file":              {map[string]string{"main.tf": strings.Repeat("# a comment\n", 400_000)}, "main.tf has more than 4194304 bytes"},
		"a circle of locals":        {map[string]string{"main.tf": asks + "locals {\n  a = local.b + 1\n  b = local.c\n  c = local.a\n}\n"}, "main.tf:5: local.a refers to itself: local.a → local.b → local.c → local.a"},
		"of one":                    {map[string]string{"main.tf": asks + "locals { a = local.a }\n"}, "main.tf:4: local.a refers to itself: local.a → local.a"},
		"of resources":              {map[string]string{"main.tf": asks + "locals { a = aws_a.a.x }\nresource \"aws_a\" \"a\" { x = aws_b.b.y }\nresource \"aws_b\" \"b\" {\n y = aws_a.a.x\n}\n"}, "main.tf:5: aws_a.a.x refers to itself: aws_a.a.x → aws_b.b.y → aws_a.a.x"},
		"of a count":                {map[string]string{"main.tf": "resource \"aws_ecs_service\" \"s\" {\n  count = length(aws_ecs_service.s)\n}\n"}, "main.tf:2: count of aws_ecs_service.s refers to itself"},
		"of an input and an output": {map[string]string{"main.tf": asks + "locals { a = module.m.b }\nmodule \"m\" {\n source = \"./m\"\n b = module.m.b\n}\n", "m/main.tf": "variable \"b\" {}\noutput \"b\" { value = var.b }\n"}, "m/main.tf:2: module.m.output.b refers to itself"},
		"a module of itself":        {map[string]string{"main.tf": "module \"m\" {\n source = \"./\"\n}\n"}, "main.tf:1: module m calls itself: its source is DIR"},
		"modules in a circle":       {map[string]string{"main.tf": "module \"m\" { source = \"./m\" }\n", "m/main.tf": "\nmodule \"n\" { source = \"../n\" }\n", "n/main.tf": "module \"m\" { source = \"../m\" }\n"}, "n/main.tf:1: module m.n.m calls itself: its source is DIR/m"},
		"a module that is nowhere":  {map[string]string{"main.tf": "\nmodule \"m\" { source = \"./m\" }\n"}, "main.tf:2: module m: DIR/m cannot be read: no such file or directory"},
		"an empty one":              {map[string]string{"main.tf": "\nmodule \"m\" { source = \"./m\" }\n", "m/x.txt": ""}, "main.tf:2: module m: DIR/m has no *.tf"},
		"texts that double":         {map[string]string{"main.tf": grown(`"aaaaaaaaaa"`, `a%d = "${local.a%[2]d}${local.a%[2]d}"`, 60)}, "a text gets longer than 1048576 bytes"},
		"lists that double":         {map[string]string{"main.tf": grown("[1, 2]", "a%d = concat(local.a%[2]d, local.a%[2]d)", 60)}, "a list or a map gets more than 100000 items"},
		"lists of the same list":    {map[string]string{"main.tf": grown("[1, 2]", "a%d = [for x in local.a%[2]d : local.a%[2]d]", 30)}, "a value holds more than 300000 others"},
		"numbers that grow":         {map[string]string{"main.tf": grown("1e300", "a%d = local.a%[2]d * local.a%[2]d", 40)}, "a number gets larger than 2^4096"},
		"a long loop":               {map[string]string{"main.tf": asks + "locals {\n r = range(1000)\n  a = [for a in local.r : [for b in local.r : [for c in local.r : [for d in local.r : 1]]]]\n}\n"}, "main.tf:6: evaluating it takes too many steps"},
		"inside of try":             {map[string]string{"main.tf": asks + "locals {\n r = range(1000)\n  a = try([for a in local.r : [for b in local.r : [for c in local.r : 1]]], 1)\n}\n"}, "main.tf:6: evaluating it takes too many steps"},
		"many instances":            {map[string]string{"main.tf": "\nresource \"aws_ecs_service\" \"s\" { count = 1e9 }\n"}, "main.tf:2: there are more than 20000 resources and modules"},
		"many in modules":           {map[string]string{"main.tf": "module \"m\" {\n source = \"./m\"\n count = 1000\n}\n", "m/main.tf": "\n\nresource \"aws_ecs_service\" \"s\" { count = 1000 }\n"}, "m/main.tf:3: there are more than 20000 resources and modules"},
		"modules that double": {func() map[string]string {
			files := map[string]string{"main.tf": "module \"a\" { source = \"./m0\" }\n", "m25/main.tf": asks}
			for i := range 25 {
				files[fmt.Sprintf("m%d/main.tf", i)] = fmt.Sprintf("module \"a\" { source = \"../m%d\" }\nmodule \"b\" { source = \"../m%[1]d\" }\n", i+1)
			}
			return files
		}(), "modules call each other more than 32 deep, or more than 20000 times"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, tt.files)
			began := time.Now()
			err := fault(dir)
			if err == nil || !strings.Contains(err.Error(), strings.ReplaceAll(tt.want, "DIR", dir)) {
				t.Errorf("%v, want %q", err, tt.want)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// Functions that would blow up what little is written are not evaluated.
func TestFolder_bombs(t *testing.T) {
	for expression, want := range map[string]string{
		`format("%99999999d", 1)`:                                                  "error in function call",
		`formatlist("%99999999d", [1])[0]`:                                         "error in function call",
		`indent(99999999, "a\nb")`:                                                 "error in function call",
		`replace(local.text, "a", local.text)`:                                     "error in function call",
		`length(setproduct(local.r, local.r, local.r, local.r))`:                   "error in function call",
		`length(join(local.text, local.r))`:                                        "error in function call",
		`range(1000000000)[0]`:                                                     "error in function call",
		`tostring(pow(10, 100000000))`:                                             "",
		`templatefile("t.tpl", { a = 1 })`:                                         "call to unknown function",
		`length(jsonencode([for a in local.r : [for b in local.r : local.text]]))`: "",
	} {
		t.Run(expression, func(t *testing.T) {
			dir := folder(t, map[string]string{"t.tpl": `${templatefile("t.tpl", { a = a })}`,
				"main.tf": "locals {\n  text = join(\"\", [for x in range(1000) : \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"])\n  r = range(1000)\n}\nresource \"aws_ecs_service\" \"s\" {\n  desired_count = " + expression + "\n}\n"})
			f, err := hcl.Read(dir)
			if err != nil {
				t.Fatal(err)
			}
			resources, err := f.Resources(nil)
			if err != nil {
				return // That is said with its place, as above.
			}
			if got := service.Link(resources)[0].DesiredCount; got.State != service.Unknown || !strings.Contains(got.Why, want) {
				t.Errorf("%+v, want %q", got, want)
			}
		})
	}
}

// Links are followed as Terraform does, and have an end; what is no file is not read.
func TestFolder_links_of_files(t *testing.T) {
	dir := folder(t, map[string]string{"real/main.tf": "module \"m\" {\n source = \"./again\"\n}\n" + asks + "locals { a = file(\"secret.txt\") }\n", "elsewhere/secret.txt": "hunter2"})
	for from, to := range map[string]string{"real/again": ".", "real/secret.txt": "../elsewhere/secret.txt", "linked": "real"} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	if err := fault(filepath.Join(dir, "linked")); err == nil || !strings.Contains(err.Error(), "main.tf:1: module m calls itself") {
		t.Errorf("a folder that links to itself: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "real/again")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "real/again"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "real/again/main.tf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	all := services(t, filepath.Join(dir, "linked"))
	if got := all["aws_ecs_service.s"].DesiredCount; !strings.Contains(got.Why, "it stands outside of the repository") || strings.Contains(got.Why, "hunter2") {
		t.Errorf("a file that links out of the folder: %+v", got)
	}
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "real/zero.tf")); err != nil {
		t.Fatal(err)
	}
	if err := fault(filepath.Join(dir, "real")); err == nil || !strings.Contains(err.Error(), "zero.tf is no file") {
		t.Errorf("a device: %v", err)
	}
	if err := fault(filepath.Join(dir, "nowhere")); err == nil || !strings.Contains(err.Error(), "nowhere cannot be read") || errors.Is(err, hcl.ErrNoCode) {
		t.Errorf("no folder: %v", err)
	}
}

// FuzzFolder never panics, has an end, and links what it reads.
func FuzzFolder(f *testing.F) {
	f.Add(surroundings+asks, "variable \"x\" {}\noutput \"y\" { value = var.x }\n", "{}")
	f.Add(parts+"resource \"aws_ecs_service\" \"s\" {\n  dynamic \"load_balancer\" {\n    for_each = local.groups\n    content { target_group_arn = load_balancer.value.arn }\n  }\n}\n", inner, `{"locals": {"z": "${[for a in [1] : a]}"}}`)
	f.Add("resource \"aws_ecs_task_definition\" \"t\" {\n  container_definitions = <<EOF\n[{\"name\": \"${var.open}\"}]\nEOF\n}\n", "locals { a = [for k, v in { a = 1 } : v...] }", `{"resource": {"aws_ecs_service": {"s": {"load_balancer": [{"container_name": "a"}], "dynamic": {"x": {"for_each": [1], "content": {}}}}}}}`)
	f.Add("data \"graceful_settings\" \"g\" {\n  workload = \"http\"\n  longest_work = 30\n}\nresource \"aws_ecs_service\" \"s\" { desired_count = data.graceful_settings.g.desired_count }\n", "", "")
	f.Add("variable \"x\" {\n  default = \"a\"\n  validation {\n    condition = contains([\"a\", \"b\"], lower(var.x)) || can(regex(\"^(c|d)$\", var.x))\n  }\n}\nresource \"aws_ecs_service\" \"s\" {\n  count = var.x == \"b\" ? 2 : 1\n  name = \"n-${var.x}\"\n  desired_count = terraform.workspace == \"p\" ? lookup({ a = 1 }, var.x, 2) : coalesce(var.n, 3)\n}\n",
		"variable \"n\" { default = 2 }\n", `{"variable": {"n": {"default": 2}}}`)
	f.Fuzz(func(t *testing.T, main, inner, json string) {
		late := time.AfterFunc(30*time.Second, func() { panic("it has no end: " + strconv.Quote(main) + strconv.Quote(inner) + strconv.Quote(json)) })
		defer late.Stop()
		dir := folder(t, map[string]string{"main.tf": main, "inner/main.tf": inner, "more.tf.json": json, "module/main.tf": "module \"inner\" {\n  source = \"../inner\"\n  count = 2\n}\n"})
		for _, path := range []string{dir, filepath.Join(dir, "module")} {
			folder, err := hcl.Read(path)
			if err != nil {
				continue
			}
			folder.Strict()
			resources, err := folder.Resources(nil)
			if err != nil {
				continue
			}
			for _, s := range service.Link(resources) {
				s.Values()
			}
			if all := folder.Variants().All; all != nil {
				for v := range all {
					for _, s := range service.Link(v.Resources) {
						s.Values()
					}
				}
			}
		}
	})
}
