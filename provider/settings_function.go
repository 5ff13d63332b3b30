package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var _ function.Function = (*settingsFunction)(nil)

type settingsFunction struct{}

// NewSettingsFunction returns the function settings.
func NewSettingsFunction() function.Function { return &settingsFunction{} }

func (f *settingsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "settings"
}

func (f *settingsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Settings of a service, computed from its profile",
		MarkdownDescription: "Takes a profile, for instance `yamldecode(file(\"profile.yaml\"))`, and returns an object with the outputs of the data source `graceful_settings`. " +
			"A field that is absent or null gets its default; one that no profile has is an error.",
		Parameters: []function.Parameter{function.DynamicParameter{
			Name:                "profile",
			MarkdownDescription: "An object or map with the fields of a profile, which are the inputs of the data source `graceful_settings`. `workload` and `longest_work` are required.",
			// Both are allowed so that a null has our words, and so that faults
			// show before every value is known.
			AllowNullValue:     true,
			AllowUnknownValues: true,
		}},
		Return: function.ObjectReturn{AttributeTypes: outputTypes},
	}
}

// Run computes the settings, or leaves them unknown as long as a value in the
// profile is.
func (f *settingsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var profile types.Dynamic
	if resp.Error = req.Arguments.GetArgument(ctx, 0, &profile); resp.Error != nil {
		return
	}
	if profile.IsUnknown() || profile.IsUnderlyingValueUnknown() {
		resp.Error = resp.Result.Set(ctx, types.ObjectUnknown(outputTypes))
		return
	}
	fields, fault, err := argumentFields(ctx, profile)
	switch {
	case err != nil:
		resp.Error = functionBug(err)
	case fault != nil:
		resp.Error = argumentError(shutdown.Faults{*fault})
	default:
		resp.Error = setSettings(ctx, fields, &resp.Result)
	}
}

func setSettings(ctx context.Context, fields map[string]tftypes.Value, result *function.ResultData) *function.FuncError {
	r, err := readFields(fields)
	switch {
	case err != nil:
		return functionBug(err)
	case len(r.faults) > 0:
		return argumentError(r.faults)
	case !r.known:
		return result.Set(ctx, types.ObjectUnknown(outputTypes))
	}
	attributes, _, err := answer(r.profile)
	if err != nil {
		return functionBug(err)
	}
	return result.Set(ctx, types.ObjectValueMust(outputTypes, attributes))
}

// argumentFields opens the argument, which must be an object or a map.
func argumentFields(ctx context.Context, profile types.Dynamic) (map[string]tftypes.Value, *shutdown.Fault, error) {
	if profile.IsNull() || profile.IsUnderlyingValueNull() {
		return nil, notMap("null"), nil
	}
	v, err := profile.UnderlyingValue().ToTerraformValue(ctx)
	if err != nil {
		return nil, nil, err
	}
	switch t := v.Type(); {
	case t.Is(tftypes.Object{}), t.Is(tftypes.Map{}):
		fields, err := as[map[string]tftypes.Value]("profile", v)
		return fields, nil, err
	case t.Is(tftypes.String):
		return nil, notMap("a string"), nil
	case t.Is(tftypes.Number):
		return nil, notMap("a number"), nil
	case t.Is(tftypes.Bool):
		return nil, notMap("true or false"), nil
	default:
		return nil, notMap("a list"), nil
	}
}

// notMap says what a profile file says when it holds something else.
func notMap(kind string) *shutdown.Fault {
	return &shutdown.Fault{Path: "profile", Rule: "type", Given: kind, Allowed: "a map of profile fields",
		Message: "A profile is a map of fields, not " + kind + "."}
}

// argumentError leaves out the last full stop, because Terraform adds one. The
// names of fields that no profile has come from outside, and Terraform prints
// the text of a function's error as it is.
func argumentError(faults shutdown.Faults) *function.FuncError {
	shown := make(shutdown.Faults, len(faults))
	for i, f := range faults {
		f.Path = safe.Path(f.Path)
		shown[i] = f
	}
	return function.NewArgumentFuncError(0, strings.TrimSuffix(safe.Text(shown.Error()), "."))
}

func functionBug(err error) *function.FuncError {
	return function.NewFuncError("Unexpected provider error, please report it to the provider developers: " + safe.Line(err.Error()))
}
