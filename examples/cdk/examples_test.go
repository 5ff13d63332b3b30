package cdk_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/cfnlint"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
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

// Every example compiles, synthesises, is what its profile wants, has no finding in an
// audit and pleases cfn-lint.
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
			checkAudited(t, e.profile, filepath.Dir(files[0]))
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

// checkAudited compares the one service that the CDK wrote with its profile, and looks
// for findings.
func checkAudited(t *testing.T, file, out string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "profiles", file))
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Prove(file, text)
	if err != nil {
		t.Fatal(err)
	}
	var in read.Reader
	if err := in.Add(out); err != nil {
		t.Fatal(err)
	}
	services := service.Link(in.Resources())
	if len(services) != 1 {
		t.Fatalf("there are %d services, want one", len(services))
	}
	s, settings := services[0], p.Settings()
	if (len(s.Routes) > 0) != (settings.DeregistrationDelay != nil) || (len(s.Queues) > 0) != (settings.VisibilityTimeout != nil) {
		t.Errorf("%d routes and %d queues are read", len(s.Routes), len(s.Queues))
	}
	differences, err := service.Compare(s, p.Given())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		t.Errorf("not what the profile wants: %s", d)
	}
	audited := audit.Services(services)
	if len(audited) != 1 {
		t.Fatalf("%d services are audited, want one", len(audited))
	}
	for _, f := range audited[0].Findings {
		t.Errorf("%s %s: %s", f.Severity, f.Rule, f.Message)
	}
}
