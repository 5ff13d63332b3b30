package cdk_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/eventpattern"
)

// The rule of the worker on Spot matches the interruption of one of its tasks
// and nothing else, and its target is the log group that the policy opens.
func TestInterruptions(t *testing.T) {
	const name = "queue-worker-spot"
	bin := filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("go", "build", "-o", bin, "./"+name).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	resources := resolved(t, synthesise(t, bin, name)[0])

	rule := only(t, resources, "AWS::Events::Rule")
	pattern, err := json.Marshal(rule["EventPattern"])
	if err != nil {
		t.Fatal(err)
	}
	variants, err := eventpattern.Interruptions(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range variants {
		t.Run(v.Name, func(t *testing.T) {
			got, err := eventpattern.Match(pattern, v.Event)
			if err != nil {
				t.Fatal(err)
			}
			if got != v.Match {
				t.Errorf("matched: %v, want %v, by the pattern\n%s", got, v.Match, pattern)
			}
		})
	}

	const group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/queue-worker-interruptions"
	if diff := cmp.Diff([]any{map[string]any{"Id": "log", "Arn": group}}, rule["Targets"]); diff != "" {
		t.Errorf("targets mismatch (-want +got):\n%s", diff)
	}
	var policy struct {
		Statement []struct{ Resource string }
	}
	document := only(t, resources, "AWS::Logs::ResourcePolicy")["PolicyDocument"].(string)
	if err := json.Unmarshal([]byte(document), &policy); err != nil {
		t.Fatal(err)
	}
	if len(policy.Statement) != 1 || policy.Statement[0].Resource != group+":*" {
		t.Errorf("the policy does not open %s: %s", group, document)
	}
}

// only is the properties of the one resource of a type.
func only(t *testing.T, resources []resource, kind string) map[string]any {
	t.Helper()
	var found []map[string]any
	for _, r := range resources {
		if r.Type == kind {
			found = append(found, r.Properties)
		}
	}
	if len(found) != 1 {
		t.Fatalf("there are %d resources of type %s, want one", len(found), kind)
	}
	return found[0]
}

type resource struct {
	Type       string
	Properties map[string]any
}

// resolved reads a template and puts what CloudFormation would put for the
// references between the resources of this example.
func resolved(t *testing.T, file string) []resource {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var template struct{ Resources map[string]resource }
	if err := json.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	deployed := map[string]string{"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "123456789012"}
	for id, r := range template.Resources {
		switch r.Type {
		case "AWS::ECS::Cluster":
			deployed[id+".Arn"] = "arn:aws:ecs:us-east-1:123456789012:cluster/queue-worker"
		case "AWS::ECS::Service":
			deployed[id+".Name"], _ = r.Properties["ServiceName"].(string)
		case "AWS::Logs::LogGroup":
			if name, ok := r.Properties["LogGroupName"].(string); ok {
				deployed[id] = name
				deployed[id+".Arn"] = "arn:aws:logs:us-east-1:123456789012:log-group:" + name + ":*"
			}
		}
	}
	var out []resource
	for _, r := range template.Resources {
		if r.Type == "AWS::Events::Rule" || r.Type == "AWS::Logs::ResourcePolicy" {
			r.Properties = resolve(t, r.Properties, deployed).(map[string]any)
			out = append(out, r)
		}
	}
	return out
}

func resolve(t *testing.T, v any, deployed map[string]string) any {
	t.Helper()
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = resolve(t, v[i], deployed)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name, inner := range v {
			inner = resolve(t, inner, deployed)
			switch name {
			case "Ref":
				return known(t, inner.(string), deployed)
			case "Fn::GetAtt":
				return known(t, fmt.Sprint(inner.([]any)[0], ".", inner.([]any)[1]), deployed)
			case "Fn::Join":
				var text strings.Builder
				for _, part := range inner.([]any)[1].([]any) {
					text.WriteString(part.(string))
				}
				return text.String()
			}
			out[name] = inner
		}
		return out
	default:
		return v
	}
}

func known(t *testing.T, name string, deployed map[string]string) string {
	t.Helper()
	value, ok := deployed[name]
	if !ok || value == "" {
		t.Fatalf("the template refers to %s, whose value is not known here", name)
	}
	return value
}
