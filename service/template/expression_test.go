package template_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/template"
)

// inputs are what the expressions of these tests are made of.
const inputs = `Parameters:
  Two: { Type: Number, Default: 2 }
  Word: { Type: String, Default: "3" }
  None: { Type: Number }
  Listed: { Type: String, AllowedValues: [a, b] }
  Read: { Type: "AWS::SSM::Parameter::Value<Number>", Default: /shop/count }
  Named: { Type: "AWS::SSM::Parameter::Name", Default: "4" }
  Secret: { Type: String, Default: "5", NoEcho: true }
  Items: { Type: CommaDelimitedList, Default: "6, 7" }
  Odd: { Type: String, Default: { a: b } }
  Env: { Type: String, Default: test }
Mappings:
  Counts:
    test: { Number: 8, List: [9, 10] }
    prod: { Number: 11 }
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Test: !Equals [!Ref Env, test]
  Numeric: !Equals [!Ref Two, "2"]
  Open: !Equals [!Ref None, 1]
  Here: !Equals [!Ref "AWS::Region", eu-west-1]
  NotProd: !Not [!Condition Prod]
  Both: !And [!Condition Test, !Condition Numeric]
  Neither: !Or [!Condition Prod, !Not [!Condition Test]]
  FalseAndOpen: !And [!Condition Open, !Condition Prod]
  TrueAndOpen: !And [!Condition Test, !Condition Open]
  TrueOrOpen: !Or [!Condition Open, !Condition Test]
  FalseOrOpen: !Or [!Condition Prod, !Condition Open]
  NotOpen: !Not [!Condition Open]
  Joined: !Equals [!Sub "${Env}-${Two}", test-2]
  Hidden: !Equals [!Ref Secret, "5"]
  Cased: !Equals [!Ref Env, Test]
  Nobody: !Condition Nowhere
  Odd: yes
`

// read links the services of a template in YAML.
func read(t *testing.T, text string) ([]*service.Service, *template.Set, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "app.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	set := &template.Set{Lines: true}
	if err := set.Add(file, ""); err != nil {
		t.Fatal(err)
	}
	return service.Link(set.Resources()), set, file
}

// An expression has a value where all is known that it rests on, and else a reason.
func TestSet_expressions(t *testing.T) {
	const (
		noDefault = "?known at deployment only: the parameter None has neither Default nor AllowedValues, which would settle it"
		later     = "?known at deployment only"
		region    = "?known at deployment only: AWS::Region"
	)
	for given, want := range map[string]string{
		`2`:                             "2 set",
		`!Ref Two`:                      "2 parameter Two",
		`!Ref Word`:                     "3 parameter Word",
		`!Ref None`:                     noDefault,
		`!Ref Listed`:                   "?known at deployment only: the parameter Listed has no Default; its allowed values are looked at one by one",
		`!Ref Read`:                     "?known at deployment only: the parameter Read is read from Systems Manager",
		`!Ref Named`:                    "4 parameter Named",
		`!Ref Secret`:                   "?kept secret: the parameter Secret has NoEcho",
		`!Ref Odd`:                      "?not what can stand there: the default of the parameter Odd",
		`!Ref Nobody`:                   later,
		`!Ref "AWS::Region"`:            region,
		`!Ref "AWS::NoValue"`:           "-",
		`"{{resolve:ssm:/shop/count}}"`: "?known at deployment only: it is read from Systems Manager or Secrets Manager",

		`!FindInMap [Counts, !Ref Env, Number]`:                        "8 mapping Counts",
		`!FindInMap [Counts, prod, Number]`:                            "11 mapping Counts",
		`!FindInMap [Counts, stage, Number]`:                           "?not to be found: the mapping Counts has no stage",
		`!FindInMap [Counts, test, Numbers]`:                           "?not to be found: the mapping Counts has no Numbers",
		`!FindInMap [Count, test, Number]`:                             "?not to be found: there is no mapping Count",
		`!FindInMap [Counts, !Ref None, Number]`:                       noDefault,
		`!FindInMap [Counts, !Ref "AWS::Region", Number]`:              region,
		`!FindInMap [Counts, stage, Number, {DefaultValue: !Ref Two}]`: "2 parameter Two",
		`!FindInMap [Counts, test, Number, {DefaultValue: 1}]`:         "8 mapping Counts",
		`!FindInMap [Counts, test]`:                                    later,
		`!Select [1, !FindInMap [Counts, test, List]]`:                 "10 computed",

		`!If [Prod, 1, 2]`:                   "2 condition Prod",
		`!If [Test, 1, 2]`:                   "1 condition Test",
		`!If [Cased, 1, 2]`:                  "2 condition Cased",
		`!If [Numeric, 1, 2]`:                "1 condition Numeric",
		`!If [NotProd, 1, 2]`:                "1 condition NotProd",
		`!If [Both, 1, 2]`:                   "1 condition Both",
		`!If [Neither, 1, 2]`:                "2 condition Neither",
		`!If [FalseAndOpen, 1, 2]`:           "2 condition FalseAndOpen",
		`!If [TrueAndOpen, 1, 2]`:            noDefault,
		`!If [TrueOrOpen, 1, 2]`:             "1 condition TrueOrOpen",
		`!If [FalseOrOpen, 1, 2]`:            noDefault,
		`!If [NotOpen, 1, 2]`:                noDefault,
		`!If [Joined, 1, 2]`:                 "1 condition Joined",
		`!If [Hidden, 1, 2]`:                 "1 condition Hidden",
		`!If [Open, 1, 2]`:                   noDefault,
		`!If [Open, 2, !Ref Two]`:            "2 condition Open",
		`!If [Here, 1, 2]`:                   region,
		`!If [Missing, 1, 2]`:                "?not to be found: there is no condition Missing",
		`!If [Nobody, 1, 2]`:                 "?not to be found: there is no condition Nowhere",
		`!If [Odd, 1, 2]`:                    later,
		`!If [Test, 1]`:                      later,
		`!If [Test, !Ref Two, 1]`:            "2 parameter Two",
		`!If [Prod, 1, !Ref None]`:           noDefault,
		`!If [Test, !Ref "AWS::NoValue", 1]`: "-",
		`!If [Test, !If [Prod, 1, 2], 3]`:    "2 condition Prod",

		`!Sub "${Two}"`:                            "2 parameter Two",
		`!Sub "1${Two}"`:                           "12 parameter Two",
		`!Sub "${Two}${Word}"`:                     "23 computed",
		`!Sub ["${A}${B}", {A: !Ref Two, B: 1}]`:   "21 parameter Two",
		`!Sub "1${None}"`:                          noDefault,
		`!Sub "${AWS::Region}"`:                    region,
		`!Join ["", [!Ref Two, "5"]]`:              "25 parameter Two",
		`!Join ["", !Ref Items]`:                   "67 computed",
		`!Join ["0", [1, !Ref "AWS::NoValue", 2]]`: "102 computed",
		`!Join ["", [!Ref None]]`:                  noDefault,
		`!Join [!Ref Two, [1, 2]]`:                 later,
		`!Select [0, !Ref Items]`:                  "6 computed",
		`!Select [2, !Ref Items]`:                  "?not to be found: Fn::Select takes entry 2 of a list of 2",
		`!Select [-1, !Ref Items]`:                 "?not to be found: Fn::Select takes entry -1 of a list of 2",
		`!Select [!Ref Two, [1, 2, 3]]`:            "3 computed",
		`!Select [!Ref None, [1, 2]]`:              noDefault,
		`!Select [0, [!Ref None]]`:                 noDefault,
		`!Select [1, !Split ["/", "a/4"]]`:         "4 computed",
		`!Select [1, !Split ["/", !Ref None]]`:     noDefault,
		`!GetAZs ""`:                               later,
	} {
		services, _, _ := read(t, inputs+"Resources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: "+given+" } } }\n")
		v := services[0].DesiredCount
		got := ""
		switch n, ok := v.Get(); {
		case v.State == service.Unknown:
			got = "?" + v.Why
		case !ok:
			got = "-"
		case v.Where.From != "":
			got = strconv.Itoa(n) + " " + v.Where.From
		default:
			got = strconv.Itoa(n) + " " + string(v.State)
		}
		if v.Where.From != "" && v.State != service.Computed && v.State != service.Unknown {
			t.Errorf("%s comes from %s and is %s", given, v.Where.From, v.State)
		}
		if got != want {
			t.Errorf("%s is %s, want %s", given, got, want)
		}
	}
}

// What is not made under a condition is left out, with what refers to it, and of a
// list what an expression leaves out. A condition that is not known leaves it in.
func TestSet_leftOut(t *testing.T) {
	const resources = `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Condition: %TASK
    Properties: { ContainerDefinitions: [{ Name: a }] }
  Group: { Type: "AWS::ElasticLoadBalancingV2::TargetGroup", Properties: { Protocol: HTTP } }
  Service:
    Type: AWS::ECS::Service
    Condition: %SERVICE
    Properties:
      TaskDefinition: !Ref Task
      LoadBalancers:
        - !If [%ROUTE, { ContainerName: first, TargetGroupArn: !Ref Group }, !Ref "AWS::NoValue"]
        - ContainerName: second
          TargetGroupArn: !Ref Group
`
	for name, tt := range map[string]struct{ task, service, route, want string }{
		"all":                     {"Test", "Test", "Test", "task; first:13, second:14"},
		"no service":              {"Test", "Prod", "Test", ""},
		"no task":                 {"Prod", "Test", "Test", "no task; first:13, second:14"},
		"one route":               {"Test", "Test", "Prod", "task; second:14"},
		"a task that may be":      {"Open", "Test", "Test", "task; first:13, second:14"},
		"a service that may be":   {"Test", "Open", "Test", "task; first:13, second:14"},
		"a route that may be":     {"Test", "Test", "Open", "task; ?, second:14"},
		"a condition that is not": {"Test", "Missing", "Test", "task; first:13, second:14"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("%TASK", tt.task, "%SERVICE", tt.service, "%ROUTE", tt.route).Replace(resources)
			services, _, _ := read(t, inputs+text)
			got := ""
			for _, s := range services {
				got = "no task"
				if s.Task != nil {
					got = "task"
				}
				var routes []string
				for _, r := range s.Routes {
					route := r.Container.Or("?")
					if r.Container.State != service.Unknown {
						route += ":" + strconv.Itoa(r.Container.Where.Line-strings.Count(inputs, "\n"))
					}
					routes = append(routes, route)
				}
				got += "; " + strings.Join(routes, ", ")
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
