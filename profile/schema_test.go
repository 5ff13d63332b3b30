package profile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func compile(t testing.TB) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(profile.Schema()))
	if err != nil {
		t.Fatalf("Schema() is no JSON: %v", err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(profile.SchemaID, document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(profile.SchemaID)
	if err != nil {
		t.Fatalf("Schema() does not compile: %v", err)
	}
	return schema
}

// decoded is a document as the JSON decoders hand it over.
func decoded(t interface{ Fatal(...any) }, v any) map[string]any {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&document); err != nil {
		t.Fatal(err)
	}
	return document
}

// beyond says that a rule comes out of the model's numbers or compares the
// names of two list entries, which a schema cannot do.
func beyond(f shutdown.Fault) bool {
	switch f.Rule {
	case "required", "type", "range", "enum", "pattern", "unknown-field", "workload-interrupt", "workload-load-balancer", "workload-propagation",
		"workload-front", "workload-broker", "workload-heartbeat", "drain-notice-unfit", "framework-signal":
		return false
	case "strategy-unfit": // The others compare with a flag and a number.
		return strings.HasPrefix(f.Allowed, "only rolling with ")
	case "duplicate":
		return strings.HasSuffix(f.Path, ".name")
	default:
		return true
	}
}

// shapeFault is the first fault of a document that the schema must see too.
func shapeFault(document map[string]any) error {
	_, err := shutdown.Parse(document)
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			if !beyond(f) {
				return f
			}
		}
	}
	return nil
}

// anyValue is a value for a field: often sound, often just beyond the limit.
func anyValue(f shutdown.Field) *rapid.Generator[any] {
	strange := rapid.SampledFrom([]any{nil, "", "x", true, 1.5, []any{}, map[string]any{}, json.Number("1e999999999"), json.Number("10.00000000000000000001")})
	var own *rapid.Generator[any]
	switch f.Type {
	case shutdown.Number:
		own = rapid.Custom(func(t *rapid.T) any {
			return json.Number(fmt.Sprint(rapid.SampledFrom([]int{f.Min, f.Min + 1, f.Min, f.Min + 1, f.Max - 1, f.Max, f.Min - 1, f.Max + 1}).Draw(t, "limit")) +
				rapid.SampledFrom([]string{"", "", "", "", "", ".0", "e0", ".5"}).Draw(t, "tail"))
		})
	case shutdown.Flag:
		own = rapid.SampledFrom([]any{true, false})
	case shutdown.Texts:
		words := append([]string{"none", "a b", "log-router"}, f.Values...)
		own = rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words), 0, 3), func(v []string) any { return v })
	case shutdown.Objects:
		own = rapid.Map(rapid.SliceOfN(anyDocument(f.Fields), 0, 2), func(v []map[string]any) any { return v })
	case shutdown.Object:
		own = rapid.Map(anyDocument(f.Fields), func(v map[string]any) any { return v })
	default:
		words := append([]string{"log-router", "A_", "SHUTDOWN_", "9", "a b"}, f.Values...)
		if len(f.Values) > 0 {
			words = append(f.Values, f.Values...)
			words = append(append(words, words...), "nonsense")
		}
		own = rapid.Map(rapid.SampledFrom(words), func(v string) any { return v })
	}
	return rapid.Custom(func(t *rapid.T) any {
		if rapid.IntRange(0, 19).Draw(t, "kind") == 0 {
			return strange.Draw(t, "stranger")
		}
		return own.Draw(t, "value")
	})
}

// anyDocument sets some of the fields, and now and then one that does not exist.
func anyDocument(fields []shutdown.Field) *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		m := map[string]any{}
		for _, f := range fields {
			if often := rapid.IntRange(0, 39).Draw(t, f.Name+" set"); often < 1 || f.Required && rapid.IntRange(0, 29).Draw(t, f.Name+" kept") > 0 {
				m[f.Name] = anyValue(f).Draw(t, f.Name)
			}
		}
		if rapid.IntRange(0, 19).Draw(t, "unknown") == 0 {
			m["unknown"] = 1
		}
		return m
	})
}

// TestSchema_agreesWithParse: the schema accepts a document exactly when the
// model finds no fault in its shape.
func TestSchema_agreesWithParse(t *testing.T) {
	t.Parallel()
	schema := compile(t)
	documents := anyDocument(shutdown.Fields())
	var accepted, refused int
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			document := decoded(t, documents.Draw(t, "document"))
			invalid, fault := schema.Validate(document), shapeFault(document)
			if (invalid == nil) != (fault == nil) {
				t.Fatalf("document %v:\nschema: %v\nParse: %v", document, invalid, fault)
			}
			if fault == nil {
				accepted++
			} else {
				refused++
			}
		}
	})
	if accepted < 50 || refused < 50 {
		t.Errorf("%d documents accepted and %d refused: the generator tests one side only", accepted, refused)
	}
}

func TestSchema_workedExamples(t *testing.T) {
	t.Parallel()
	schema := compile(t)
	for _, c := range cases.Worked() {
		var document any
		if err := yaml.Unmarshal([]byte(c.YAML), &document); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(decoded(t, document)); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

// TestSchema_pairs tries every workload and framework with every value that may
// not fit it.
func TestSchema_pairs(t *testing.T) {
	t.Parallel()
	schema := compile(t)
	values := map[string][]string{}
	for _, f := range shutdown.Fields() {
		values[f.Name] = f.Values
	}
	check := func(document map[string]any) {
		t.Helper()
		document["longest_work"] = 10
		document = decoded(t, document)
		if invalid, fault := schema.Validate(document), shapeFault(document); (invalid == nil) != (fault == nil) {
			t.Errorf("document %v:\nschema: %v\nParse: %v", document, invalid, fault)
		}
	}
	// Every word that decides, alone and with each value of each other field.
	for _, w := range values["workload"] {
		check(map[string]any{"workload": w, "propagation": nil, "load_balancer": nil, "on_interrupt": nil, "strategy": nil, "front": nil})
		for _, v := range []any{nil, "rolling", "canary"} {
			check(map[string]any{"workload": w, "strategy": v, "bake_minutes": 5})
			check(map[string]any{"workload": w, "strategy": v, "load_balancer": nil, "step_percent": 5})
		}
		for _, l := range append(values["load_balancer"], "") {
			for _, s := range append(values["strategy"], "") {
				for _, f := range shutdown.Fields() {
					for _, v := range nearMisses(f) {
						document := map[string]any{"workload": w, "load_balancer": l, "strategy": s}
						for _, name := range []string{"load_balancer", "strategy"} {
							if document[name] == "" {
								delete(document, name)
							}
						}
						document[f.Name] = v
						check(document)
					}
				}
			}
		}
	}
	for _, w := range append(values["workload"], "") {
		for _, i := range append(values["on_interrupt"], "") {
			for _, l := range append(values["load_balancer"], "") {
				for _, notice := range []any{true, false, nil, "true"} {
					for _, spread := range []any{nil, -1, 0, 300, 301} {
						document := map[string]any{"workload": w, "on_interrupt": i, "load_balancer": l, "drain_notice": notice, "notice_spread": spread}
						for name, v := range document {
							if v == "" {
								delete(document, name)
							}
						}
						check(document)
					}
				}
			}
		}
	}
	for _, w := range append(values["workload"], "") {
		for _, b := range []any{"sqs", "other", nil, "", 1} {
			for _, beat := range []any{nil, 4, 5, 3600, 3601, "5"} {
				document := map[string]any{"workload": w, "broker": b, "heartbeat": beat}
				for name, v := range document {
					if v == "" {
						delete(document, name)
					}
				}
				check(document)
			}
		}
	}
	for _, f := range values["framework"] {
		check(map[string]any{"workload": "http", "framework": f})
		check(map[string]any{"workload": "http", "framework": f, "stop_signal": nil})
		for _, s := range values["stop_signal"] {
			check(map[string]any{"workload": "http", "framework": f, "stop_signal": s})
		}
	}
}

// TestSchema_says holds the schema to describing every field.
func TestSchema_says(t *testing.T) {
	t.Parallel()
	var schema struct {
		ID                   string `json:"$id"`
		Draft                string `json:"$schema"`
		AdditionalProperties *bool
		Properties           map[string]struct {
			Description      string
			Default          any
			Minimum, Maximum *int
			Items            struct{ AdditionalProperties *bool }
		}
	}
	if err := json.Unmarshal(profile.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	if schema.ID != profile.SchemaID || schema.Draft != "https://json-schema.org/draft/2020-12/schema" || schema.AdditionalProperties == nil || *schema.AdditionalProperties {
		t.Errorf("schema head is %q %q %v", schema.ID, schema.Draft, schema.AdditionalProperties)
	}
	defaults := map[string]any{"interrupt_time": 5., "cleanup": 5., "startup": 30., "provisioning": 25., "health_time": 3., "longest_pause": 8., "margin": 5.,
		"capacity": "on_demand", "desired_count": 2., "max_surge_percent": 100., "singleton": false, "drain_notice": false, "strategy": "rolling", "stop_signal": "SIGTERM", "environment_prefix": "SHUTDOWN_"}
	for _, f := range shutdown.Fields() {
		p := schema.Properties[f.Name]
		if p.Description == "" || p.Default != defaults[f.Name] {
			t.Errorf("%s: description %q, default %v, want default %v", f.Name, p.Description, p.Default, defaults[f.Name])
		}
		if f.Type == shutdown.Number && (p.Minimum == nil || p.Maximum == nil || *p.Minimum != f.Min || *p.Maximum != f.Max) {
			t.Errorf("%s: limits %v %v", f.Name, p.Minimum, p.Maximum)
		}
		if f.Type == shutdown.Objects && (p.Items.AdditionalProperties == nil || *p.Items.AdditionalProperties) {
			t.Errorf("%s: entries take any field", f.Name)
		}
	}
	if !bytes.Equal(profile.Schema(), profile.Schema()) {
		t.Error("Schema() differs from call to call")
	}
}

// nearMisses are values at and beyond the limits of a field.
func nearMisses(f shutdown.Field) []any {
	switch f.Type {
	case shutdown.Number:
		return []any{f.Min - 1, f.Min, f.Min + 1, 3, 20, 21, f.Max - 1, f.Max, f.Max + 1}
	case shutdown.Text:
		var out []any
		for _, v := range f.Values {
			out = append(out, v)
		}
		return out
	case shutdown.Flag:
		return []any{true, false, nil}
	case shutdown.Object:
		return []any{map[string]any{"name": "a"}, map[string]any{}}
	default:
		return []any{nil}
	}
}
