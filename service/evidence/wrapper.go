package evidence

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// inits run as PID 1 and hand signals on to what they start.
var inits = map[string]bool{"tini": true, "tini-static": true, "dumb-init": true, "docker-init": true, "catatonit": true}

// wrappers start a program in their own place, so that it gets the signal: by the
// number of words of their own behind their name, options left out.
var wrappers = map[string]int{"exec": 0, "env": 0, "nice": 0, "nohup": 0, "setsid": 0, "stdbuf": 0, "su-exec": 1, "gosu": 1, "ddtrace-run": 0, "opentelemetry-instrument": 0}

// pairs are wrappers of two words. uv stays, and hands signals on.
var pairs = map[string]string{"bundle": "exec", "poetry": "run", "pipenv": "run", "newrelic-admin": "run-program", "uv": "run"}

// runners start a program through a shell, as a child.
var runners = map[string]bool{"npm": true, "yarn": true, "pnpm": true, "npx": true}

// heldBack are the words behind this project's own PID 1, and the signal that those
// get after its delay.
func heldBack(words []string) (rest []string, signal shutdown.Signal, ok bool) {
	switch {
	case len(words) > 1 && base(words[0]) == "graceful" && words[1] == "exec":
		words = words[2:]
	case len(words) > 0 && base(words[0]) == "graceful-exec":
		words = words[1:]
	default:
		return nil, "", false
	}
	end := slices.Index(words, "--")
	if end < 0 || end+1 == len(words) {
		return nil, "", false
	}
	p := process{args: words[:end]}
	signal = shutdown.SIGTERM
	if given, is := p.flag("--stop-signal"); is {
		signal = signalOf(given)
	}
	if name, is := p.flag("--framework"); is {
		for _, f := range shutdown.Frameworks() {
			if string(f.Name) == name {
				signal = f.Graceful[0]
			}
		}
	}
	if given, is := p.flag("--signal"); is {
		signal = signalOf(given)
	}
	return words[end+1:], signal, true
}

// unwrapped are words without what starts their program in its own place.
func unwrapped(words []string) []string {
	for range 8 {
		if next, _, ok := heldBack(words); ok {
			words = next
		} else if next, _, ok := unwrap(words); ok {
			words = next
		} else {
			break
		}
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
		for name == "uv" && len(rest) > 1 && strings.HasPrefix(rest[0], "-") && rest[0] != "--" {
			switch option := rest[0]; {
			case option == "-m" || option == "--module":
				return append([]string{"python"}, rest...), false, true
			case takesValue(name, option):
				rest = rest[2:]
			default:
				rest = rest[1:]
			}
		}
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
	case "dumb-init":
		return option == "-r" || option == "--rewrite"
	case "opentelemetry-instrument":
		return !strings.Contains(option, "=")
	case "uv":
		return slices.Contains(strings.Fields("-p --python --extra --group --no-group --only-group --with --with-editable --with-requirements --package --env-file --directory --project --index-url --config-file --cache-dir"), option)
	case "tini", "tini-static":
		return option == "-p" || option == "-e"
	}
	return false
}

// rewrites are the signals that dumb-init's options make others of; one becomes empty
// where it is dropped.
func rewrites(options []string) map[shutdown.Signal]shutdown.Signal {
	out := map[shutdown.Signal]shutdown.Signal{}
	for i, option := range options {
		pair := ""
		switch {
		case (option == "-r" || option == "--rewrite") && i+1 < len(options):
			pair = options[i+1]
		case strings.HasPrefix(option, "--rewrite="):
			pair = option[len("--rewrite="):]
		case strings.HasPrefix(option, "-r") && !strings.HasPrefix(option, "--"):
			pair = option[2:]
		}
		if from, to, is := strings.Cut(pair, ":"); is && to == "0" {
			out[signalOf(from)] = ""
		} else if is && signalOf(to) != "" {
			out[signalOf(from)] = signalOf(to)
		}
	}
	return out
}

// ownScript says that a word starts a script: what it does is not in the command.
func ownScript(word string) bool {
	name := base(word)
	return strings.HasSuffix(name, ".sh") || strings.HasSuffix(name, ".bash") || slices.Contains([]string{"entrypoint", "docker-entrypoint", "docker-php-entrypoint"}, name)
}
