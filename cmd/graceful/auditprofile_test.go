package main

import (
	"os"
	"strings"
	"testing"
)

// A service is compared with the profile that the command or its tag names, which
// leads nowhere else.
func TestAudit_profile(t *testing.T) {
	const app = `Resources:
  S:
    Type: AWS::ECS::Service
    Properties:
      LaunchType: FARGATE
      ServiceName: api
      DesiredCount: 2
      TaskDefinition: !Ref T
      TAG
  T:
    Type: AWS::ECS::TaskDefinition
    Properties: { ContainerDefinitions: [{ Name: app, StopTimeout: 30 }] }
`
	tag := func(path string) string {
		return strings.Replace(app, "TAG", `Tags: [{ Key: "graceful:profile", Value: "`+path+`" }]`, 1)
	}
	for name, tt := range map[string]struct {
		template       string
		args           []string
		status         int
		stdout, stderr string
	}{
		"none":                       {strings.Replace(app, "TAG", "", 1), nil, exitOK, "", ""},
		"one":                        {strings.Replace(app, "TAG", "", 1), []string{"--profile", "long.yaml", "--fail-on", "warning"}, exitFaults, "stop_timeout: 30 at infra/app.yaml:12, to ", ""},
		"its fix":                    {strings.Replace(app, "TAG", "", 1), []string{"--profile", "long.yaml"}, exitOK, "warning profile-differs: stop_timeout is 30, the profile gives ", ""},
		"a tag, beside the template": {tag("near.yaml"), nil, exitOK, "warning profile-differs: stop_timeout is 30, the profile gives ", ""},
		"a tag, from where we are":   {tag("long.yaml"), nil, exitOK, "profile-differs: stop_timeout", ""},
		"the tag wins":               {tag("long.yaml"), []string{"--profile", "none.yaml"}, exitOK, "profile-differs: stop_timeout", ""},
		"a tag that leads out":       {tag("../long.yaml"), nil, exitUnsure, "", "a tag names a .yaml or .json below"},
		"a tag that is a whole path": {tag("/etc/passwd.yaml"), nil, exitUnsure, "", "a tag names a .yaml or .json below"},
		"a tag of another file":      {tag("secret.txt"), nil, exitUnsure, "", "a tag names a .yaml or .json below"},
		"a tag through a link":       {tag("link.yaml"), nil, exitUnsure, "", "cannot read link.yaml"},
		"a tag that names nothing":   {tag("gone.yaml"), nil, exitUnsure, "", "cannot read gone.yaml: no such file or directory"},
		"a profile with a fault":     {strings.Replace(app, "TAG", "", 1), []string{"--profile", "bad.yaml"}, exitUnsure, "", "bad.yaml is no profile: line 2: longest_work: "},
		"a profile that is missing":  {strings.Replace(app, "TAG", "", 1), []string{"--profile", "gone.yaml"}, exitUnsure, "", "cannot read gone.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			repository(t, map[string]string{"infra/app.yaml": tt.template, "long.yaml": "workload: http\nload_balancer: none\nlongest_work: 20\n", "infra/near.yaml": "workload: http\nload_balancer: none\nlongest_work: 20\n",
				"bad.yaml": "workload: http\nlongest_work: S3cr3t\n", "secret.txt": "S3cr3t: 1\n", "../outside/long.yaml": "S3cr3t: 1\n"})
			if err := os.Symlink("../../outside/long.yaml", "infra/link.yaml"); err != nil {
				t.Fatal(err)
			}
			status, stdout, stderr := audited(append([]string{"infra/app.yaml"}, tt.args...)...)
			if status != tt.status || !strings.Contains(stdout, tt.stdout) || !strings.Contains(stderr, tt.stderr) || tt.stderr == "" && stderr != "" {
				t.Errorf("status %d, want %d; stdout:\n%s\nstderr:\n%s", status, tt.status, stdout, stderr)
			}
			if strings.Contains(stdout, "profile-differs") != (tt.stdout != "") || strings.Contains(stdout+stderr, "S3cr3t") {
				t.Errorf("stdout:\n%s\nstderr:\n%s", stdout, stderr)
			}
		})
	}
}
