package provider

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// settingsFunction is the function settings.
var settingsFunction = function{
	summary: "Settings of a service, computed from its profile",
	doc: "Takes a profile, for instance `yamldecode(file(\"profile.yaml\"))`, and returns an object with the outputs of the resource `graceful_service`. " +
		"The functions `explain` and `timeline` say why.",
	returns: func() tftypes.Type { return numbers().kind },
	call:    func(v shutdown.Proven) tftypes.Value { return numbers().value(reflect.ValueOf(v.Settings())) },
}
