package cdk_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cfnlint"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// example is one folder beside this file, which reads a profile of ../profiles.
type example struct {
	profile string
	// ignore are checks of cfn-lint that find fault with what is not ours.
	ignore []string
}

var examples = map[string]example{
	"web-api":           {profile: "web-api.yaml"},
	"queue-worker-spot": {profile: "queue-worker-spot.yaml"},
	"websocket-gateway": {profile: "websocket-gateway.yaml"},
	// What CDK gives the cluster comes with it as a whole, which the service waits for.
	"office-hours":   {profile: "minimal.yaml", ignore: []string{"W3005"}},
	"back-office":    {profile: "back-office.yaml"},
	"files-and-logs": {profile: "files-and-logs.yaml"},
	// CDK's pattern makes the service depend on the listener it refers to.
	"existing-service": {profile: "long-requests.yaml", ignore: []string{"W3005"}},
}

// Every example compiles, synthesises, has the settings of its profile in its
// template and pleases cfn-lint.
func TestExamples(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Fatal("the examples need Node.js 20 or later in PATH: the CDK runs in it")
	}
	bin := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", bin, "./...").CombinedOutput(); err != nil {
		t.Fatalf("go build ./...: %v\n%s", err, out)
	}
	folders, err := filepath.Glob("*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) != len(examples) {
		t.Errorf("there are %d folders and %d rows", len(folders), len(examples))
	}
	for _, main := range folders {
		name := filepath.Dir(main)
		t.Run(name, func(t *testing.T) {
			e, ok := examples[name]
			if !ok {
				t.Fatal("the table has no row for this example")
			}
			files := synthesise(t, filepath.Join(bin, name), name)
			if diff := cmp.Diff(wanted(t, e.profile), found(t, files)); diff != "" {
				t.Errorf("settings mismatch (-profile +template):\n%s", diff)
			}
			cfnlint.Check(t, e.ignore, files...)
		})
	}
}

// The cdk.json of each example starts what the test starts.
func TestExamples_cdkJSON(t *testing.T) {
	for name := range examples {
		text, err := os.ReadFile(filepath.Join(name, "cdk.json"))
		if err != nil {
			t.Error(err)
			continue
		}
		var got map[string]any
		if err := json.Unmarshal(text, &got); err != nil || got["app"] != "go run ." {
			t.Errorf("%s/cdk.json is %s (%v), want the app \"go run .\"", name, text, err)
		}
	}
}

// synthesise runs an example in its folder, as the cdk command does, and
// returns its templates.
func synthesise(t *testing.T, bin, name string) []string {
	t.Helper()
	out := t.TempDir()
	cmd := exec.Command(bin)
	cmd.Dir = name
	cmd.Env = append(os.Environ(), "CDK_OUTDIR="+out, "CDK_VALIDATION=false", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("synth: %v\n%s", err, text)
	}
	files, err := filepath.Glob(filepath.Join(out, "*.template.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("synth wrote the templates %v (%v), want one", files, err)
	}
	metadata, err := filepath.Glob(filepath.Join(out, "*.metadata.json"))
	if err != nil || len(metadata) != 1 {
		t.Fatalf("synth wrote the metadata %v (%v), want one", metadata, err)
	}
	text, err := os.ReadFile(metadata[0])
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "aws:cdk:error") {
		t.Errorf("the example is reported:\n%s", text)
	}
	return files
}

// wanted are some settings of a profile by the names of the template.
func wanted(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "profiles", file))
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Read(file, text)
	if err != nil {
		t.Fatal(err)
	}
	s, err := shutdown.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"StopTimeout":           strconv.Itoa(s.StopTimeout),
		"MinimumHealthyPercent": strconv.Itoa(s.Deployment.MinimumHealthyPercent),
		"MaximumPercent":        strconv.Itoa(s.Deployment.MaximumPercent),
	}
	if s.DeregistrationDelay != nil {
		want["deregistration_delay.timeout_seconds"] = strconv.Itoa(*s.DeregistrationDelay)
		want["HealthCheckGracePeriodSeconds"] = strconv.Itoa(s.HealthCheck.GracePeriod)
	}
	if s.VisibilityTimeout != nil {
		want["VisibilityTimeout"] = strconv.Itoa(*s.VisibilityTimeout)
	}
	return want
}

// found reads the same from the templates.
func found(t *testing.T, files []string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var tpl struct {
			Resources map[string]struct {
				Type       string
				Properties map[string]any
			}
		}
		if err := json.Unmarshal(text, &tpl); err != nil {
			t.Fatal(err)
		}
		for _, r := range tpl.Resources {
			switch r.Type {
			case "AWS::ECS::TaskDefinition":
				put(out, r.Properties["ContainerDefinitions"].([]any)[0].(map[string]any), "StopTimeout")
			case "AWS::ECS::Service":
				put(out, r.Properties["DeploymentConfiguration"].(map[string]any), "MinimumHealthyPercent", "MaximumPercent")
				put(out, r.Properties, "HealthCheckGracePeriodSeconds")
			case "AWS::ElasticLoadBalancingV2::TargetGroup":
				for _, a := range r.Properties["TargetGroupAttributes"].([]any) {
					if entry := a.(map[string]any); entry["Key"] == "deregistration_delay.timeout_seconds" {
						out["deregistration_delay.timeout_seconds"] = entry["Value"].(string)
					}
				}
			case "AWS::SQS::Queue":
				put(out, r.Properties, "VisibilityTimeout")
			}
		}
	}
	return out
}

func put(out map[string]string, from map[string]any, names ...string) {
	for _, name := range names {
		if v, ok := from[name].(float64); ok {
			out[name] = strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
}
