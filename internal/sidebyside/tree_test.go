package main

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/parity"
)

// The case that the demo shows has every setting that the table must have, and
// more than those.
func TestFromTree(t *testing.T) {
	root, err := parity.Root()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := parity.Recorded(root, "framework-arguments")
	if err != nil {
		t.Fatal(err)
	}
	got, err := fromTree(tree)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := compare(got, maps.Clone(got)); err != nil {
		t.Errorf("a setting is missing: %v", err)
	}
	want := []string{"app, SHUTDOWN_CLEANUP_SECONDS", "app, SHUTDOWN_DEADLINE_SECONDS", "app, SHUTDOWN_DELAY_SECONDS", "app, SHUTDOWN_DRAIN_SECONDS",
		"app, SHUTDOWN_KEEP_ALIVE_SECONDS", "command of app"}
	more := slices.DeleteFunc(slices.Sorted(maps.Keys(got)), func(name string) bool { return slices.Contains(expected, name) })
	if diff := cmp.Diff(want, more); diff != "" {
		t.Errorf("settings beside the expected ones (-want +got):\n%s", diff)
	}
	for name, value := range map[string]string{"command of app": "gunicorn app:app --graceful-timeout 40 --keep-alive 65 --timeout 45", "capacity": "FARGATE ×1", "stop timeout of app": "65", "deregistration delay": "55"} {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
}

func TestFromTree_cooldowns(t *testing.T) {
	root, err := parity.Root()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := parity.Recorded(root, "autoscaling")
	if err != nil {
		t.Fatal(err)
	}
	all, err := fromTree(tree)
	if err != nil {
		t.Fatal(err)
	}
	if got := all["scale in cooldown, ALBRequestCountPerTarget"]; got != "155" {
		t.Errorf("the cooldown is %q, want 155", got)
	}
}

func TestFromRecorded_unknownCase(t *testing.T) {
	if _, _, err := fromRecorded("no-such-case"); err == nil {
		t.Error("a case that is not recorded was compared")
	}
}
