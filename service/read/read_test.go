package read_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testfiles"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	testfiles.Write(t, dir, files)
	return dir
}

const one = `{"Resources": {"S": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "NAME"}}}}`

// What a CDK app has written is read with its stages, and other artifacts are not.
func TestReader_cdk(t *testing.T) {
	dir := write(t, map[string]string{
		"manifest.json": `{"artifacts": {
			"Shop": {"type": "aws:cloudformation:stack", "displayName": "Shop (shop-prod)", "properties": {"templateFile": "Shop.template.json"}},
			"Shop.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Shop.assets.json"}},
			"assembly-Beta": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Beta"}}},
			"x": 1}`,
		"Shop.template.json":                   strings.Replace(one, "NAME", "shop", 1),
		"assembly-Beta/manifest.json":          `{"artifacts": {"BetaShop": {"type": "aws:cloudformation:stack", "displayName": "Beta/Shop", "properties": {"templateFile": "BetaShop.template.json"}}}}`,
		"assembly-Beta/BetaShop.template.json": strings.Replace(one, "NAME", "beta", 1),
	})
	var r read.Reader
	if err := r.Add(dir); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range service.Link(r.Resources()) {
		got = append(got, s.Name.Or("?")+" in "+s.Resource.Stack)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"beta in Beta/Shop", "shop in Shop"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A stage that names itself has an end, and a manifest does not lead out of its folder.
func TestReader_hostile(t *testing.T) {
	dir := write(t, map[string]string{
		"round/manifest.json": `{"artifacts": {"a": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}}}`,
		"out/manifest.json":   `{"artifacts": {"a": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "../secret.json"}}}}`,
		"secret.json":         one,
		"loop.yaml":           "Resources:\n  Fn::ForEach::S:\n    - N\n    - [A, B]\n    - S${N}: {Type: AWS::ECS::Service}\n",
		"state.json":          `{"version": 4, "serial": 1, "lineage": "x", "resources": []}`,
		"deep.json":           `{"Resources": ` + strings.Repeat(`{"a":`, 20_000) + `1` + strings.Repeat("}", 20_001),
	})
	for name, size := range map[string]int64{"large.json": 65 << 20, "large.yaml": 5 << 20} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"round": "stages stand in each other more than 16 deep", "out": "no such file", "deep.json": "is no whole JSON", "state.json": "give what terraform show -json prints of it", "loop.yaml": "--template-stage Processed", "large.json": "has more than 64 MB", "large.yaml": "has more than 4 MB"} {
		var r read.Reader
		if err := r.Add(filepath.Join(dir, name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

// What stands in several files belongs together: a service and its task definition
// as they are printed, and templates with exports.
func TestReader_together(t *testing.T) {
	dir := write(t, map[string]string{
		"service.json": `{"services": [{"serviceName": "api", "taskDefinition": "arn:task/api:7"}]}`,
		"task.json":    `{"taskDefinition": {"taskDefinitionArn": "arn:task/api:7", "family": "api", "revision": 7, "containerDefinitions": [{"name": "app", "stopTimeout": 45}]}}`,
		"app.yaml":     "Resources:\n  S:\n    Type: AWS::ECS::Service\n    Properties:\n      ServiceName: web\n      TaskDefinition: !ImportValue task\n",
		"task.yaml":    "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions: [{Name: app, StopTimeout: 45}]\nOutputs:\n  T:\n    Value: !Ref T\n    Export: {Name: task}\n",
	})
	var r read.Reader
	for _, name := range []string{"service.json", "app.yaml", "task.json", "task.yaml"} {
		if err := r.Add(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	services := service.Link(r.Resources())
	for _, s := range services {
		if s.Task == nil || s.Task.Containers[0].StopTimeout.Or(0) != 45 {
			t.Errorf("%s has not its task definition", s.Name.Or("?"))
		}
	}
	if len(services) != 2 {
		t.Errorf("%d services", len(services))
	}
}

// What a program of Windows has written is read: UTF-16, or UTF-8 with a mark.
func TestReader_encodings(t *testing.T) {
	const text = `{"services": [{"serviceName": "é"}]}`
	var little, big []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		little, big = binary.LittleEndian.AppendUint16(little, unit), binary.BigEndian.AppendUint16(big, unit)
	}
	dir := write(t, map[string]string{"mark.json": "\ufeff" + text, "little.json": string(little), "big.json": string(big), "plain.json": text})
	for _, name := range []string{"mark.json", "little.json", "big.json", "plain.json"} {
		var r read.Reader
		if err := r.Add(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if all := service.Link(r.Resources()); len(all) != 1 || all[0].Name.Or("") != "é" {
			t.Errorf("%s: %+v", name, all)
		}
	}
}
