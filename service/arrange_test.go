package service

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func of(name string, dependsOn ...string) Member { return Member{name, dependsOn} }

func profileWith(front string, sidecars ...shutdown.Sidecar) shutdown.Profile {
	p := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Sidecars: sidecars}
	if front != "" {
		p.Front = &shutdown.Front{Name: front}
	}
	return p
}

func sidecarNamed(name string, after ...string) shutdown.Sidecar {
	return shutdown.Sidecar{Name: name, Flush: new(5), After: after}
}

// What each container is, and in which order the sidecars stop, is read off the
// order in which they are built.
func TestArrange(t *testing.T) {
	type role struct {
		App, Front string
		Undeclared []string
		After      map[string][]string
	}
	for name, row := range map[string]struct {
		members        []Member
		reached, usual string
		profile        shutdown.Profile
		want           role
	}{
		"one container":                   {members: []Member{of("web")}, reached: "web", usual: "web", profile: profileWith(""), want: role{App: "web"}},
		"the reached one, not the first":  {members: []Member{of("agent"), of("web")}, reached: "web", usual: "agent", profile: profileWith("", sidecarNamed("agent")), want: role{App: "web"}},
		"no load balancer, the usual one": {members: []Member{of("web"), of("agent")}, usual: "web", profile: profileWith("", sidecarNamed("agent")), want: role{App: "web"}},
		"no load balancer, what is left":  {members: []Member{of("agent"), of("web")}, usual: "agent", profile: profileWith("", sidecarNamed("agent")), want: role{App: "web"}},
		"front":                           {members: []Member{of("proxy", "web"), of("web")}, reached: "proxy", usual: "proxy", profile: profileWith("proxy"), want: role{App: "web", Front: "proxy"}},
		"front that depends on no one":    {members: []Member{of("proxy"), of("web")}, reached: "proxy", usual: "proxy", profile: profileWith("proxy"), want: role{App: "web", Front: "proxy"}},
		"front and a stranger": {members: []Member{of("stranger"), of("web"), of("proxy", "web")}, reached: "proxy", usual: "stranger", profile: profileWith("proxy"),
			want: role{App: "web", Front: "proxy", Undeclared: []string{"stranger"}}},
		"a stranger that the app depends on": {members: []Member{of("web", "router"), of("router")}, reached: "web", usual: "web", profile: profileWith(""),
			want: role{App: "web", Undeclared: []string{"router"}}},
		"order of sidecars": {members: []Member{of("web", "a", "b"), of("a", "b"), of("b")}, reached: "web", usual: "web", profile: profileWith("", sidecarNamed("a"), sidecarNamed("b")),
			want: role{App: "web", After: map[string][]string{"b": {"a"}}}},
		"declared order is kept": {members: []Member{of("web"), of("a"), of("b")}, reached: "web", usual: "web", profile: profileWith("", sidecarNamed("a"), sidecarNamed("b", "a")),
			want: role{App: "web", After: map[string][]string{"b": {"a"}}}},
		"declared by way of another": {members: []Member{of("web"), of("a", "c"), of("b"), of("c")}, reached: "web", usual: "web",
			profile: profileWith("", sidecarNamed("a"), sidecarNamed("b", "a"), sidecarNamed("c", "b")), want: role{App: "web", After: map[string][]string{"b": {"a"}, "c": {"b", "a"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			a, faults := Arrange(row.members, row.reached, row.usual, row.profile)
			if len(faults) > 0 {
				t.Fatalf("faults:\n%v", faults)
			}
			got := role{App: a.App, Front: a.Front, Undeclared: a.Undeclared}
			for _, s := range a.Profile.Sidecars {
				if len(s.After) > 0 {
					if got.After == nil {
						got.After = map[string][]string{}
					}
					got.After[s.Name] = s.After
				}
			}
			if len(got.Undeclared) == 0 {
				got.Undeclared = nil
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("Arrange mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// A profile that contradicts the order that is built is a fault: together they
// would be a circle, in which no container ever starts, or another promise.
func TestArrange_contradictions(t *testing.T) {
	for name, row := range map[string]struct {
		members []Member
		reached string
		profile shutdown.Profile
		want    [3]string
	}{
		"proxy as a sidecar": {members: []Member{of("web"), of("proxy", "web")}, reached: "web", profile: profileWith("", sidecarNamed("proxy")),
			want: [3]string{"sidecars[0].name", "sidecar-order", "a circle"}},
		"the load balancer reaches a sidecar": {members: []Member{of("web"), of("proxy")}, reached: "proxy", profile: profileWith("", sidecarNamed("proxy")),
			want: [3]string{"sidecars[0].name", "enum", "set front to {name: proxy}"}},
		"the load balancer reaches another than the front": {members: []Member{of("web"), of("proxy", "web")}, reached: "web", profile: profileWith("proxy"),
			want: [3]string{"front.name", "enum", `Allowed: "web"`}},
		"app before the front": {members: []Member{of("web", "proxy"), of("proxy")}, reached: "proxy", profile: profileWith("proxy"),
			want: [3]string{"front", "front-order", "remove the dependency of web on proxy"}},
		"sidecar before the front": {members: []Member{of("web"), of("proxy", "web"), of("agent", "proxy")}, reached: "proxy", profile: profileWith("proxy", sidecarNamed("agent")),
			want: [3]string{"sidecars[0].name", "sidecar-order", `depends on "proxy"`}},
		"another order of sidecars": {members: []Member{of("web"), of("a", "b"), of("b")}, reached: "web", profile: profileWith("", sidecarNamed("a"), sidecarNamed("b", "c"), sidecarNamed("c")),
			want: [3]string{"sidecars[1].after", "sidecar-order", "add a to sidecars[1].after"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := Arrange(row.members, row.reached, "web", row.profile)
			if len(faults) != 1 {
				t.Fatalf("faults are %v, want one", faults)
			}
			if f := faults[0]; f.Path != row.want[0] || f.Rule != row.want[1] || !strings.Contains(f.Detail(), row.want[2]) {
				t.Errorf("fault is\n%v (%s)\nwant %q", f, f.Rule, row.want)
			}
		})
	}
}
