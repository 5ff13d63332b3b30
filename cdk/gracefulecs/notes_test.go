package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A note that puts a promise in doubt is a warning, others are not.
func TestNotes_warnings(t *testing.T) {
	profile := shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(60), Framework: "gunicorn"}
	settings, err := shutdown.Compute(profile)
	if err != nil {
		t.Fatal(err)
	}
	if len(settings.Notes) < 2 {
		t.Fatalf("the profile has the notes %v, want one in doubt and others", settings.Notes)
	}
	for name, build := range map[string]func(w world){
		"NewService": func(w world) { newService(t, w, w.props(profile)) },
		"Apply":      func(w world) { p := newPlain(w, profile); gracefulecs.Apply(p.service, p.groups, profile) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			build(w)
			var all strings.Builder
			if err := caught(func() {
				for _, m := range *assertions.Annotations_FromStack(w.stack).FindWarning(jsii.String("*"), assertions.Match_AnyValue()) {
					all.WriteString(message(t, m.Entry.Data) + "\n") //nolint:staticcheck // The Go bindings have no other way to the text yet.
				}
			}); err != nil {
				t.Fatal(err)
			}
			for _, n := range settings.Notes {
				if shown := strings.Contains(all.String(), n.Path+": "+n.Message); shown != n.Doubt {
					t.Errorf("the note %s is shown: %v, want %v\n%s", n.Rule, shown, n.Doubt, all.String())
				}
			}
		})
	}
}
