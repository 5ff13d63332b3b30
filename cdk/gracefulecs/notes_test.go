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
		"Apply":      func(w world) { p := newPlain(w, profile); gracefulecs.Apply(p.service, profile, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			build(w)
			all := warnings(t, w)
			for _, n := range settings.Notes {
				if shown := strings.Contains(all, n.Path+": "+n.Message); shown != n.Doubt {
					t.Errorf("the note %s is shown: %v, want %v\n%s", n.Rule, shown, n.Doubt, all)
				}
			}
		})
	}
}

// Arguments that do not reach the framework are a warning, unless the caller
// has said that the image has them.
func TestNewService_frameworkArguments(t *testing.T) {
	for name, row := range map[string]struct {
		framework shutdown.FrameworkName
		set       func(p *props)
		want      bool
	}{
		"image's own command":   {framework: "gunicorn", set: func(*props) {}, want: true},
		"command":               {framework: "gunicorn", set: func(p *props) { p.Command = jsii.Strings("gunicorn") }},
		"in the image":          {framework: "gunicorn", set: func(p *props) { p.FrameworkArguments = jsii.Bool(false) }},
		"asked for":             {framework: "gunicorn", set: func(p *props) { p.FrameworkArguments = jsii.Bool(true) }, want: true},
		"framework without any": {framework: "node", set: func(*props) {}},
		"no framework":          {set: func(*props) {}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := w.props(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Framework: row.framework})
			row.set(p)
			newService(t, w, p)
			const text = "so the framework's stop settings are not passed to it: --graceful-timeout 10 --keep-alive 65"
			if got := warnings(t, w); strings.Contains(got, text) != row.want {
				t.Errorf("warned: %v, want %v\n%s", !row.want, row.want, got)
			}
		})
	}
}

// warnings are all warnings of the stack, one a line.
func warnings(t *testing.T, w world) string {
	t.Helper()
	var all strings.Builder
	if err := caught(func() {
		for _, m := range *assertions.Annotations_FromStack(w.stack).FindWarning(jsii.String("*"), assertions.Match_AnyValue()) {
			all.WriteString(message(t, m.Entry.Data) + "\n") //nolint:staticcheck // The Go bindings have no other way to the text yet.
		}
	}); err != nil {
		t.Fatal(err)
	}
	return all.String()
}
