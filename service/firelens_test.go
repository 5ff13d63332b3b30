package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// What logs through a router waits for it, unless the router waits for something
// itself.
func TestLink_firelens(t *testing.T) {
	type object = map[string]any
	app := object{"Name": "app", "LogConfiguration": object{"LogDriver": "awsfirelens"}}
	router := object{"Name": "router", "FirelensConfiguration": object{"Type": "fluentbit"}}
	with := func(o object, key string, v any) object {
		out := object{key: v}
		for k, e := range o {
			if k != key {
				out[k] = e
			}
		}
		return out
	}
	on := func(name string) []any { return []any{object{"ContainerName": name, "Condition": "HEALTHY"}} }
	for name, tt := range map[string]struct {
		containers []any
		want       []string
	}{
		"a router":                     {[]any{app, router}, []string{"router"}},
		"a router before it":           {[]any{router, app}, []string{"router"}},
		"one that it waits for anyway": {[]any{with(app, "DependsOn", on("router")), router}, []string{"router"}},
		"a router that waits":          {[]any{app, with(router, "DependsOn", on("x")), object{"Name": "x"}}, nil},
		"logs elsewhere":               {[]any{with(app, "LogConfiguration", object{"LogDriver": "awslogs"}), router}, nil},
		"logs that are not known":      {[]any{with(app, "LogConfiguration", service.Missing{Why: "x"}), router}, nil},
		"no router":                    {[]any{app, object{"Name": "x"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			task := &service.Resource{Type: service.TypeTask, Properties: object{"ContainerDefinitions": tt.containers}}
			list := service.Link([]*service.Resource{task, {Type: service.TypeService, Properties: object{"TaskDefinition": service.Reference{To: task}}}})
			if diff := cmp.Diff(tt.want, list[0].Task.Container("app").Waits()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A profile's order must be written down: what ECS is inferred to add does not count.
func TestCompare_firelens(t *testing.T) {
	type object = map[string]any
	flush := 5
	longest := 10
	profile := shutdown.Profile{Workload: shutdown.Queue, LongestWork: &longest, Sidecars: []shutdown.Sidecar{{Name: "router", Flush: &flush}}}
	for name, tt := range map[string]struct {
		dependsOn any
		want      bool
	}{"not written": {nil, true}, "written": {[]any{object{"ContainerName": "router", "Condition": "START"}}, false}} {
		t.Run(name, func(t *testing.T) {
			task := &service.Resource{Type: service.TypeTask, Properties: object{"ContainerDefinitions": []any{
				object{"Name": "app", "DependsOn": tt.dependsOn, "LogConfiguration": object{"LogDriver": "awsfirelens"}},
				object{"Name": "router", "FirelensConfiguration": object{"Type": "fluentbit"}}}}}
			s := service.Link([]*service.Resource{task, {Type: service.TypeService, Properties: object{"TaskDefinition": service.Reference{To: task}}}})[0]
			differences, err := service.Compare(s, profile)
			if err != nil {
				t.Fatal(err)
			}
			got := false
			for _, d := range differences {
				got = got || d.Setting == "dependency of the app on router"
			}
			if got != tt.want {
				t.Errorf("a dependency is missing: %v, want %v (%+v)", got, tt.want, differences)
			}
		})
	}
}
