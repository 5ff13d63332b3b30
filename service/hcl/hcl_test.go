package hcl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testfiles"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/hcl"
)

// folder writes files, and gives where they are.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	testfiles.Write(t, dir, files)
	return dir
}

// services reads a folder, by the addresses of its services.
func services(t testing.TB, dir string) map[string]*service.Service {
	t.Helper()
	f, err := hcl.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	f.Strict()
	resources, err := f.Resources(nil)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*service.Service{}
	for _, s := range service.Link(resources) {
		out[s.Resource.Where.Address] = s
	}
	return out
}

// one reads the only service of files.
func one(t testing.TB, files map[string]string) (*service.Service, string) {
	t.Helper()
	dir := folder(t, files)
	for _, s := range services(t, dir) {
		return s, dir
	}
	t.Fatal("no service")
	return nil, ""
}

// number is a number as a test writes it: 30 set main.tf:2, or unknown because.
func number(v service.Value[int], dir string) string {
	if v.State == service.Unknown {
		return "unknown: " + strings.ReplaceAll(v.Why, dir+"/", "")
	}
	if v.State == "" {
		return "not set"
	}
	n, _ := v.Get()
	return service.Written(float64(n)) + " " + string(v.State) + " " + strings.TrimPrefix(v.Where.String(), dir+"/")
}

const surroundings = `
variable "given" { default = 40 }
variable "texts" { default = { a = "50", b = 60 } }
variable "open" {}
variable "size" {
  type    = object({ stop = optional(number, 70), name = string })
  default = { name = "x" }
}
variable "none" {
  type    = number
  default = null
}
locals {
  first  = 35
  second = local.first + 1
  list   = [1, 2, var.open]
  by     = { a = { stop = 45 }, b = {} }
}
data "aws_ssm_parameter" "p" { name = "x" }
resource "aws_sqs_queue" "q" {
  name = "jobs"
  visibility_timeout_seconds = 44
}
module "far" { source = "terraform-aws-modules/x/aws" }
module "fetched" { source = "git::https://example.com/x.git" }
`

// A value is known as far as the code says it, and says where it was written; what it
// is not known by is named.
func TestFolder_expressions(t *testing.T) {
	for expression, want := range map[string]string{
		`30`:                                "30 set main.tf:4",
		`"30"`:                              "30 set main.tf:4",
		`-(1)`:                              "-1 set main.tf:4",
		`10 + 20`:                           "30 computed main.tf:4",
		`var.given`:                         "40 computed more.tf:2",
		`var.given + 1`:                     "41 computed main.tf:4",
		`var.texts.a`:                       "50 computed more.tf:3",
		`var.texts["b"]`:                    "60 computed more.tf:3",
		`local.second`:                      "36 computed more.tf:15",
		`var.size.stop`:                     "70 computed main.tf:4",
		`local.by["a"].stop`:                "45 computed more.tf:17",
		`try(local.by["b"].stop, 33)`:       "33 computed main.tf:4",
		`try(local.by["a"].stop, 33)`:       "45 computed more.tf:17",
		`lookup(local.by["b"], "stop", 33)`: "33 computed main.tf:4",
		`lookup({ 1 = 34 }, 1, 0)`:          "34 computed main.tf:4",
		`lookup(local.by["a"], "stop", 33)`: "45 computed more.tf:17",
		`coalesce(var.none, 31)`:            "31 computed main.tf:4",
		`coalesce("", "31")`:                "31 computed main.tf:4",
		`var.given > 39 ? var.given : 5`:    "40 computed more.tf:2",
		`var.given > 40 ? var.given : 5`:    "5 computed main.tf:4",
		`max(30, var.given, 12)`:            "40 computed main.tf:4",
		`min(concat([9], [8])...)`:          "8 computed main.tf:4",
		`sum([for n in [1, 2, 3] : n * 10 if n > 1])`:      "50 computed main.tf:4",
		`length(local.list)`:                               "3 computed main.tf:4",
		`local.list[1]`:                                    "2 computed more.tf:16",
		`element([7, 8], 3)`:                               "8 computed main.tf:4",
		`one([for k, v in local.by : v.stop if k == "a"])`: "45 computed more.tf:17",
		`tonumber(format("%d", 12))`:                       "12 computed main.tf:4",
		`parseint(trimsuffix("15s", "s"), 10)`:             "15 computed main.tf:4",
		`replace("x20", "/[a-z]/", "")`:                    "20 computed main.tf:4",
		`jsondecode("{\"a\": 21}").a`:                      "21 computed main.tf:4",
		`yamldecode("a: 22").a`:                            "22 computed main.tf:4",
		`jsondecode(jsonencode({ a = [23] })).a[0]`:        "23 computed main.tf:4",
		`merge({ a = 1 }, { a = 24 }).a`:                   "24 computed main.tf:4",
		`{ for k, v in var.texts : k => v }["a"]`:          "50 computed more.tf:3",
		`aws_sqs_queue.q.visibility_timeout_seconds`:       "44 computed more.tf:22",
		`core::max(1, 25)`:                                 "25 computed main.tf:4",
		`null`:                                             "not set",
		`var.none`:                                         "not set",

		`var.open`:                                   "unknown: var.open has no default",
		`var.open + 1`:                               "unknown: var.open has no default",
		`max(30, var.open)`:                          "unknown: var.open has no default",
		`local.list[2]`:                              "unknown: var.open has no default",
		`try(var.open, 30)`:                          "unknown: var.open has no default",
		`try(var.open.stop, 30)`:                     "unknown: var.open has no default",
		`coalesce(var.open, 30)`:                     "unknown: var.open has no default",
		`lookup(var.open, "stop", 30)`:               "unknown: var.open has no default",
		`var.open ? 1 : 2`:                           "unknown: var.open has no default",
		`can(var.open.x) ? 1 : 2`:                    "unknown: var.open has no default",
		`[for x in var.open : x][0]`:                 "unknown: var.open has no default",
		`reverse([var.open])[0]`:                     "unknown: var.open has no default",
		`distinct([var.open])[0]`:                    "unknown: var.open has no default",
		`"${var.open}"`:                              "unknown: var.open has no default",
		`jsondecode(jsonencode({ a = var.open })).a`: "unknown: var.open has no default",
		`length(jsonencode([var.open]))`:             "unknown: var.open has no default",
		`data.aws_ssm_parameter.p.value`:             "unknown: data.aws_ssm_parameter.p is read by Terraform",
		`aws_sqs_queue.q.arn`:                        "unknown: aws_sqs_queue.q.arn is known after apply",
		`module.far.stop`:                            "unknown: module far comes from the registry, and init has not fetched it",
		`module.fetched.stop`:                        "unknown: module fetched comes from elsewhere, and init has not fetched it",
		`terraform.workspace == "a" ? 1 : 2`:         "unknown: terraform.workspace is known to a run alone",
		`cidrhost("10.0.0.0/8", 1)`:                  "unknown: the function cidrhost is not evaluated here",
		`provider::x::y(1)`:                          "unknown: provider::x::y is a function of a provider",
		`var.open + data.aws_ssm_parameter.p.value`:  "unknown: data.aws_ssm_parameter.p is read by Terraform, and var.open has no default",
		`var.nowhere`:                                "unknown: var.nowhere is nowhere",
		`local.nowhere`:                              "unknown: local.nowhere is nowhere",
		`aws_sqs_queue.nowhere.x`:                    "unknown: unknown variable at main.tf:4",
		`[local.by["c"].stop, 26][1]`:                "26 computed main.tf:4",
		`try([local.by["c"].stop], [27])[0]`:         "27 computed main.tf:4",
		`try({ a = local.by["c"].stop }.a, 28)`:      "28 computed main.tf:4",
		`can({ a = local.by["c"].stop }) ? 1 : 29`:   "29 computed main.tf:4",
		`local.by["c"].stop`:                         "unknown: invalid index at main.tf:4",
		`file("nowhere.txt")`:                        "unknown: the file nowhere.txt is not read: there is no such file",
		`"thirty"`:                                   "unknown: what is written there is no value for it",
	} {
		t.Run(expression, func(t *testing.T) {
			s, dir := one(t, map[string]string{"more.tf": surroundings,
				"main.tf": "resource \"aws_ecs_service\" \"s\" {\n  name = \"s\"\n\n  desired_count = " + expression + "\n  scheduling_strategy = \"DAEMON\"\n}\n"})
			if diff := cmp.Diff(want, number(s.DesiredCount, dir)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Variables have their defaults, over which go the files of values that Terraform
// reads by itself, and what is given beside the folder.
func TestFolder_variables(t *testing.T) {
	const main = `variable "n" {
  type = number
  default = 1
}
resource "aws_ecs_service" "s" { desired_count = var.n }`
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"the default":                 {nil, "1 computed main.tf:3"},
		"terraform.tfvars":            {map[string]string{"terraform.tfvars": "n = 2"}, "2 computed terraform.tfvars:1"},
		"in JSON":                     {map[string]string{"terraform.tfvars.json": `{"n": 3}`}, "3 computed terraform.tfvars.json:1"},
		"auto, the last":              {map[string]string{"terraform.tfvars": "n = 2", "a.auto.tfvars": "n = 4", "b.auto.tfvars": "\nn = 5"}, "5 computed b.auto.tfvars:2"},
		"another file of values":      {map[string]string{"prod.tfvars": "n = 6"}, "1 computed main.tf:3"},
		"an override":                 {map[string]string{"x_override.tf": "variable \"n\" {\n default = 7\n}"}, "7 computed x_override.tf:2"},
		"of a resource":               {map[string]string{"override.tf": `resource "aws_ecs_service" "s" { desired_count = 8 }`}, "8 set override.tf:1"},
		"what is for OpenTofu":        {map[string]string{"main.tf": "}", "main.tofu": strings.Replace(main, "default = 1", "default = 9", 1)}, "9 computed main.tofu:3"},
		"what an editor left":         {map[string]string{".x.tf": "variable", "y.tf~": "variable", "#z.tf": "variable"}, "1 computed main.tf:3"},
		"null, which may not be that": {map[string]string{"terraform.tfvars": "n = null", "override.tf": `variable "n" { nullable = false }`}, "1 computed main.tf:3"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"main.tf": main}
			for file, text := range tt.files {
				files[file] = text
			}
			s, dir := one(t, files)
			if diff := cmp.Diff(tt.want, number(s.DesiredCount, dir)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
