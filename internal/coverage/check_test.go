package coverage

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	small = []Anchor{{ID: "ecs", Names: []string{"cpu", "volume", "volume.name", "volume.size"}}}
	few   = Ours{
		Module:    map[string]bool{"cpu": true, "volumes": true, "volumes.name": true, "volumes.size": true},
		Construct: map[string]bool{"Cpu": true, "Volumes": true, "VolumesMore": true},
		Profile:   map[string]bool{"startup": true},
		Settings:  map[string]bool{"stop_timeout": true},
		Passed:    map[string]bool{"user": true},
	}
	cpu    = Answer{Names: map[string]List{"ecs": {"cpu"}}, Module: List{"cpu"}, Construct: List{"Cpu"}}
	volume = Answer{Names: map[string]List{"ecs": {"volume*"}}, Module: List{"volumes*"}, Construct: List{"Volumes"}}
)

func TestCheck(t *testing.T) {
	ecs := func(names ...string) map[string]List { return map[string]List{"ecs": names} }
	for _, tt := range []struct {
		name    string
		answers []Answer
		want    string // Part of the one complaint; empty if there is none.
	}{
		{"all answered", []Answer{cpu, volume}, ""},
		{"one is not", []Answer{volume}, "cpu of ecs has no answer"},
		{"what a star hides is not", []Answer{cpu, {Names: ecs("volume", "volume.n*"), Module: List{"volumes"}, Construct: List{"Volumes"}}}, "volume.size of ecs has no answer"},
		{"two answers", []Answer{cpu, cpu, volume}, "cpu of ecs has two answers"},
		{"the longer name answers", []Answer{cpu, volume, {Names: ecs("volume.s*"), Refused: "Fargate does not have it."}}, ""},
		{"an answer to nothing", []Answer{cpu, volume, {Names: ecs("memory"), Refused: "Fargate does not have it."}}, "memory of ecs answers no input"},
		{"an anchor that is none", []Answer{cpu, volume, {Names: map[string]List{"ecx": {"cpu"}}, Refused: "Fargate does not have it."}}, `no anchor or field "ecx"`},
		{"no such variable", []Answer{{Names: ecs("cpu"), Module: List{"cpus"}, Construct: List{"Cpu"}}, volume}, "there is no variable cpus"},
		{"no such prop", []Answer{{Names: ecs("cpu"), Module: List{"cpu"}, Construct: List{"CPU"}}, volume}, "there is no prop CPU"},
		{"no such attribute behind the star", []Answer{cpu, {Names: ecs("volume*"), Module: List{"volumes*"}, Construct: List{"Cpu*"}}}, "there is no prop Cpu.name"},
		{"no such field", []Answer{{Names: ecs("cpu"), Profile: List{"start"}}, volume}, "there is no profile field start"},
		{"passed on", []Answer{{Names: ecs("cpu"), Passed: List{"user"}, Module: List{"cpu"}, Construct: List{"Cpu"}}, volume}, ""},
		{"nothing that is passed on", []Answer{{Names: ecs("cpu"), Passed: List{"cpu"}, Module: List{"cpu"}, Construct: List{"Cpu"}}, volume}, "there is no member that is passed on cpu"},
		{"a member that is passed on, refused", []Answer{cpu, volume, {Names: ecs("container_definitions.user"), Refused: "Not here."}}, "it is refused, and user is passed on"},
		{"passed on and refused", []Answer{{Names: ecs("cpu"), Passed: List{"user"}, Refused: "Not here."}, volume}, "it is passed on, and refused"},
		{"no such setting", []Answer{{Names: ecs("cpu"), Computed: List{"timeout"}, Profile: List{"startup"}}, volume}, "there is no setting timeout"},
		{"computed from nothing", []Answer{{Names: ecs("cpu"), Computed: List{"stop_timeout"}}, volume}, "no field of the profile decides"},
		{"refused without a sentence", []Answer{{Names: ecs("cpu"), Refused: "no"}, volume}, "has its reason in a sentence"},
		{"refused and had", []Answer{{Names: ecs("cpu"), Module: List{"cpu"}, Refused: "Not here."}, volume}, "it is refused, and we have it"},
		{"refused and missing", []Answer{{Names: ecs("cpu"), Missing: "cpu", Refused: "Not here."}, volume}, "so it is not missing"},
		{"nothing said", []Answer{{Names: ecs("cpu")}, volume}, "nothing says why"},
		{"the module alone", []Answer{{Names: ecs("cpu"), Module: List{"cpu"}}, volume}, "the construct has none, and nothing says why"},
		{"the module alone, with a reason", []Answer{{Names: ecs("cpu"), Module: List{"cpu"}, ConstructWithout: "CDK does."}, volume}, ""},
		{"the construct alone", []Answer{{Names: ecs("cpu"), Construct: List{"Cpu"}}, volume}, "the module has none, and nothing says why"},
		{"neither, with reasons", []Answer{{Names: ecs("cpu"), ModuleWithout: "No.", ConstructWithout: "No."}, volume}, "neither has it"},
		{"a reason too many", []Answer{{Names: ecs("cpu"), Module: List{"cpu"}, Construct: List{"Cpu"}, ModuleWithout: "No."}, volume}, "a reason why there is none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Check(small, tt.answers, few)
			if tt.want == "" {
				if len(got) > 0 {
					t.Errorf("complaints: %q", got)
				}
				return
			}
			if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, tt.want) }) {
				t.Errorf("no complaint of %q: %q", tt.want, got)
			}
		})
	}
}

func TestContradictions(t *testing.T) {
	answers := []Answer{{Names: map[string]List{"ecs": {"app.stopTimeout", "timeouts*"}}, Computed: List{"stop_timeout", "deployment.maximum_percent"}, Profile: List{"startup"}}}
	if diff := cmp.Diff([]string{"app.stopTimeout", "deployment.maximum_percent", "maximumpercent", "stoptimeout", "timeouts"}, StopNumbers(small, answers),
		cmp.Transformer("words", func(s string) string { return strings.ToLower(strings.NewReplacer(".", "", "_", "").Replace(s)) })); diff != "" {
		t.Errorf("stop numbers (-want +got):\n%s", diff)
	}
	for name, refused := range map[string]bool{
		"stop_timeout": true, "sidecars.stop_timeout": true, "app.container.stopTimeout": true, "stop_timeout_seconds": true, "maximum_percent": true,
		"deployment.maximum_percent": true, "timeouts": true, "timeouts.create": true,
		"stop_signal": false, "percent": false, "time_out": false, "maximum": false,
	} {
		ours := Ours{Module: map[string]bool{name: true}}
		if got := Contradictions(small, answers, ours); (len(got) > 0) != refused {
			t.Errorf("%s: %q, want refused %t", name, got, refused)
		}
		excused := slices.Clone(answers)
		excused[0].Beside = map[string]string{name: "It is compared."}
		if got := Contradictions(small, excused, ours); (len(got) > 0) == refused {
			t.Errorf("%s, excused: %q, want a complaint only where there is nothing to excuse", name, got)
		}
	}
}
