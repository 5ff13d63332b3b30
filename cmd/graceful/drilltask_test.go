package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const fronted = briefly + "front: {name: proxy}\nsidecars: [{name: otel, flush: 1}, {name: agent, flush: 1}]\n"

// quietly is a container that does nothing until its signal.
const quietly = `trap 'kill $!; exit 0' TERM; sleep 600 & wait`

// A command with a space in its path is one word in quotes, and what was left out
// is told.
func TestDrill_wholeTask(t *testing.T) {
	t.Parallel()
	profile := file(t, "profile.yaml", fronted)
	binary := filepath.Join(filepath.Dir(profile), "a front")
	if err := os.Symlink(os.Args[0], binary); err != nil {
		t.Fatal(err)
	}
	got := judged(func() result {
		return cli(t, "", "drill", profile, "--quiet", "--path", "concurrent", "--front", "env "+drilled+"=1 '"+binary+"'",
			"--sidecar", `otel=sh -c '`+strings.ReplaceAll(quietly, "'", `'\''`)+`'`, "--", "sh", "-c", quietly)
	})
	if got.status != exitOK {
		t.Errorf("status %d\n%s%s", got.status, got.stdout, got.stderr)
	}
	for _, want := range []string{"HELD concurrent", "proxy front SIGTERM", "app app SIGTERM", "otel sidecar SIGTERM", "not played, as no command was given: agent"} {
		if !strings.Contains(strings.Join(strings.Fields(got.stdout), " "), want) {
			t.Errorf("the report does not have %q:\n%s", want, got.stdout)
		}
	}
}

// What a newcomer gets wrong ends with the way out, before anything is started.
func TestDrill_wholeTaskMistakes(t *testing.T) {
	t.Parallel()
	profile, plain := file(t, "profile.yaml", fronted), file(t, "plain.yaml", briefly)
	tests := map[string]struct {
		profile string
		args    []string
		want    string
	}{
		"an open quote":        {profile, []string{"--front", "nginx -g 'daemon off;"}, `--front has a quote without an end in "nginx -g 'daemon off;"`},
		"an open double quote": {profile, []string{"--sidecar", `otel=a "b`}, "--sidecar otel has a quote without an end"},
		"a last backslash":     {profile, []string{"--front", `nginx \`}, "--front ends with a backslash"},
		"nothing":              {profile, []string{"--front", " "}, "--front has no command"},
		"no name":              {profile, []string{"--sidecar", "otelcol"}, "must be like NAME=COMMAND, such as otel='otelcol --config otel.yaml'"},
		"a command as a name":  {profile, []string{"--sidecar", "env A=1 otelcol"}, "must be like NAME=COMMAND"},
		"a wrong name":         {profile, []string{"--front", "true", "--sidecar", "otell=true"}, `the profile has no sidecar "otell"; it has otel, agent`},
		"no front":             {profile, []string{"--sidecar", "otel=true"}, "the profile has the front proxy before the app"},
		"no front to be":       {plain, []string{"--front", "true"}, "the profile has no front: add"},
		"no sidecars to be":    {plain, []string{"--sidecar", "otel=true"}, "the profile has no sidecars"},
		"a front not there":    {profile, []string{"--front", "no-such-front"}, "the front proxy: start no-such-front"},
		"a running app":        {profile, []string{"--front", "true", "--url", "http://127.0.0.1:1", "--pid", "1"}, "started by the drill"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"drill", tt.profile, "--quiet"}, tt.args...)
			if name != "a running app" {
				args = append(args, "--", "sh", "-c", quietly)
			}
			got := cli(t, "", args...)
			if got.status != exitUsage || !strings.Contains(got.stderr, tt.want) {
				t.Errorf("status %d, want %d\nstderr: %s\nwant: %s", got.status, exitUsage, got.stderr, tt.want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"./app":                    {"./app"},
		" ./app  a\tb ":            {"./app", "a", "b"},
		`nginx -g 'daemon off;'`:   {"nginx", "-g", "daemon off;"},
		`sh -c "echo \"a b\"; x"`:  {"sh", "-c", `echo "a b"; x`},
		`a\ b ''`:                  {"a b", ""},
		"x {PORT} a=b#c $HOME & ;": {"x", "{PORT}", "a=b#c", "$HOME", "&", ";"},
	} {
		got, err := words("--front", text)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
}

// A drill of one command says which containers of the profile it leaves out. Of a
// process that runs already no command was taken for anything, and it has no --front.
func TestDrillFlags_unplayed(t *testing.T) {
	t.Parallel()
	front, sidecars := &shutdown.Front{Name: "proxy"}, []shutdown.Sidecar{{Name: "otel"}, {Name: "agent"}}
	running := drillFlags{plan: drill.Plan{URL: "http://127.0.0.1:1", PID: 7}}
	for name, tt := range map[string]struct {
		flags     drillFlags
		profile   shutdown.Profile
		want, not []string
	}{
		"an app alone":             {drillFlags{}, shutdown.Profile{}, nil, nil},
		"a front":                  {drillFlags{}, shutdown.Profile{Front: front}, []string{"behind the front proxy, since its command was taken for all", "--front COMMAND"}, nil},
		"sidecars":                 {drillFlags{}, shutdown.Profile{Sidecars: sidecars}, []string{"otel, agent", "--sidecar otel=COMMAND"}, nil},
		"all of them":              {drillFlags{}, shutdown.Profile{Front: front, Sidecars: sidecars}, []string{"the front proxy", "otel, agent"}, nil},
		"a whole task":             {drillFlags{taskFlags: taskFlags{front: "nginx"}}, shutdown.Profile{Front: front, Sidecars: sidecars}, nil, nil},
		"sidecars too":             {drillFlags{taskFlags: taskFlags{sidecars: []string{"otel=x"}}}, shutdown.Profile{Sidecars: sidecars}, nil, nil},
		"an app that runs":         {running, shutdown.Profile{}, nil, nil},
		"a front that runs":        {running, shutdown.Profile{Front: front}, []string{"behind the front proxy, since process 7 was taken for it", "instead of --url and --pid"}, []string{"its command", "--front"}},
		"a task of which one runs": {running, shutdown.Profile{Front: front, Sidecars: sidecars}, []string{"the front proxy", "otel, agent", "instead of --url and --pid"}, []string{"--sidecar"}},
	} {
		got := tt.flags.unplayed(tt.profile)
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q does not say %q", name, got, want)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(got, not) {
				t.Errorf("%s: %q says %q", name, got, not)
			}
		}
		if (got == "") != (tt.want == nil) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
