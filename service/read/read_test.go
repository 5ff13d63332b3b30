package read_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const one = `{"Resources": {"S": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "NAME"}}}}`

// What a CDK app has written is read with its stages, and other artifacts are not.
func TestPath_cdk(t *testing.T) {
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
	resources, err := read.Path(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range service.Link(resources) {
		got = append(got, s.Name.Or("?")+" in "+s.Resource.Stack)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"beta in Beta/Shop", "shop in Shop"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A stage that names itself has an end, and a manifest does not lead out of its folder.
func TestPath_hostile(t *testing.T) {
	dir := write(t, map[string]string{
		"round/manifest.json": `{"artifacts": {"a": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}}}`,
		"out/manifest.json":   `{"artifacts": {"a": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "../secret.json"}}}}`,
		"secret.json":         one,
		"deep.json":           `{"Resources": ` + strings.Repeat(`{"a":`, 20_000) + `1` + strings.Repeat("}", 20_001),
	})
	for name, want := range map[string]string{"round": "stages stand in each other more than 16 deep", "out": "no such file", "deep.json": "is no whole JSON"} {
		if _, err := read.Path(filepath.Join(dir, name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}
