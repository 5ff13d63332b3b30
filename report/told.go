package report

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// toldFramework is what the framework of one container must be told.
type toldFramework struct {
	// container names it where it is not the app's.
	container string
	settings  *shutdown.FrameworkSettings
}

// told lists the frameworks of all containers: the app's, the front's and those
// of sidecars.
func told(s shutdown.Settings) []toldFramework {
	var out []toldFramework
	if s.FrameworkSettings != nil {
		out = append(out, toldFramework{"", s.FrameworkSettings})
	}
	if f := s.FrontSettings; f != nil && f.FrameworkSettings != nil {
		out = append(out, toldFramework{"the front " + f.Name, f.FrameworkSettings})
	}
	for _, e := range s.SidecarFrameworkSettings {
		out = append(out, toldFramework{"the sidecar " + e.Key, e.Value})
	}
	return out
}
