package template_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/template"
)

// What people want an audit to pass over stands in comments, metadata and tags, of
// the service and of whatever it is made of; others' resources have no say.
func TestSet_ignores(t *testing.T) {
	const inYAML = `Resources:
  # graceful:ignore no-drain above the service
  Service:
    Type: AWS::ECS::Service # graceful:ignore cannot-roll beside it
    Metadata:
      graceful:ignore: all-go-first in a text
    Properties:
      TaskDefinition: !Ref Task
      Tags:
        - { Key: "graceful:ignore", Value: no-drain in a tag }
        - { Key: "graceful:ignore:2", Value: spot-drain in another }
        - { Key: "graceful:ignored", Value: no }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: app
          # Of anything.
          # graceful:ignore api-limit until=2027-01-31 inside
          StopTimeout: 45
  Other:
    Type: AWS::ECS::TaskDefinition # graceful:ignore no-drain of another one
`
	const inJSON = `{"Resources": {"Service": {"Type": "AWS::ECS::Service", "Metadata": {"graceful:ignore": ["no-drain in a list", 7]},
		"Properties": {"TaskDefinition": {"Ref": "Task"}}}, "Task": {"Type": "AWS::ECS::TaskDefinition", "Metadata": "of anything", "Properties": {}}}}`
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"app.yaml": {inYAML, []string{"metadata :3 all-go-first in a text", "comment :2 no-drain above the service", "comment :4 cannot-roll beside it",
			"comment :19 api-limit until=2027-01-31 inside", "tag :10 no-drain in a tag", "tag :11 spot-drain in another"}},
		"app.json": {inJSON, []string{"metadata :1 no-drain in a list", "metadata :1 "}},
	} {
		file := filepath.Join(folder(t, map[string]string{name: tt.text}), name)
		set := template.Set{Lines: true}
		if err := set.Add(file, ""); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range service.Link(set.Resources())[0].Ignores() {
			got = append(got, i.By+" "+strings.TrimPrefix(i.Where.String(), file)+" "+i.Text)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
