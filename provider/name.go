package provider

import (
	"regexp"
	"strconv"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// nameAllowed is what Amazon ECS takes as the name of a service.
const nameAllowed = "a name of 1 to 255 letters, digits, hyphens and underscores"

var namePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)

func nameAttribute() *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{Name: "name", Type: tftypes.String, Required: true, DescriptionKind: tfprotov6.StringKindMarkdown,
		Description: "The service's name, by which it is imported. " + sentence(nameAllowed) + " Changing it replaces nothing."}
}

// checkName faults a name in the same form as a field of the profile.
func checkName(name string) shutdown.Faults {
	if namePattern.MatchString(name) {
		return nil
	}
	return shutdown.Faults{{Path: "name", Rule: "pattern", Given: strconv.Quote(name), Allowed: nameAllowed,
		Message: "name is not a valid name.", WaysOut: []string{"set name to " + nameAllowed}}}
}

// checkNameValue is checkName for a value that may not be known yet.
func checkNameValue(v tftypes.Value) (shutdown.Faults, error) {
	if !v.IsKnown() {
		return nil, nil
	}
	if v.IsNull() {
		return shutdown.Faults{{Path: "name", Rule: "required", Allowed: nameAllowed,
			Message: "name must be set.", WaysOut: []string{"set name to " + nameAllowed}}}, nil
	}
	name, err := as[string]("name", v)
	if err != nil {
		return nil, err
	}
	return checkName(name), nil
}
