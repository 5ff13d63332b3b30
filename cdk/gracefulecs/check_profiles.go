package gracefulecs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// CheckedService is a service as [CheckServices] finds it in a template.
type CheckedService struct {
	// Path is its construct's, such as Shop/Web/Service, with that of the stage
	// before it.
	Path string
	// Stack is the path of its stack.
	Stack string
	// Name is its ServiceName; empty if that is not written in the template.
	Name string
	// Tags are its tags, as far as they are written in the template.
	Tags map[string]string
	// Containers are the names of its containers.
	Containers []string
}

// Profiles say which profile each service has. They are made by [EveryService],
// [ByPath], [ByTag] and [ByService].
type Profiles struct {
	// of gives the profile, its name in names, and what is wrong if there is none.
	of    func(CheckedService) (profile *shutdown.Profile, name, problem string)
	names []string
	all   []shutdown.Profile
}

// EveryService has one profile for all services.
func EveryService(profile shutdown.Profile) Profiles {
	return Profiles{all: []shutdown.Profile{profile}, of: func(CheckedService) (*shutdown.Profile, string, string) { return &profile, "", "" }}
}

// ByPath has a profile for the services below each construct, whose path may leave
// out what stands before: Shop/Web is the service in Beta/Shop/Web and the one in
// Prod/Shop/Web. The longest way down wins. A service for which there is none is a
// warning, and a path with no service an error.
func ByPath(profiles map[string]shutdown.Profile) Profiles {
	return byName(profiles, func(s CheckedService) (string, string) {
		best, end := "", 0
		for _, name := range sortedKeys(profiles) {
			if at := within(s.Path, name); at > end || at == end && at > 0 && len(name) > len(best) {
				best, end = name, at
			}
		}
		if end == 0 {
			return "", "no profile is for this service"
		}
		return best, ""
	})
}

// within says how far down in a path another one ends, counted in constructs; 0 if
// it is not a part of it.
func within(path, part string) int {
	all, some := strings.Split(path, "/"), strings.Split(strings.Trim(part, "/"), "/")
	for i := len(all) - len(some); i >= 0; i-- {
		if slices.Equal(all[i:i+len(some)], some) {
			return i + len(some)
		}
	}
	return 0
}

// ByTag has a profile for each value of a tag. A service without the tag is a
// warning, and a value that is not here an error.
func ByTag(key string, profiles map[string]shutdown.Profile) Profiles {
	p := byName(profiles, func(s CheckedService) (string, string) {
		value, ok := s.Tags[key]
		switch _, known := profiles[value]; {
		case !ok:
			return "", "no profile is for this service: it has no tag " + quote(key)
		case !known:
			return value, "the tag " + quote(key) + " is " + quote(value) + ", which is none of " + list(sortedKeys(profiles))
		}
		return value, ""
	})
	p.names = nil // A catalogue may have profiles that an app does not use.
	return p
}

// ByService asks a function. With nil a service is not checked.
func ByService(of func(service CheckedService) *shutdown.Profile) Profiles {
	return Profiles{of: func(s CheckedService) (*shutdown.Profile, string, string) { return of(s), "", "" }}
}

func byName(profiles map[string]shutdown.Profile, find func(CheckedService) (name, problem string)) Profiles {
	p := Profiles{names: sortedKeys(profiles)}
	for _, name := range p.names {
		p.all = append(p.all, profiles[name])
	}
	p.of = func(s CheckedService) (*shutdown.Profile, string, string) {
		name, problem := find(s)
		if problem != "" {
			return nil, name, problem
		}
		profile := profiles[name]
		return &profile, name, ""
	}
	return p
}

// prove panics with the faults of profiles that no service could keep.
func (p Profiles) prove() {
	if p.of == nil {
		panic(errors.New("gracefulecs: services cannot be checked without profiles: give EveryService, ByPath, ByTag or ByService"))
	}
	for i, profile := range p.all {
		_, err := shutdown.Prove(profile)
		var faults shutdown.Faults
		if errors.As(err, &faults) {
			of := ""
			if len(p.names) > i {
				of = " of " + quote(p.names[i])
			}
			panic(fmt.Errorf("gracefulecs: services cannot be checked against this profile%s:\n\n%w", of, nameTokens(faults)))
		}
	}
}

// described is a service as a function that picks its profile sees it.
func described(s *service.Service) CheckedService {
	out := CheckedService{Path: constructOf(s), Stack: s.Resource.Stack, Name: s.Name.Or(""), Tags: map[string]string{}}
	for key, v := range s.Tags {
		if text, ok := v.Get(); ok {
			out.Tags[key] = text
		}
	}
	if s.Task != nil {
		for _, c := range s.Task.Containers {
			out.Containers = append(out.Containers, c.Name.Or(""))
		}
	}
	return out
}

// constructOf is the path of the construct above the service's resource.
func constructOf(s *service.Service) string {
	path := s.Resource.Path
	if path == "" {
		path = s.Resource.Stack + "/" + s.Resource.Where.Address
	}
	if above, ok := strings.CutSuffix(path, "/Service"); ok && strings.Contains(above, "/") {
		return above
	}
	return path
}
