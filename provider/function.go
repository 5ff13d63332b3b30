package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A function takes a profile and returns an object.
type function struct {
	summary, doc string
	returns      func() tftypes.Type
	call         func(shutdown.Proven) tftypes.Value
}

func (f function) definition() *tfprotov6.Function {
	return &tfprotov6.Function{
		Summary:         f.summary,
		Description:     f.doc,
		DescriptionKind: tfprotov6.StringKindMarkdown,
		Parameters: []*tfprotov6.FunctionParameter{{
			Name: "profile",
			Type: tftypes.DynamicPseudoType,
			Description: "An object with the fields of a profile, which are the inputs of the data source `graceful_settings`. `workload` and `longest_work` are required. " +
				"A field that is absent or null gets its default; one that no profile has is an error.",
			DescriptionKind: tfprotov6.StringKindMarkdown,
			// Both are allowed so that a null has our words, and so that faults
			// show before every value is known.
			AllowNullValue:     true,
			AllowUnknownValues: true,
		}},
		Return: &tfprotov6.FunctionReturn{Type: f.returns()},
	}
}

func (server) GetFunctions(context.Context, *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	resp := &tfprotov6.GetFunctionsResponse{Functions: make(map[string]*tfprotov6.Function)}
	for name, f := range functions {
		resp.Functions[name] = f.definition()
	}
	return resp, nil
}

// CallFunction computes the result, or leaves it unknown as long as a value in
// the profile is.
func (server) CallFunction(_ context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	f, ok := functions[req.Name]
	if !ok || len(req.Arguments) != 1 {
		return nil, errUnknownType
	}
	argument, err := req.Arguments[0].Unmarshal(tftypes.DynamicPseudoType)
	if err != nil {
		return nil, err
	}
	if !argument.IsKnown() {
		return f.unknown()
	}
	r, err := readArgument(argument)
	switch {
	case err != nil:
		return nil, err
	case len(r.faults) > 0:
		return refusal(r.faults), nil
	case !r.known:
		return f.unknown()
	}
	result, err := pack(f.call(r.proven))
	return &tfprotov6.CallFunctionResponse{Result: result}, err
}

func (f function) unknown() (*tfprotov6.CallFunctionResponse, error) {
	result, err := pack(tftypes.NewValue(f.returns(), tftypes.UnknownValue))
	return &tfprotov6.CallFunctionResponse{Result: result}, err
}

// refusal leaves out the last full stop, because Terraform adds one. The names
// of fields that no profile has come from outside, and Terraform prints the text
// of a function's error as it is.
func refusal(faults shutdown.Faults) *tfprotov6.CallFunctionResponse {
	parts := make([]string, len(faults))
	for i, f := range faults {
		parts[i] = safe.Path(f.Path) + ": " + f.Title() + "\n" + f.Detail()
	}
	return &tfprotov6.CallFunctionResponse{Error: &tfprotov6.FunctionError{
		Text: strings.TrimSuffix(safe.Text(strings.Join(parts, "\n\n")), "."), FunctionArgument: new(int64(0))}}
}

// readArgument reads a profile that must be an object or a map.
func readArgument(v tftypes.Value) (reading, error) {
	t := v.Type()
	switch {
	case v.IsNull():
		return notMap("null"), nil
	case t.Is(tftypes.Object{}), t.Is(tftypes.Map{}):
		profile, err := attributesOf(v)
		if err != nil {
			return reading{}, err
		}
		d := document{}
		if t.Equal(mapOfStrings) {
			d.maps = []string{""}
		}
		return d.read(profile)
	case t.Is(tftypes.String):
		return notMap("a string"), nil
	case t.Is(tftypes.Number):
		return notMap("a number"), nil
	case t.Is(tftypes.Bool):
		return notMap("true or false"), nil
	default:
		return notMap("a list"), nil
	}
}

// notMap says what a profile file says when it holds something else.
func notMap(kind string) reading {
	return reading{faults: shutdown.Faults{{Path: "profile", Rule: "type", Given: kind, Allowed: "a map of profile fields",
		Message: "A profile is a map of fields, not " + kind + "."}}}
}
