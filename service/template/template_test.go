package template_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/template"
)

// folder writes files, and gives where they are.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const app = `{"Resources": {
	"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "app", "StopTimeout": 45}]}},
	"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Protocol": "HTTP", "TargetGroupAttributes": [
		{"Key": "deregistration_delay.timeout_seconds", "Value": "25"}]}},
	"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"Protocol": "HTTPS", "LoadBalancerArn": {"Ref": "Balancer"}}},
	"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"LoadBalancerAttributes": [{"Key": "idle_timeout.timeout_seconds", "Value": "75"}]}},
	"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"},
		"Actions": [{"ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Group"}}]}}]}},
	"Service": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "api", "LaunchType": "FARGATE", "TaskDefinition": {"Ref": "Task"},
		"Tags": [{"Key": "team", "Value": "shop"}],
		"DesiredCount": DESIRED, "LoadBalancers": [{"ContainerName": "app", "ContainerPort": 80, "TargetGroupArn": {"Ref": "Group"}}]}},
	"Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {"MinCapacity": 2, "MaxCapacity": 9, "ResourceId": RESOURCE}},
	"Policy": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {"ScalingTargetId": {"Ref": "Target"},
		"TargetTrackingScalingPolicyConfiguration": {"ScaleInCooldown": 60}}},
	"Other": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "Nobody"}}}
}, "Parameters": {"Count": {"Type": "Number", "Default": 2}}}`

func appWith(desired, resource string) string {
	return strings.NewReplacer("DESIRED", desired, "RESOURCE", resource).Replace(app)
}

// A template is one picture, whichever way its resources name each other.
func TestSet_picture(t *testing.T) {
	for name, tt := range map[string]struct {
		resource string
		scales   bool
	}{
		"joined":                {`{"Fn::Join": ["", ["service/shop/", {"Fn::GetAtt": ["Service", "Name"]}]]}`, true},
		"with a separator":      {`{"Fn::Join": ["/", ["service", {"Ref": "Cluster"}, {"Fn::GetAtt": ["Service", "Name"]}]]}`, true},
		"substituted":           {`{"Fn::Sub": "service/${Cluster}/${Service.Name}"}`, true},
		"substituted by a name": {`{"Fn::Sub": ["service/${Cluster}/${Of}", {"Of": {"Fn::GetAtt": "Service.Name"}}]}`, true},
		"by the literal name":   {`{"Fn::Sub": "service/${Cluster}/api"}`, true},
		"literally":             {`"service/shop/api"`, true},
		"of another":            {`"service/shop/api-2"`, false},
		"of one with a suffix":  {`{"Fn::Sub": "service/${Cluster}/other-api"}`, false},
		"not to be told":        {`{"Fn::ImportValue": "Elsewhere"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"app.template.json": appWith(`2`, tt.resource)})
			var set template.Set
			if err := set.Add(filepath.Join(dir, "app.template.json"), ""); err != nil {
				t.Fatal(err)
			}
			services := service.Link(set.Resources())
			if len(services) != 1 {
				t.Fatalf("%d services", len(services))
			}
			s := services[0]
			type facts struct {
				Name, Team, Container, Where string
				Desired, Stop, Delay, Idle   int
				Scales, Fargate              bool
			}
			group := s.Routes[0].Group
			got := facts{Name: s.Name.Or(""), Team: s.Tags["team"].Or(""), Container: s.Routes[0].Container.Or(""), Where: s.DesiredCount.Where.String(),
				Desired: s.DesiredCount.Or(0), Stop: s.Task.Containers[0].StopTimeout.Or(0), Delay: group.DeregistrationDelay.Or(0), Idle: group.Listeners[0].Idle.Or(0),
				Scales: len(s.Scaling) == 1 && s.Scaling[0].Minimum.Or(0) == 2 && s.Scaling[0].Policies[0].Cooldown.Or(0) == 60, Fargate: s.OnFargate()}
			want := facts{Name: "api", Team: "shop", Container: "app", Where: "Service", Desired: 2, Stop: 45, Delay: 25, Idle: 75, Scales: tt.scales, Fargate: true}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("picture (-want +got):\n%s", diff)
			}
		})
	}
}

// A value that only a deployment knows is unknown, and not AWS's default.
func TestSet_unknown(t *testing.T) {
	for given, want := range map[string]service.State{
		`3`:                               service.Set,
		`{"Fn::Join": ["", ["1", "2"]]}`:  service.Computed,
		`{"Ref": "Count"}`:                service.Computed,
		`{"Fn::If": ["Big", 3, 1]}`:       service.Unknown,
		`{"Ref": "AWS::NoValue"}`:         "",
		`{"Fn::GetAtt": ["Nobody", "N"]}`: service.Unknown,
	} {
		dir := folder(t, map[string]string{"app.template.json": appWith(given, `"x"`)})
		var set template.Set
		if err := set.Add(filepath.Join(dir, "app.template.json"), ""); err != nil {
			t.Fatal(err)
		}
		if got := service.Link(set.Resources())[0].DesiredCount; got.State != want {
			t.Errorf("%s is %q (%s), want %q", given, got.State, got.Why, want)
		}
	}
}

// References go through exports, and the parameters and outputs of nested stacks; a
// circle of them has an end.
func TestSet_acrossStacks(t *testing.T) {
	dir := folder(t, map[string]string{
		"group.template.json": `{"Resources": {"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Protocol": "TCP"}}},
			"Outputs": {"Arn": {"Value": {"Ref": "Group"}, "Export": {"Name": "shop-group"}}}}`,
		"circle.template.json": `{"Outputs": {"A": {"Value": {"Fn::ImportValue": "b"}, "Export": {"Name": "a"}}, "B": {"Value": {"Fn::ImportValue": "a"}, "Export": {"Name": "b"}}}}`,
		"app.template.json": `{"Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": {"Fn::Sub": "https://s3/hash-of-it.json"},
			"Parameters": {"Task": {"Ref": "Task"}, "Group": {"Fn::ImportValue": "shop-group"}, "Round": {"Fn::ImportValue": "a"}}}},
			"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"RequiresCompatibilities": ["FARGATE"], "ContainerDefinitions": [{"Name": {"Fn::GetAtt": ["Nested", "Outputs.Name"]}}]}}}}`,
		"app.assets.json": `{"files": {"hash-of-it": {"source": {"path": "below.nested.template.json"}}}}`,
		"below.nested.template.json": `{"Resources": {"Service": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": {"Ref": "Task"}, "ServiceName": {"Ref": "Round"},
			"LoadBalancers": [{"TargetGroupArn": {"Ref": "Group"}}, {"TargetGroupArn": "arn:of-somebody-else"}]}}},
			"Outputs": {"Name": {"Value": "app"}}}`,
	})
	var set template.Set
	for _, name := range []string{"app", "group", "circle"} {
		if err := set.Add(filepath.Join(dir, name+".template.json"), ""); err != nil {
			t.Fatal(err)
		}
	}
	services := service.Link(set.Resources())
	if len(services) != 1 {
		t.Fatalf("%d services", len(services))
	}
	s := services[0]
	if s.Task == nil || s.Task.Containers[0].Name.Or("") != "app" || !s.OnFargate() {
		t.Errorf("the task definition through a parameter, its name through an output: %+v", s.Task)
	}
	if g := s.Routes[0].Group; g == nil || g.Kind() != "nlb" {
		t.Errorf("the target group through an export: %+v", g)
	}
	if r := s.Routes[1]; r.Group != nil || r.Elsewhere != 1 {
		t.Errorf("a target group that nobody has read: %+v", r)
	}
	if s.Name.State != service.Unknown {
		t.Errorf("a circle of exports is %+v", s.Name)
	}
}

// What cannot be read is said with its file.
func TestSet_unreadable(t *testing.T) {
	dir := folder(t, map[string]string{"list.template.json": `[]`, "cut.template.json": `{"Resources": {`, "manifest.json": `{}`,
		"bad.template.json": `{}`, "bad.assets.json": `{"files": 1}`})
	for name, want := range map[string]string{"list": "is not a template", "cut": "is not a template", "bad": "bad.assets.json", "none": "no such file"} {
		var set template.Set
		if err := set.Add(filepath.Join(dir, name+".template.json"), ""); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

// Each value says its line, and what is not written that of what it would stand in.
func TestSet_lines(t *testing.T) {
	dir := folder(t, map[string]string{"app.template.json": `{
  "Outputs": {"Resources": {"Service": 1}},
  "Resources": {
    "Service": {
      "Type": "AWS::ECS::Service",
      "Properties": {
        "DesiredCount":
          2,
        "TaskDefinition": {"Ref": "Task"},
        "LoadBalancers": [
          {"ContainerName": "a"}, {
            "ContainerPort": 80,
            "ContainerName": "b"}]
      }
    },
    "Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [
      {"Name": "app"}]}}
  }
}`})
	file := filepath.Join(dir, "app.template.json")
	for lines, want := range map[bool][]string{
		true:  {":4", ":7", ":11", ":13", ":12", ":11", ":17", ":17"},
		false: {"Service", "Service", "Service", "Service", "Service", "Service", "Task", "Task"},
	} {
		set := template.Set{Lines: lines}
		if err := set.Add(file, ""); err != nil {
			t.Fatal(err)
		}
		s := service.Link(set.Resources())[0]
		c := s.Task.Containers[0]
		var got []string
		for _, w := range []service.Where{s.Resource.Where, s.DesiredCount.Where, s.Routes[0].Container.Where, s.Routes[1].Container.Where, s.Routes[1].Port.Where, s.Routes[0].Port.Where, c.Name.Where, c.StopTimeout.Where} {
			got = append(got, strings.TrimPrefix(w.String(), file))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("lines %t (-want +got):\n%s", lines, diff)
		}
	}
}

// A template in YAML, with the short forms of functions, is the picture that the
// same template in JSON is.
func TestSet_yaml(t *testing.T) {
	const text = `AWSTemplateFormatVersion: 2010-09-09
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - &app
          Name: app
          StopTimeout: 45
        - <<: 1
          Name: !Sub '${AWS::StackName}-b'
        - *app
  Service:
    Type: AWS::ECS::Service
    Properties:
      ServiceName: !Join ['-', [shop, api]]
      DesiredCount: "2"
      TaskDefinition: !Ref Task
      CapacityProviderStrategy: !If [Spot, 1, 2]
      LoadBalancers:
        - ContainerName: app
          TargetGroupArn: !GetAtt Group.TargetGroupArn
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Protocol: HTTP, HealthCheckIntervalSeconds: 0x0A, HealthCheckTimeoutSeconds: ~ }
`
	dir := folder(t, map[string]string{"app.yaml": text})
	set := template.Set{Lines: true}
	if err := set.Add(filepath.Join(dir, "app.yaml"), ""); err != nil {
		t.Fatal(err)
	}
	s := service.Link(set.Resources())[0]
	if s.Task == nil || len(s.Task.Containers) != 3 || s.Routes[0].Group == nil {
		t.Fatalf("%+v", s)
	}
	c, g := s.Task.Containers, s.Routes[0].Group
	got := []string{s.Name.Or("?"), service.Written(float64(s.DesiredCount.Or(0))), c[0].Name.Or("?"), c[1].Name.Or("?"), c[2].Name.Or("?"), service.Written(float64(c[2].StopTimeout.Or(0))),
		string(g.Kind()), service.Written(float64(g.Interval.Or(0))), string(g.Timeout.State), strings.TrimPrefix(c[0].StopTimeout.Where.String(), dir), strings.TrimPrefix(s.DesiredCount.Where.String(), dir)}
	if diff := cmp.Diff([]string{"shop-api", "2", "app", "?", "app", "45", "alb", "10", "", "/app.yaml:9", "/app.yaml:17"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Aliases that blow up, values that stand too deep in each other and what is no
// template are refused.
func TestSet_hostileYAML(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 9; i++ {
		n := strconv.Itoa(i)
		below := "*a" + strconv.Itoa(i-1)
		bomb += "a" + n + ": &a" + n + " [" + strings.Repeat(below+", ", 9) + below + "]\n"
	}
	for name, tt := range map[string]struct{ text, want string }{
		"a bomb":         {bomb + "Resources: {}\n", "more than 250000 values"},
		"too deep":       {"Resources: " + strings.Repeat("[", 500) + strings.Repeat("]", 500) + "\n", "more than 200 deep"},
		"a round":        {"Resources: &a [*a]\n", ""},
		"a key of a map": {"Resources: { ? {a: b} : c }\n", "a key is no text"},
		"a list":         {"- Resources\n", "is not a template: the document: array stands where an object belongs"},
		"a list of them": {"Resources: [a]\n", "is not a template: Resources: array stands where an object belongs"},
		"a type of none": {"Resources: { A: { Type: 1 } }\n", "Type: number stands where a string belongs"},
		"no properties":  {"Resources: { A: { Type: x, Properties: [] } }\n", "Properties: array stands where an object belongs"},
		"JSON":           {"{\"Resources\": {\"A\": {\"Properties\": {\"x\": 1e400}}}}", "number 1e400 stands where a number of up to 1.8e308 belongs"},
		"a tab":          {"Resources:\n\t- a\n", "is not a template"},
		"nothing":        {"", "is not a template"},
	} {
		dir := folder(t, map[string]string{"app.yaml": tt.text})
		var set template.Set
		if err := set.Add(filepath.Join(dir, "app.yaml"), ""); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
