package drill

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

func TestInitName(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"/graceful-exec -- app":      verdict.GracefulExec,
		"graceful-exec":              verdict.GracefulExec,
		"./bin/graceful exec -- app": verdict.GracefulExec,
		"graceful drill exec":        "",
		"graceful":                   "",
		"graceful-execute":           "",
		"/usr/bin/tini -g -- app":    "tini",
		"/sbin/docker-init -- app":   "docker-init",
		"dumb-init app":              "dumb-init",
		"app tini":                   "",
		"":                           "",
	} {
		if got := initName(strings.Fields(line)); got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}

func TestSignalsGroup(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"graceful-exec -- sh -c x":             false,
		"graceful-exec --group -- sh -c x":     true,
		"graceful-exec -group=true sh -c x":    true,
		"graceful-exec --group=false sh -c x":  false,
		"graceful-exec --delay 1 sh --group":   false,
		"graceful-exec -- sh --group":          false,
		"graceful exec --group -- sh":          true,
		"tini sh":                              false,
		"tini -g sh":                           true,
		"tini -vg -- sh":                       true,
		"tini -v -- sh -g":                     false,
		"tini --version sh":                    false,
		"TINI_KILL_PROCESS_GROUP=1 tini sh":    true,
		"TINI_KILL_PROCESS_GROUPS=1 tini sh":   false,
		"catatonit -g -- sh":                   true,
		"TINI_KILL_PROCESS_GROUP= catatonit s": false,
		"dumb-init sh":                         true,
		"dumb-init -c sh":                      false,
		"dumb-init sh -c x":                    true,
		"dumb-init --single-child -- sh":       false,
		"DUMB_INIT_SETSID=0 dumb-init sh":      false,
		"DUMB_INIT_SETSID=1 dumb-init sh":      true,
	} {
		words := strings.Fields(line)
		var environment []string
		if strings.Contains(words[0], "=") {
			environment, words = words[:1], words[1:]
		}
		if got := signalsGroup(initName(words), words, []string{"sh"}, environment); got != want {
			t.Errorf("%q signals a group: %v, want %v", line, got, want)
		}
	}
}
