package service

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// read is a value with how it came to be.
type read struct {
	Value any
	State State
	Why   string
}

func seen[T any](v Value[T]) read {
	out := read{State: v.State, Why: v.Why}
	if value, ok := v.Get(); ok {
		out.Value = value
	}
	return out
}

// Each form in which AWS takes a number, a truth or a text is read, and what is
// none says why.
func TestScalars(t *testing.T) {
	const later = "known at deployment only"
	for name, tt := range map[string]struct {
		given         any
		number, truth read
		text          read
	}{
		"nothing":        {nil, read{}, read{}, read{}},
		"a number":       {30.0, read{30, Set, ""}, read{State: Unknown, Why: "what is written there is no value for it"}, read{"30", Set, ""}},
		"a fraction":     {30.5, read{State: Unknown, Why: "what is written there is no value for it"}, read{State: Unknown, Why: "what is written there is no value for it"}, read{"30.5", Set, ""}},
		"a text of one":  {"30", read{30, Set, ""}, read{State: Unknown, Why: "what is written there is no value for it"}, read{"30", Set, ""}},
		"a truth":        {true, read{State: Unknown, Why: "what is written there is no value for it"}, read{true, Set, ""}, read{"true", Set, ""}},
		"a text of that": {"false", read{State: Unknown, Why: "what is written there is no value for it"}, read{false, Set, ""}, read{"false", Set, ""}},
		"computed":       {Expression{Value: Expression{Value: 30.0}}, read{30, Computed, ""}, read{State: Unknown, Why: "what is written there is no value for it"}, read{"30", Computed, ""}},
		"missing":        {Missing{"set by a secret"}, read{State: Unknown, Why: "set by a secret"}, read{State: Unknown, Why: "set by a secret"}, read{State: Unknown, Why: "set by a secret"}},
		"a reference":    {Reference{To: &Resource{}}, read{State: Unknown, Why: later}, read{State: Unknown, Why: later}, read{State: Unknown, Why: later}},
		"a function":     {map[string]any{"Fn::If": []any{}}, read{State: Unknown, Why: later}, read{State: Unknown, Why: later}, read{State: Unknown, Why: later}},
	} {
		t.Run(name, func(t *testing.T) {
			p := (&Resource{Properties: map[string]any{"A": map[string]any{"B": tt.given}}}).of("A", "B")
			for what, pair := range map[string][2]read{"number": {tt.number, seen(p.number())}, "truth": {tt.truth, seen(p.truth())}, "text": {tt.text, seen(p.text())}} {
				if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", what, diff)
				}
			}
		})
	}
}

// What stands in an expression, or below what is missing, is that too.
func TestProperty_below(t *testing.T) {
	r := &Resource{Properties: map[string]any{
		"Chosen":  Expression{Value: map[string]any{"List": []any{map[string]any{"Key": "a", "Value": "1"}}}},
		"Unknown": Missing{"from a file"},
	}}
	if got := seen(r.of("Chosen", "List").pairs("Key")["a"].number()); got != (read{1, Computed, ""}) {
		t.Errorf("in an expression: %+v", got)
	}
	if got := seen(r.of("Unknown", "Deeper").number()); got != (read{State: Unknown, Why: "from a file"}) {
		t.Errorf("below what is missing: %+v", got)
	}
	if got := seen((*Resource)(nil).of("Any").text()); got != (read{}) {
		t.Errorf("in no resource: %+v", got)
	}
}

// A value says the closest line that is known.
func TestProperty_where(t *testing.T) {
	r := &Resource{Where: Where{File: "ecs.tf", Line: 1, Address: "aws_ecs_service.api"}, Lines: map[string]int{"Containers[0]": 7, "Containers[0].StopTimeout": 9},
		Properties: map[string]any{"Containers": []any{map[string]any{"StopTimeout": 30.0, "Name": "app"}}}}
	container := r.of("Containers").items()[0]
	for name, want := range map[string]string{"StopTimeout": "ecs.tf:9", "Name": "ecs.tf:7", "Image": "ecs.tf:7"} {
		if got := container.at(name).text().Where.String(); got != want {
			t.Errorf("%s stands at %s, want %s", name, got, want)
		}
	}
	for want, w := range map[string]Where{"ecs.tf:1": r.of("Containers").where(), "aws_ecs_service.api": {File: "plan.json", Address: "aws_ecs_service.api"}, "plan.json": {File: "plan.json", Line: 0}} {
		if got := w.String(); got != want {
			t.Errorf("%+v is %s, want %s", w, got, want)
		}
	}
}
