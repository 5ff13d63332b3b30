package evidence

import (
	"slices"
	"strings"
)

// inits run as PID 1 and hand signals on to what they start.
var inits = map[string]bool{"tini": true, "tini-static": true, "dumb-init": true, "docker-init": true, "catatonit": true}

// wrappers start a program in their own place, so that it gets the signal: by the
// number of words of their own behind their name, options left out.
var wrappers = map[string]int{"exec": 0, "env": 0, "nice": 0, "nohup": 0, "setsid": 0, "stdbuf": 0, "su-exec": 1, "gosu": 1, "ddtrace-run": 0, "opentelemetry-instrument": 0}

// pairs are wrappers of two words.
var pairs = map[string]string{"bundle": "exec", "poetry": "run", "pipenv": "run", "newrelic-admin": "run-program", "graceful": "exec"}

// runners start a program through a shell, as a child.
var runners = map[string]bool{"npm": true, "yarn": true, "pnpm": true, "npx": true}

// unwrapped are words without what starts their program in its own place.
func unwrapped(words []string) []string {
	for range 8 {
		next, _, ok := unwrap(words)
		if !ok {
			break
		}
		words = next
	}
	return words
}

// unwrap takes one wrapper off, and says whether it is an init.
func unwrap(words []string) (rest []string, init, ok bool) {
	if len(words) < 2 {
		return words, false, false
	}
	name, rest := base(words[0]), words[1:]
	if second, is := pairs[name]; is && rest[0] == second {
		rest = rest[1:]
		if len(rest) > 0 && rest[0] == "--" {
			rest = rest[1:]
		}
		return rest, false, len(rest) > 0
	}
	own, is := wrappers[name]
	if !is && !inits[name] {
		return words, false, false
	}
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		option := rest[0]
		rest = rest[1:]
		if option == "--" {
			break
		}
		if takesValue(name, option) && len(rest) > 0 {
			rest = rest[1:]
		}
	}
	if name == "env" {
		rest = assigned(rest)
	}
	if len(rest) <= own {
		return words, false, false
	}
	return rest[own:], inits[name], true
}

// takesValue says that an option of a wrapper has its value in the next word.
func takesValue(name, option string) bool {
	switch name {
	case "nice":
		return option == "-n"
	case "env":
		return option == "-u" || option == "-C"
	case "tini", "tini-static":
		return option == "-p" || option == "-e"
	}
	return false
}

// ownScript says that a word starts a script: what it does is not in the command.
func ownScript(word string) bool {
	name := base(word)
	return strings.HasSuffix(name, ".sh") || strings.HasSuffix(name, ".bash") || slices.Contains([]string{"entrypoint", "docker-entrypoint", "docker-php-entrypoint"}, name)
}
