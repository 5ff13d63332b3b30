package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testfiles"
)

const signalled = "../../examples/templates/signals/"

// The signals of a service's containers are told with and without Dockerfiles.
func TestAudit_signals(t *testing.T) {
	shop, api, worker := signalled+"shop.yaml", signalled+"api/Dockerfile", signalled+"worker/Dockerfile"
	for name, tt := range map[string]struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		"nothing is known of the app":    {[]string{shop, "--signals"}, exitOK, "api, container app: SIGTERM, not known", ""},
		"a public image":                 {[]string{shop, "--signals"}, exitOK, "api, container proxy: SIGQUIT, finishes its work", ""},
		"a Dockerfile":                   {[]string{shop, "--signals", "--dockerfile", api}, exitOK, "api, container app: SIGTERM, finishes its work", ""},
		"a shell":                        {[]string{shop, "--signals", "--dockerfile", worker}, exitOK, "worker, container app: SIGTERM, never hears of it", ""},
		"a Dockerfile for a name":        {[]string{shop, "--signals", "--dockerfile", "worker=" + api}, exitOK, "worker, container app: SIGTERM, finishes its work", ""},
		"a Dockerfile of another image":  {[]string{shop, "--signals", "--dockerfile", "other=" + api}, exitOK, api + ": SIGTERM, finishes its work", ""},
		"a Dockerfile alone":             {[]string{"--signals", "--dockerfile", api}, exitOK, "1 container: 0 with another signal than SIGTERM; 1 finish", ""},
		"containers that are not known":  {[]string{auditedPlan, "--signals"}, exitOK, "containers that are not known: SIGTERM, not known\n  what it does: the container definitions are known after apply", ""},
		"a Dockerfile, no signals":       {[]string{"--dockerfile", api}, exitUsage, "", "requires at least 1 arg"},
		"a Dockerfile that is none":      {[]string{shop, "--signals", "--dockerfile", shop}, exitUnsure, "3 containers", "it is no Dockerfile"},
		"a Dockerfile that is missing":   {[]string{shop, "--dockerfile", "none/Dockerfile"}, exitUnsure, "2 services", "none/Dockerfile cannot be read"},
		"findings with Dockerfiles":      {[]string{shop, "--dockerfile", api, "--dockerfile", worker}, exitFaults, "error bound-not-below-stop-timeout: gunicorn waits for its work for 45 s", ""},
		"a Dockerfile that nothing runs": {[]string{shop, "--dockerfile", "other=" + api}, exitOK, "2 services", "no container runs what " + api + " builds"},
		"for GitHub":                     {[]string{shop, "--signals", "--format", "github"}, exitUsage, "", "--signals prints text or json"},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := audited(tt.args...)
			if status != tt.status || !strings.Contains(stdout, tt.stdout) || !strings.Contains(stderr, tt.stderr) || tt.stderr == "" && stderr != "" {
				t.Errorf("status %d, want %d; stdout:\n%s\nstderr:\n%s", status, tt.status, stdout, stderr)
			}
		})
	}
}

// In JSON what does not apply is null, and the worst comes first.
func TestAudit_signalsJSON(t *testing.T) {
	_, stdout, _ := audited(signalled+"shop.yaml", "--signals", "--format", "json", "--dockerfile", signalled+"api/Dockerfile", "--dockerfile", signalled+"worker/Dockerfile")
	var got struct {
		Version, Fargate, Source string
		Containers               []struct {
			Service, Container, Signal, Program, Effect string
			Known                                       bool                `json:"signal_known"`
			StopTimeout                                 struct{ Value int } `json:"stop_timeout"`
			Bound                                       *struct {
				State   string
				Seconds *float64
			}
		}
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range got.Containers {
		line := c.Service + " " + c.Container + " " + c.Signal + " " + c.Program + " " + c.Effect + " " + c.Bound.State
		if c.Bound.Seconds != nil {
			line += " " + json.Number(strings.TrimSpace(string(mustJSON(t, *c.Bound.Seconds)))).String()
		}
		lines = append(lines, line)
		if !c.Known || c.StopTimeout.Value < 30 {
			t.Errorf("%+v", c)
		}
	}
	if diff := cmp.Diff([]string{"worker app SIGTERM celery swallowed unbounded", "api app SIGTERM gunicorn graceful set 45", "api proxy SIGQUIT nginx graceful unknown"}, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Version == "" || !strings.Contains(got.Fargate, "STOPSIGNAL") || !strings.HasPrefix(got.Source, "https://") {
		t.Errorf("%+v", got)
	}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Below a folder the Dockerfiles are found, and what they belong to by their folders.
func TestAudit_signalsOfFolder(t *testing.T) {
	dir := t.TempDir()
	testfiles.Write(t, dir, map[string]string{
		"cdk.out/manifest.json": `{"artifacts": {"Shop": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Shop.template.json"}}}}`,
		"cdk.out/Shop.template.json": `{"Resources": {
			"S": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "shop", "LaunchType": "FARGATE", "TaskDefinition": {"Ref": "T"}}},
			"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "app", "Image": "1.dkr.ecr.eu-west-1.amazonaws.com/cdk-assets:0123456789abcdef0123"}]}}}}`,
		"cdk.out/asset.0123456789abcdef0123/Dockerfile": "FROM python:3.13\nSTOPSIGNAL SIGINT\nCMD [\"huey_consumer\", \"a.huey\"]\n",
	})
	status, stdout, stderr := audited(filepath.Join(dir, "cdk.out"), "--signals")
	if status != exitOK || !strings.Contains(stdout, "shop, container app: SIGINT, finishes its work") || !strings.Contains(stdout, "1 container: 1 with another signal than SIGTERM; 1 finish") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
}

// SIGKILL as the stop signal leaves nobody a choice, and is found whatever runs there.
func TestAudit_stopSignalKill(t *testing.T) {
	dir := t.TempDir()
	testfiles.Write(t, dir, map[string]string{
		"app.yaml": "Resources:\n  S:\n    Type: AWS::ECS::Service\n    Properties: {ServiceName: shop, LaunchType: FARGATE, DesiredCount: 2, TaskDefinition: !Ref T}\n" +
			"  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties: {ContainerDefinitions: [{Name: app, Image: 1.dkr.ecr.eu-west-1.amazonaws.com/shop}]}\n",
		"own/Dockerfile":      "FROM debian:13\nSTOPSIGNAL SIGKILL\nCMD [\"/app\"]\n",
		"gunicorn/Dockerfile": "FROM python:3.13\nSTOPSIGNAL 9\nCMD [\"gunicorn\", \"a:b\"]\n",
		"term/Dockerfile":     "FROM debian:13\nSTOPSIGNAL SIGTERM\nCMD [\"/app\"]\n",
	})
	for image, want := range map[string]string{
		"own":      "SIGKILL ends it at once: no program can handle it; without that STOPSIGNAL it gets SIGTERM, and can finish",
		"gunicorn": "SIGKILL ends it at once: no program can handle it; STOPSIGNAL SIGTERM in its Dockerfile lets it finish",
		"term":     "",
	} {
		_, stdout, stderr := audited(filepath.Join(dir, "app.yaml"), "--dockerfile", "app="+filepath.Join(dir, image, "Dockerfile"))
		told := strings.Join(strings.Fields(stdout), " ")
		if found := strings.Contains(told, "error stop-signal-drops-work"); found != (want != "") || !strings.Contains(told, want) {
			t.Errorf("%s: want %q\n%s%s", image, want, stdout, stderr)
		}
	}
}
