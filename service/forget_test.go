package service

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Services are what they were when the resources have forgotten what they were made
// of, the reasons of what is not known too.
func TestForget(t *testing.T) {
	for name, known := range map[string]bool{"known": true, "not known": false} {
		task := &Resource{Type: TypeTask, Properties: map[string]any{"ContainerDefinitions": Encoded{`[{"name": "app", "stopTimeout": 45}]`}}}
		group := &Resource{Type: TypeTargetGroup, Properties: map[string]any{"Protocol": "TCP"}}
		var definition, arn any = Reference{To: task}, Reference{To: group}
		if !known {
			definition, arn = Missing{"var.task has no value"}, Missing{"var.group has no value"}
		}
		resources := []*Resource{task, group, {Type: TypeService, Properties: map[string]any{"LaunchType": "FARGATE", "TaskDefinition": definition,
			"LoadBalancers": []any{map[string]any{"ContainerName": "app", "TargetGroupArn": arn}}}}}
		s := Link(resources)[0]
		before := s.Values()
		Forget(resources)
		if diff := cmp.Diff(before, s.Values()); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
		if group.Properties != nil || task.Properties != nil {
			t.Errorf("%s: nothing is forgotten", name)
		}
	}
}
