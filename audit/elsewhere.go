package audit

import (
	"cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Elsewhere is a service that is not judged, since nothing says that it runs on
// Fargate.
type Elsewhere struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	// Why is what says where it runs, or that nothing does.
	Why string `json:"why"`
}

// elsewhere are those of services, in their order.
func elsewhere(list []*service.Service) []Elsewhere {
	var out []Elsewhere
	for _, s := range list {
		if s.OnFargate() {
			continue
		}
		at := s.Resource.Where.Address
		out = append(out, Elsewhere{s.Name.Or(at), cmp.Or(s.Resource.Path, at), runsOn(s)})
	}
	return out
}

func runsOn(s *service.Service) string {
	launch, known := s.LaunchType.Get()
	switch {
	case len(s.Providers) > 0:
		return "its capacity providers are none of Fargate"
	case launch == "EC2" || launch == "EXTERNAL" || launch == "MANAGED_INSTANCES":
		return "its launch type is " + launch
	case known:
		return "its launch type is not FARGATE"
	case s.Task == nil:
		return "it has no launch type, and its task definition is not among what was read"
	}
	return "neither a launch type nor its task definition says that it runs on Fargate"
}
