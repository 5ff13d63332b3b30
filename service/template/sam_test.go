package template_test

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Of a template in the form of SAM it is said in one sentence what is not read, and the
// ECS resources beside that are.
func TestSet_sam(t *testing.T) {
	const (
		function = "  F: { Type: AWS::Serverless::Function, Properties: { CodeUri: src/, Events: { Jobs: { Type: SQS } } } }\n"
		api      = "  A: { Type: AWS::Serverless::Api, Properties: { StageName: prod } }\n"
		globals  = "Globals: { Function: { Timeout: 30 } }\n"
		ecs      = "  S: { Type: AWS::ECS::Service, Properties: { DesiredCount: 3, TaskDefinition: !Ref T, ServiceName: !Sub \"of-${Stage}\" } }\n" +
			"  T: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Name: app, StopTimeout: 45 }] } }\n"
		stage = "Parameters: { Stage: { Default: prod } }\n"
	)
	for name, tt := range map[string]struct{ head, more, note string }{
		"functions beside":       {"Transform: AWS::Serverless-2016-10-31\n" + globals, function + api, " has the transform AWS::Serverless-2016-10-31: what that makes of its resources AWS::Serverless::* (2) is not read, and all that stands beside them is"},
		"one, among transforms":  {"Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n", function, " has the transform AWS::Serverless-2016-10-31: what that makes of its resources AWS::Serverless::* (1) is not read, and all that stands beside them is"},
		"nothing for it to make": {"Transform: AWS::Serverless-2016-10-31\n" + globals, "", ""},
		"another transform":      {"Transform: AWS::LanguageExtensions\n", "", ""},
		"no transform":           {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, set, file := read(t, tt.head+stage+"Resources:\n"+tt.more+ecs)
			want := tt.note
			if want != "" {
				want = file + want
			}
			if got := strings.Join(set.Notes(), "\n"); got != want {
				t.Errorf("%q, want %q", got, want)
			}
			s := service.Link(set.Resources())
			if len(s) != 1 || s[0].DesiredCount.Or(0) != 3 || s[0].Name.Or("") != "of-prod" || s[0].Task == nil || s[0].Task.Containers[0].StopTimeout.Or(0) != 45 {
				t.Errorf("the service beside is %+v", s)
			}
		})
	}
}
