package gracefulecs_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The CDK's own validation of templates, with its default rules as errors, runs
// in a process of its own: it is slow to load and cannot be turned on later.
func TestCloudFormationValidation(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^TestValidatedApp$", "-test.v")
	cmd.Env = slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "CDK_VALIDATION=") })
	cmd.Env = append(cmd.Env, validationOn+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	sound, broken, ok := strings.Cut(string(out), soundDone)
	const finding = "(CloudFormation Validate)"
	if !ok || strings.Contains(sound, finding) {
		t.Errorf("the validation found something in sound services:\n%s", sound)
	}
	// And it does run: a template with mistakes is refused.
	for _, mistake := range []string{"DesiredCount: 'many' is not of type 'integer' " + finding, "LaunchType: 'FARGET' is not one of"} {
		if !strings.Contains(broken, mistake) {
			t.Errorf("the validation did not find %q:\n%s", mistake, broken)
		}
	}
}

const soundDone = "the sound services are synthesised"

// TestValidatedApp is what the validating process runs; by itself it does nothing.
func TestValidatedApp(t *testing.T) {
	if os.Getenv(validationOn) == "" {
		t.Skip("part of TestCloudFormationValidation")
	}
	w, _ := validated()
	w.app.Synth(nil)
	fmt.Println(soundDone)
	w, s := validated()
	resource := s.FargateService().Node().DefaultChild().(awsecs.CfnService)
	resource.AddPropertyOverride(jsii.String("DesiredCount"), "many")
	resource.AddPropertyOverride(jsii.String("LaunchType"), "FARGET")
	if err := caught(func() { w.app.Synth(nil) }); err == nil || !strings.Contains(err.Error(), "Validation failed") {
		t.Errorf("synth of a broken template: %v, want a failed validation", err)
	}
}

// validated is an app with a service of each kind and the default rules on.
func validated() (world, gracefulecs.Service) {
	w := newWorldIn(awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{"@aws-cdk/core:validateAgainstDefaultRules": true}}))
	add := func(id string, p *gracefulecs.ServiceProps) gracefulecs.Service {
		p.ServiceName = jsii.String(strings.ToLower(id))
		return gracefulecs.NewService(w.stack, jsii.String(id), p)
	}
	add("Network", w.props(*network()))
	queue := w.props(shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900)})
	queue.Autoscaling = &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(1), MaxCapacity: jsii.Number(9), BacklogPerTask: jsii.Number(5)}
	add("Queue", queue)
	discovered := w.props(*unbalanced())
	discovered.CloudMap = &gracefulecs.CloudMapProps{Service: discovery(w)}
	add("Discovered", discovered)
	add("Ways", everyWay(w))
	return w, add("Api", everything(w))
}
