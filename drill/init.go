package drill

import (
	"path"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// initName says which init a command line starts, one that passes the signals
// it gets to its only child; empty when it is none that is known.
func initName(words []string) string {
	if len(words) == 0 {
		return ""
	}
	switch name := path.Base(words[0]); name {
	case "graceful-exec":
		return verdict.GracefulExec
	case "graceful":
		if len(words) > 1 && words[1] == "exec" {
			return verdict.GracefulExec
		}
	case "tini", "tini-static", "docker-init", "dumb-init", "catatonit":
		return name
	}
	return ""
}

// signalsGroup says that an init passes signals to all processes of its child's
// group, so that they reach an app behind a shell too.
func signalsGroup(name string, words, child, environment []string) bool {
	options := words[1:]
	end := slices.Index(options, "--")
	if end < 0 && len(child) > 0 {
		end = slices.Index(options, child[0])
	}
	if end >= 0 {
		options = options[:end]
	}
	switch name {
	case verdict.GracefulExec:
		return slices.Contains(options, "--group") || slices.Contains(options, "-group") ||
			slices.Contains(options, "--group=true") || slices.Contains(options, "-group=true")
	case "dumb-init":
		alone := hasShort(options, 'c') || slices.Contains(options, "--single-child") || slices.Contains(environment, "DUMB_INIT_SETSID=0")
		return !alone
	}
	set := func(pair string) bool { return strings.HasPrefix(pair, "TINI_KILL_PROCESS_GROUP=") }
	return hasShort(options, 'g') || name != "catatonit" && slices.ContainsFunc(environment, set)
}

// hasShort finds an option of one letter, also among several behind one dash.
func hasShort(options []string, letter rune) bool {
	return slices.ContainsFunc(options, func(word string) bool {
		return len(word) > 1 && word[0] == '-' && word[1] != '-' && strings.ContainsRune(word[1:], letter)
	})
}
