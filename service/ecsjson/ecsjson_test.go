package ecsjson_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/ecsjson"
)

const (
	printedService = `{"services": [{"serviceArn": "arn:aws:ecs:eu-central-1:1:service/shop/api", "serviceName": "api", "desiredCount": 2, "launchType": "FARGATE",
		"taskDefinition": "arn:aws:ecs:eu-central-1:1:task-definition/api:7", "healthCheckGracePeriodSeconds": 40,
		"deploymentConfiguration": {"maximumPercent": 150, "minimumHealthyPercent": 100, "deploymentCircuitBreaker": {"enable": true, "rollback": true}},
		"loadBalancers": [{"targetGroupArn": "arn:group", "containerName": "app", "containerPort": 80}], "tags": [{"key": "team", "value": "shop"}]}], "failures": []}`
	printedTask = `{"taskDefinition": {"taskDefinitionArn": "arn:aws:ecs:eu-central-1:1:task-definition/api:7", "family": "api", "revision": 7,
		"containerDefinitions": [{"name": "app", "stopTimeout": 45, "dependsOn": [{"containerName": "log", "condition": "START"}], "environment": [{"name": "k", "value": "v"}]}, {"name": "log"}]}}`
	printedGroups = `{"TargetGroups": [{"TargetGroupArn": "arn:group", "Protocol": "HTTP", "HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 5, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 3}]}`
)

// What the command line prints is one picture, whatever the order of the files.
func TestSet(t *testing.T) {
	registered := `{"family": "api", "containerDefinitions": [{"name": "app", "stopTimeout": 45, "dependsOn": [{"containerName": "log"}], "environment": [{"name": "k", "value": "v"}]}, {"name": "log"}]}`
	another := strings.ReplaceAll(strings.ReplaceAll(printedTask, "api:7", "api:6"), `"revision": 7`, `"revision": 6`)
	for name, tt := range map[string]struct {
		files []string
		task  bool
	}{
		"in order":               {[]string{printedService, printedTask, printedGroups}, true},
		"the other way round":    {[]string{printedGroups, printedTask, printedService}, true},
		"a file to register":     {[]string{printedService, registered, printedGroups}, true},
		"another revision":       {[]string{printedService, another, printedGroups}, false},
		"a service to be made":   {[]string{`{"serviceName": "api", "desiredCount": 2, "launchType": "FARGATE", "taskDefinition": "api", "healthCheckGracePeriodSeconds": 40, "deploymentConfiguration": {"maximumPercent": 150}, "loadBalancers": [{"targetGroupArn": "arn:group", "containerName": "app"}], "tags": [{"key": "team", "value": "shop"}]}`, registered, printedGroups}, true},
		"without the definition": {[]string{printedService, printedGroups}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var set ecsjson.Set
			for i, text := range tt.files {
				if !ecsjson.Is([]byte(text)) {
					t.Errorf("file %d is not known", i)
				}
				if err := set.Add("aws.json", []byte(text)); err != nil {
					t.Fatal(err)
				}
			}
			services := service.Link(set.Resources())
			if len(services) != 1 || (services[0].Task != nil) != tt.task || services[0].Routes[0].Group == nil {
				t.Fatalf("%+v", services)
			}
			s := services[0]
			g := s.Routes[0].Group
			type facts struct {
				Name, Team                                       string
				Desired, Most, Grace, Stop, Interval, Containers int
				Delay                                            string
			}
			got := facts{Name: s.Name.Or("?"), Team: s.Tags["team"].Or("?"), Desired: s.DesiredCount.Or(0), Most: s.Rolling.MaximumPercent.Or(0), Grace: s.Rolling.HealthCheckGraceSeconds.Or(0),
				Interval: g.Interval.Or(0), Delay: g.DeregistrationDelay.Why}
			want := facts{Name: "api", Team: "shop", Desired: 2, Most: 150, Grace: 40, Interval: 10, Delay: "describe-target-groups does not print attributes"}
			if tt.task {
				got.Stop, got.Containers = s.Task.Containers[0].StopTimeout.Or(0), len(s.Task.Containers)
				want.Stop, want.Containers = 45, 2
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSet_faults(t *testing.T) {
	for text, want := range map[string]string{`{"services": `: "no whole JSON", `{"services": 1}`: "not what the AWS command line prints", `{"clusters": []}`: "has no services", `[]`: "no whole JSON"} {
		var set ecsjson.Set
		if err := set.Add("aws.json", []byte(text)); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "aws.json") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// A service that was deleted is printed for a while and is none; one that was asked for
// and is not there is said, while the others are read.
func TestSet_gone(t *testing.T) {
	var set ecsjson.Set
	err := set.Add("aws.json", []byte(`{"services": [{"serviceName": "old", "status": "INACTIVE"}, {"serviceName": "api", "status": "ACTIVE"}], "failures": [{"arn": "arn:service/b", "reason": "MISSING"}]}`))
	if err == nil || err.Error() != "aws.json lacks arn:service/b: ECS says MISSING" {
		t.Errorf("%v", err)
	}
	if all := service.Link(set.Resources()); len(all) != 1 || all[0].Name.Or("") != "api" {
		t.Errorf("%d services", len(all))
	}
}
