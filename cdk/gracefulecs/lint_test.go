package gracefulecs_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/cfnlint"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// cfn-lint finds nothing in the template of any worked example, of a service
// with every prop and of a worker that scales by its backlog.
func TestTemplates_lint(t *testing.T) {
	dir := t.TempDir()
	var files []string
	write := func(w world) {
		file := filepath.Join(dir, string(rune('a'+len(files)))+".template.json")
		if err := caught(func() {
			text, err := json.Marshal(assertions.Template_FromStack(w.stack, nil).ToJSON())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	for _, c := range cases.Worked() {
		if c.Rule == "" {
			w := newWorld()
			newService(t, w, w.props(c.Profile))
			write(w)
		}
	}
	w := newWorld()
	newService(t, w, everything(w))
	write(w)
	w = newWorld()
	newService(t, w, everyWay(w))
	write(w)
	w = newWorld()
	p := w.props(shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900)})
	p.Autoscaling = &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(1), MaxCapacity: jsii.Number(9), BacklogPerTask: jsii.Number(5)}
	newService(t, w, p)
	write(w)
	// The CDK writes out that a service depends on the rule whose weights ECS
	// changes, which its own reference says too.
	cfnlint.Check(t, []string{"W3005"}, files...)

	// And it does look: a stop timeout in words is found.
	w = newWorld()
	s := newService(t, w, w.props(web()))
	s.TaskDefinition().Node().DefaultChild().(awsecs.CfnTaskDefinition).AddPropertyOverride(jsii.String("ContainerDefinitions.0.StopTimeout"), "long")
	write(w)
	if text := cfnlint.Findings(t, nil, files[len(files)-1]); !strings.Contains(text, "'long' is not of type 'integer'") {
		t.Errorf("cfn-lint did not find a stop timeout in words: %q", text)
	}
}
