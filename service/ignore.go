package service

import (
	"maps"
	"slices"
	"strings"
)

// IgnoreMark is what people write before what an audit is to pass over: in a
// comment, as a key of a resource's metadata, or as the key of a service's tag.
const IgnoreMark = "graceful:ignore"

// Ignore is what people wrote at a resource behind the mark.
type Ignore struct {
	Text string
	// By is comment, metadata or tag.
	By    string
	Where Where
}

// Ignores are those at the service's own resources, each once: the service with its
// tags, what it runs, where its tasks are registered and what leads there, and what
// scales it.
func (s *Service) Ignores() []*Ignore {
	var out []*Ignore
	seen := map[*Resource]bool{}
	add := func(r *Resource) {
		if r == nil || seen[r] {
			return
		}
		seen[r] = true
		for i := range r.Ignores {
			out = append(out, &r.Ignores[i])
		}
	}
	add(s.Resource)
	if s.Task != nil {
		add(s.Task.Resource)
	}
	for _, route := range s.Routes {
		for _, g := range []*TargetGroup{route.Group, route.Alternate} {
			if g == nil {
				continue
			}
			add(g.Resource)
			for _, l := range g.Listeners {
				add(l.Resource)
				add(l.Balancer)
			}
		}
	}
	for _, scaling := range s.Scaling {
		add(scaling.Resource)
		for _, p := range scaling.Policies {
			add(p.Resource)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.Tags)) {
		// A tag's key is there once, so that further ones have something behind it.
		if rest, is := strings.CutPrefix(key, IgnoreMark); is && (rest == "" || rest[0] == ':') {
			if text, known := s.Tags[key].Get(); known {
				out = append(out, &Ignore{Text: text, By: "tag", Where: s.Tags[key].Where})
			}
		}
	}
	return out
}

// Marked is what stands behind the mark in a comment, and whether it is there.
func Marked(comment string) (string, bool) {
	_, text, is := strings.Cut(comment, IgnoreMark)
	text = strings.TrimSuffix(strings.TrimSpace(text), "*/")
	return strings.TrimSpace(text), is
}
