package service

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// WantedContainer is what a profile wants one container of a task to be.
type WantedContainer struct {
	Name string
	// Called is what it is to the profile: the app, the front, or a sidecar's name.
	Called string
	// Setting is the model's name for its stop timeout, which is StopTimeout. Seconds.
	Setting     string
	StopTimeout int
	// Environment tells it its times. A variable of it is a setting that begins with
	// Variables.
	Environment shutdown.Table[string]
	Variables   string
	// Framework is what its framework is told besides; nil if it names none.
	Framework *shutdown.FrameworkSettings
	// DependsOn are the containers that stop after it.
	DependsOn []string
}

// WantedContainers are the containers that a profile speaks of: the app, which is the
// container of that name, the front if there is one, and the sidecars in their order.
func WantedContainers(s shutdown.Settings, app string) []WantedContainer {
	out := []WantedContainer{{Name: app, Called: "the app", Setting: "stop_timeout", StopTimeout: s.StopTimeout, Environment: s.Environment, Variables: "environment ", Framework: s.FrameworkSettings}}
	if f := s.FrontSettings; f != nil {
		out = append(out, WantedContainer{Name: f.Name, Called: "the front", Setting: "front_settings.stop_timeout", StopTimeout: f.StopTimeout,
			Environment: f.Environment, Variables: "front environment ", Framework: f.FrameworkSettings, DependsOn: []string{app}})
	}
	for _, e := range s.SidecarStopTimeouts {
		out[0].DependsOn = append(out[0].DependsOn, e.Key)
		framework, _ := s.SidecarFrameworkSettings.Get(e.Key)
		after, _ := s.SidecarDependencies.Get(e.Key)
		out = append(out, WantedContainer{Name: e.Key, Called: e.Key, Setting: "sidecar_stop_timeouts." + e.Key, StopTimeout: e.Value, Framework: framework, DependsOn: after})
	}
	return out
}
