package template_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/template"
)

// variants are the numbers of tasks under each choice, in their order.
func variants(set *template.Set) []string {
	var out []string
	all := set.Variants().All
	if all == nil {
		return nil
	}
	for v := range all {
		var counts []string
		for _, s := range service.Link(v.Resources) {
			count := s.DesiredCount
			word := "?"
			if n, ok := count.Get(); ok {
				word = fmt.Sprint(n)
			} else if count.State == "" {
				word = "-"
			}
			counts = append(counts, word)
		}
		out = append(out, v.When.String()+": "+strings.Join(counts, " "))
	}
	return out
}

// Each value that a parameter may have beside its default has a variant, and only
// that parameter is another one there.
func TestSet_Variants(t *testing.T) {
	const conditions = `Conditions:
  Prod: !Equals [!Ref P, prod]
  Big: !Or [!Equals [!Ref P, prod], !Equals [stage, !Ref P]]
  Set: !Not [!Equals [!Ref P, ""]]
  Composed: !Equals [!Sub "${P}-", prod-]
  Substituted: !Equals [!Sub "${P}", prod]
  Zero: !Equals [!Ref P, 0]
  Abroad: !Equals [!Ref "AWS::Region", us-east-1]
  Unused: !Equals [!Ref P, never]
Mappings:
  Counts: { test: { Number: 4 }, prod: { Number: 8 } }
`
	for name, tt := range map[string]struct {
		parameter, count string
		want             []string
	}{
		"nothing is open":              {`{ Type: Number, Default: 2 }`, `2`, nil},
		"no parameter of these":        {`{ Type: String, Default: test, AllowedValues: [test, prod] }`, `2`, nil},
		"allowed values":               {`{ Type: Number, Default: 2, AllowedValues: [1, 2, 4] }`, `!Ref P`, []string{"P is 1: 1", "P is 4: 4"}},
		"allowed values twice":         {`{ Type: Number, Default: 2, AllowedValues: [4, 2, "4"] }`, `!Ref P`, []string{"P is 4: 4"}},
		"allowed values, no default":   {`{ Type: Number, AllowedValues: [1, 2] }`, `!Ref P`, []string{"P is 1: 1", "P is 2: 2"}},
		"allowed values and compared":  {`{ Type: String, Default: test, AllowedValues: [test, dev] }`, `!If [Prod, 1, 2]`, []string{"P is dev: 2"}},
		"a number of tasks":            {`{ Type: Number, Default: 2 }`, `!Ref P`, []string{"P is 1: 1"}},
		"a number of tasks, 1 already": {`{ Type: Number, Default: 1 }`, `!Ref P`, nil},
		"no default":                   {`{ Type: Number }`, `!Ref P`, []string{"P is 1: 1"}},
		"at least 1":                   {`{ Type: Number, Default: 2, MinValue: 1 }`, `!Ref P`, []string{"P is 1: 1"}},
		"at least 2":                   {`{ Type: Number, Default: 2, MinValue: 2 }`, `!Ref P`, nil},
		"at least 2, as a text":        {`{ Type: Number, Default: 2, MinValue: "2" }`, `!Ref P`, nil},
		"at most 0":                    {`{ Type: Number, Default: 0, MaxValue: 0 }`, `!Ref P`, nil},
		"a text":                       {`{ Type: String, Default: 2 }`, `!Ref P`, nil},
		"a number in a branch":         {`{ Type: Number, Default: 3 }`, `!If [Abroad, 5, !Ref P]`, []string{"AWS::Region is us-east-1: 5", "P is 1: ?", "AWS::Region is not us-east-1: 3"}},
		"a number that decides":        {`{ Type: Number, Default: 3 }`, `!If [Zero, 5, 6]`, []string{"P is 0: 5"}},
		"a number that is compared":    {`{ Type: Number, Default: 0 }`, `!If [Zero, 5, 6]`, []string{"P is not 0: 6"}},
		"compared with what it cannot": {`{ Type: Number, Default: 3 }`, `!If [Prod, 5, 6]`, nil},
		"compared":                     {`{ Type: String, Default: test }`, `!If [Prod, 3, 1]`, []string{"P is prod: 3"}},
		"compared twice":               {`{ Type: String, Default: test }`, `!If [Big, 3, 1]`, []string{"P is prod: 3", "P is stage: 3"}},
		"compared, no default":         {`{ Type: String }`, `!If [Big, 3, 1]`, []string{"P is prod: 3", "P is stage: 3", "P is neither prod nor stage: 1"}},
		"the compared one by default":  {`{ Type: String, Default: prod }`, `!If [Prod, 3, 1]`, []string{"P is not prod: 1"}},
		"whether it is set":            {`{ Type: String, Default: "" }`, `!If [Set, 3, 1]`, []string{"P is not empty: 3"}},
		"whether it is set, it is":     {`{ Type: String, Default: x }`, `!If [Set, 3, 1]`, []string{"P is empty: 1"}},
		"compared within a text":       {`{ Type: String, Default: test }`, `!If [Composed, 3, 1]`, nil},
		"compared as a text":           {`{ Type: String, Default: test }`, `!If [Substituted, 3, 1]`, []string{"P is prod: 3"}},
		"another one than is compared": {`{ Type: Number }`, `!If [Zero, 5, !Ref P]`, []string{"P is 1: 1", "P is 0: 5", "P is not 0: ?"}},
		"a branch that is not taken":   {`{ Type: String, Default: test }`, `!If [Prod, !If [Unused, 1, 2], 3]`, []string{"P is prod: 2"}},
		"looked up":                    {`{ Type: String, Default: test }`, `!FindInMap [Counts, !Ref P, Number]`, []string{"P is prod: 8"}},
		"looked up, no default":        {`{ Type: String }`, `!FindInMap [Counts, !Ref P, Number]`, []string{"P is prod: 8", "P is test: 4"}},
		"looked up below":              {`{ Type: String, Default: Number }`, `!FindInMap [Counts, test, !Ref P]`, nil},
		"a region":                     {`{ Type: String, Default: "" }`, `!If [Abroad, 3, 1]`, []string{"AWS::Region is us-east-1: 3", "AWS::Region is not us-east-1: 1"}},
		"a secret":                     {`{ Type: String, Default: test, NoEcho: true }`, `!If [Prod, 3, 1]`, nil},
		"read at deployment":           {`{ Type: "AWS::SSM::Parameter::Value<String>", Default: test }`, `!If [Prod, 3, 1]`, nil},
		"words that need quotes":       {`{ Type: String, Default: a, AllowedValues: [a, "b, c", ""] }`, `!If [Prod, 3, !Select [0, !Split [x, !Sub "1x${P}"]]]`, []string{`P is "b, c": 1`, "P is empty: 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, set, _ := read(t, "Parameters: { P: "+tt.parameter+" }\n"+conditions+"Resources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: "+tt.count+" } } }\n")
			v := set.Variants()
			if diff := cmp.Diff(tt.want, variants(set)); diff != "" || len(v.Left) > 0 {
				t.Errorf("%d left; (-want +got):\n%s", len(v.Left), diff)
			}
		})
	}
}

// What rests on one parameter changes together, and a resource is there where its
// condition holds.
func TestSet_Variants_together(t *testing.T) {
	_, set, _ := read(t, `Parameters: { Env: { Default: test, AllowedValues: [test, prod] } }
Conditions: { Prod: !Equals [!Ref Env, prod], Test: !Not [!Condition Prod] }
Resources:
  A: { Type: AWS::ECS::Service, Properties: { DesiredCount: !If [Prod, 5, 1] } }
  B: { Type: AWS::ECS::Service, Condition: Prod, Properties: { DesiredCount: !If [Prod, 6, 2] } }
  C: { Type: AWS::ECS::Service, Condition: Test, Properties: { DesiredCount: 7 } }
  D: { Type: AWS::ECS::Service, Properties: { DesiredCount: !If [Prod, !If [Test, 8, 9], 10] } }
`)
	if diff := cmp.Diff([]string{"Env is prod: 5 6 9"}, variants(set)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var base []int
	for _, s := range service.Link(set.Resources()) {
		base = append(base, s.DesiredCount.Or(0))
	}
	if diff := cmp.Diff([]int{1, 7, 10}, base); diff != "" {
		t.Errorf("by default (-want +got):\n%s", diff)
	}
}

// A variant has the templates that belong to its parameter's, through exports, nested
// stacks and names, and no others.
func TestSet_Variants_acrossStacks(t *testing.T) {
	dir := folder(t, map[string]string{
		"task.template.json": `{"Parameters": {"Stop": {"Type": "Number", "Default": 30, "AllowedValues": [30, 60]}},
			"Resources": {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "app", "StopTimeout": {"Ref": "Stop"}}]}}},
			"Outputs": {"Task": {"Value": {"Ref": "Task"}, "Export": {"Name": {"Fn::Sub": "task-of-${Stop}"}}}}}`,
		"app.template.json": `{"Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://s3/hash-of-it.json",
			"Parameters": {"Count": {"Ref": "Tasks"}}}}, "Other": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "other", "TaskDefinition": {"Fn::ImportValue": "task-of-30"}}}},
			"Parameters": {"Tasks": {"Type": "Number", "Default": 3}}}`,
		"app.assets.json": `{"files": {"hash-of-it": {"source": {"path": "below.nested.template.json"}}}}`,
		"below.nested.template.json": `{"Parameters": {"Count": {"Type": "Number"}, "Own": {"Type": "Number", "Default": 4}},
			"Resources": {"Service": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "nested", "DesiredCount": {"Ref": "Count"}}}}}`,
		"scaling.template.json": `{"Parameters": {"Least": {"Type": "Number", "Default": 5}},
			"Resources": {"Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {"ResourceId": "service/shop/nested", "MinCapacity": {"Ref": "Least"}}}}}`,
		"alone.template.json": `{"Parameters": {"Alone": {"Type": "Number", "Default": 6}}, "Resources": {"Service": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "alone", "DesiredCount": {"Ref": "Alone"}}}}}`,
	})
	var set template.Set
	for _, name := range []string{"task", "app", "scaling", "alone"} {
		if err := set.Add(filepath.Join(dir, name+".template.json"), ""); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for v := range set.Variants().All {
		text := v.When.String()
		for _, s := range service.Link(v.Resources) {
			text += fmt.Sprintf("; %s %d", s.Name.Or("?"), s.DesiredCount.Or(0))
			for _, scaling := range s.Scaling {
				text += fmt.Sprintf(" from %d", scaling.Minimum.Or(0))
			}
			if s.Task != nil {
				text += fmt.Sprintf(", stopped after %d", s.Task.Containers[0].StopTimeout.Or(0))
			}
		}
		got = append(got, text)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{
		"Alone is 1; alone 1",
		"Least is 1; other 0, stopped after 30; nested 3 from 1",
		"Stop is 60; other 0; nested 3 from 5",
		"Tasks is 1; other 0, stopped after 30; nested 1 from 5",
	}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A template has 64 variants at most, of each parameter in turn, and the others are
// counted; another template has its own.
func TestSet_Variants_bounded(t *testing.T) {
	counted := func(values int) string {
		list := make([]string, values)
		for i := range list {
			list[i] = fmt.Sprint(i)
		}
		return `{ Default: 0, AllowedValues: [` + strings.Join(list, ", ") + `] }`
	}
	for name, tt := range map[string]struct{ a, b, all, ofB, left int }{
		"63": {60, 4, 63, 3, 0}, "64": {60, 5, 64, 4, 0}, "65": {60, 6, 64, 5, 1}, "many": {900, 3, 64, 2, 838}, "many of both": {40, 40, 64, 31, 15},
	} {
		t.Run(name, func(t *testing.T) {
			_, set, file := read(t, "Parameters:\n  A: "+counted(tt.a)+"\n  B: "+counted(tt.b)+"\n  C: "+counted(2)+
				"\nResources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: !Ref A, PlatformVersion: !Ref B, Role: !Ref C } } }\n")
			of := map[byte]int{}
			for _, v := range variants(set) {
				of[v[0]]++
			}
			if v := set.Variants(); of['A']+of['B']+of['C'] != tt.all || of['B'] != tt.ofB || of['C'] != 1 || v.Left[file] != tt.left {
				t.Errorf("%v, and %d left", of, v.Left[file])
			}
		})
	}
}

// Each variant is an audit of every service, so that two thousand services have few.
func TestSet_Variants_boundedByServices(t *testing.T) {
	left := map[int]int{}
	for _, services := range []int{1, 2000} {
		var text strings.Builder
		text.WriteString("Parameters: { P: { Default: 0, AllowedValues: [0")
		for i := range 40 {
			fmt.Fprintf(&text, ", %d", i+1)
		}
		text.WriteString("] } }\nResources:\n")
		for i := range services {
			fmt.Fprintf(&text, "  S%d: { Type: AWS::ECS::Service, Properties: { DesiredCount: !Ref P } }\n", i)
		}
		_, set, file := read(t, text.String())
		left[services] = set.Variants().Left[file]
	}
	if left[1] != 0 || left[2000] < 25 || left[2000] >= 40 {
		t.Errorf("of 40 choices are left, by services: %v", left)
	}
}

// What a template takes from another one under a choice alone is whole there.
func TestSet_Variants_newlyTaken(t *testing.T) {
	dir := folder(t, map[string]string{
		"task.json": `{"Resources": {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "app", "StopTimeout": 45}]}}},
			"Outputs": {"Task": {"Value": {"Ref": "Task"}, "Export": {"Name": "task-of-prod"}}}}`,
		"app.json": `{"Parameters": {"Env": {"Default": "test", "AllowedValues": ["test", "prod"]}},
			"Resources": {"Service": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": {"Fn::ImportValue": {"Fn::Sub": "task-of-${Env}"}}}}}}`,
	})
	var set template.Set
	for _, name := range []string{"app.json", "task.json"} {
		if err := set.Add(filepath.Join(dir, name), ""); err != nil {
			t.Fatal(err)
		}
	}
	for v := range set.Variants().All {
		s := service.Link(v.Resources)[0]
		if s.Task == nil || len(s.Task.Containers) != 1 || s.Task.Containers[0].StopTimeout.Or(0) != 45 {
			t.Errorf("if %s the task definition is %+v", v.When, s.Task)
		}
	}
}

// A circle of conditions is said, and what cannot be followed is unknown.
func TestSet_hostileExpressions(t *testing.T) {
	conditions := func(of map[string]string) string {
		out := "Conditions:\n"
		for _, name := range slices.Sorted(maps.Keys(of)) {
			out += "  " + name + ": " + of[name] + "\n"
		}
		return out + "Resources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: !If [C0, 1, 2] } } }\n"
	}
	chain := func(n int, link, end string) string {
		of := map[string]string{}
		for i := range n {
			of[fmt.Sprintf("C%d", i)] = strings.ReplaceAll(link, "NEXT", fmt.Sprintf("!Condition C%d", i+1))
		}
		of[fmt.Sprintf("C%d", n)] = end
		return conditions(of)
	}
	deep := func(n int, text string) string {
		return "Resources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: " + strings.Repeat("!If [Never, 1, ", n) + text + strings.Repeat("]", n) + " } } }\nConditions: { Never: !Equals [a, b] }\n"
	}
	var many strings.Builder
	many.WriteString("Parameters:\n")
	for i := range 20_000 {
		fmt.Fprintf(&many, "  P%d: { Type: Number, Default: 2 }\n", i)
	}
	for name, tt := range map[string]struct{ text, want string }{
		"a circle of one":        {conditions(map[string]string{"C0": "!Condition C0"}), "the condition C0 depends on itself"},
		"a circle of two":        {conditions(map[string]string{"C0": "!Not [!Condition C1]", "C1": "!And [!Condition C2, !Condition C0]", "C2": "!Equals [a, a]"}), "depends on itself"},
		"a circle nobody takes":  {conditions(map[string]string{"C0": "!Equals [a, a]", "C1": "!Condition C1"}), "depends on itself"},
		"a chain of 150":         {chain(150, "NEXT", "!Equals [a, b]"), "=2"},
		"a chain of 1000":        {chain(1000, "NEXT", "!Equals [a, b]"), "?not decided: conditions name each other more than 200 in a row"},
		"conditions that double": {chain(100, "!And [NEXT, NEXT, NEXT]", "!Equals [a, b]"), "=2"},
		"30 Fn::If deep":         {deep(30, "7"), "=7"},
		"60 Fn::If deep":         {deep(60, "7"), "?not followed: its expressions go too deep"},
		"1000 Fn::If deep":       {deep(1000, "7"), "more than 200 deep"},
		"a mapping in itself":    {"Mappings: { M: { a: { b: !FindInMap [M, a, b] } } }\nResources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: !FindInMap [M, a, b] } } }\n", "?known at deployment only"},
		"a mapping of its own":   {"Mappings: { M: { a: { a: a } } }\nResources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: " + strings.Repeat("!FindInMap [M, a, ", 20) + "a" + strings.Repeat("]", 20) + " } } }\n", "?what is written there is no value for it"},
		"many parameters":        {many.String() + "Resources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: !Ref P7 } } }\n", "=2"},
		"parameters of anything": {"Parameters: { P: 7 }\nResources: {}\n", "is not a template"},
		"a parameter of nothing": {"Parameters: { P: }\nResources: { S: { Type: AWS::ECS::Service, Properties: { DesiredCount: !Ref P } } }\n", "?known at deployment only"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "app.yaml")
			if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			var set template.Set
			got := ""
			if err := set.Add(file, ""); err != nil {
				got = err.Error()
			} else if v := service.Link(set.Resources())[0].DesiredCount; v.State == service.Unknown {
				got = "?" + v.Why
			} else {
				got = fmt.Sprintf("=%d", v.Or(0))
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// Exports that double end in bounded steps, and such a template has no variants.
func TestSet_doublingExports(t *testing.T) {
	outputs := `"O70": {"Value": "y", "Export": {"Name": "x70"}}`
	for i := range 70 {
		outputs += fmt.Sprintf(`, "O%d": {"Value": {"Fn::Join": ["", [{"Fn::ImportValue": "x%d"}, {"Fn::ImportValue": "x%d"}, {"Fn::ImportValue": "x%d"}]]}, "Export": {"Name": "x%d"}}`, i, i+1, i+1, i+1, i)
	}
	dir := folder(t, map[string]string{"app.json": `{"Parameters": {"P": {"Type": "Number", "Default": 2}}, "Outputs": {` + outputs + `},
		"Resources": {"S": {"Type": "AWS::ECS::Service", "Properties": {"DesiredCount": {"Ref": "P"}, "ServiceName": {"Fn::ImportValue": "x0"}}}}}`})
	file := filepath.Join(dir, "app.json")
	var set template.Set
	if err := set.Add(file, ""); err != nil {
		t.Fatal(err)
	}
	if name := service.Link(set.Resources())[0].Name; name.State != service.Unknown || !strings.Contains(name.Why, "not followed") {
		t.Errorf("the name is %s (%s)", name.State, name.Why)
	}
	if v := set.Variants(); v.All != nil || v.Left[file] != 1 {
		t.Errorf("there are variants, %d left", v.Left[file])
	}
}
