package coverage

import (
	"path/filepath"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/ecsapi"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Ours are the names that an answer may give.
type Ours struct {
	// Module has the variables of the module fargate-service, and those of other
	// modules after the module's name and a slash.
	Module map[string]bool
	// Construct has the props.
	Construct map[string]bool
	// Profile has the profile's fields, and Settings what is computed from them.
	Profile, Settings map[string]bool
	// Passed are the members of a container definition that are passed on.
	Passed map[string]bool
}

// Read lists what there is in a checkout.
func Read(root string) (Ours, error) {
	ours := Ours{Module: map[string]bool{}, Construct: map[string]bool{}, Profile: map[string]bool{}, Settings: map[string]bool{}, Passed: map[string]bool{}}
	for prefix, module := range map[string]string{"": "fargate-service", "load-balanced-service/": "load-balanced-service"} {
		files, err := filepath.Glob(filepath.Join(root, "modules", module, "variables*.tf"))
		if err != nil {
			return ours, err
		}
		names, err := Variables(files...)
		if err != nil {
			return ours, err
		}
		for _, name := range names {
			ours.Module[prefix+name] = true
		}
	}
	for _, name := range append(RefusedMembers(), MisplacedMembers()...) { // No inputs: they are there to be refused.
		delete(ours.Module, name)
	}
	for _, name := range props() {
		ours.Construct[name] = true
	}
	for _, f := range shutdown.Fields() {
		ours.Profile[f.Name] = true
		for _, inner := range f.Fields {
			ours.Profile[f.Name+"."+inner.Name] = true
		}
	}
	for _, m := range ecsapi.Members() {
		if m.Refused != ecsapi.Everywhere {
			ours.Passed[m.Name] = true
		}
	}
	for _, o := range shutdown.Outputs() {
		ours.Settings[o.Name] = true
	}
	return ours, nil
}
