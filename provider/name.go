package provider

import (
	"context"
	"regexp"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// nameAllowed is what Amazon ECS takes as the name of a service.
const nameAllowed = "1 to 255 letters, digits, hyphens and underscores"

var namePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)

// serviceName checks a name in a configuration.
type serviceName struct{}

func (serviceName) Description(context.Context) string         { return nameAllowed }
func (serviceName) MarkdownDescription(context.Context) string { return nameAllowed }

func (serviceName) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	resp.Diagnostics.Append(checkName(req.Path, req.ConfigValue.ValueString())...)
}

// checkName faults a name in the same form as a field of the profile.
func checkName(p path.Path, name string) diag.Diagnostics {
	if namePattern.MatchString(name) {
		return nil
	}
	f := shutdown.Fault{Path: p.String(), Rule: "pattern", Given: strconv.Quote(name), Allowed: nameAllowed,
		Message: "name is not a valid name.", WaysOut: []string{"set name to " + nameAllowed}}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(p, f.Title(), f.Detail())}
}
