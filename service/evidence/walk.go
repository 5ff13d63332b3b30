package evidence

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// walk goes from PID 1 of a container to the program behind it.
type walk struct {
	container *service.Container
	image     *Image
	ref       reference
	public    *knownImage
	out       Evidence

	// place is whether something before the program stays in its place, by whom and
	// why; empty as long as nothing does.
	place stay
	who   string
	why   string
	// delivered is the signal that graceful exec sends in the end.
	delivered shutdown.Signal
	// rewritten are the signals that dumb-init makes others of.
	rewritten map[shutdown.Signal]shutdown.Signal
	// inShell says that the words are a shell's, which puts variables into them.
	inShell bool
	// inline is the script of a shell's -c.
	inline string
	// effectOf and whyOf are what the program's own settings make of a graceful signal.
	effectOf Effect
	whyOf    string
	onTerm   Effect
}

// known looks the image up among the public ones.
func (w *walk) known() {
	if name, ok := w.container.Image.Get(); ok {
		w.ref = parse(name)
		w.public = publicImage(w.ref.public(), w.ref.tag)
	}
}

// sh is the shell that sh is in the image.
func (w *walk) sh() family {
	if w.image != nil {
		return w.image.Shell
	}
	if w.public == nil {
		return ""
	}
	return shOf(w.ref, w.public)
}

// start finds out what is started. A command takes the place of the image's, and an
// entry point that of both.
func (w *walk) start() {
	c := w.container
	entry, given := c.EntryPoint.Get()
	command, commanded := c.Command.Get()
	if c.EntryPoint.State == service.Unknown || c.Command.State == service.Unknown {
		w.place, w.why = maybe, "the command is not known"
		return
	}
	given, commanded = given && len(entry) > 0, commanded && len(command) > 0
	switch {
	case given:
		w.follow(slices.Concat(entry, command), "the entry point", c.EntryPoint.Where)
	case w.image != nil:
		own := w.image.Command
		if commanded {
			own = command
		}
		by, at := "the command", c.Command.Where
		if !commanded {
			by, at = w.image.StartedAt.String(), w.image.StartedAt
		}
		w.follow(slices.Concat(w.image.Entry, own), by, at)
		if w.out.Program == nil && w.place == "" && !commanded {
			w.byImage(w.image.Program)
		}
	case commanded && w.public != nil && strings.HasPrefix(command[0], "-"): // Options for what the image runs.
		w.byImage(w.public.program, command...)
	case commanded:
		w.follow(command, "the command", c.Command.Where)
	case w.public != nil:
		w.byImage(w.public.program)
	case c.Router:
		w.byImage("fluent-bit")
	}
}

// byImage takes the program that a public image runs.
func (w *walk) byImage(name string, args ...string) {
	if p := named(name); p != nil {
		w.take(p, args, "the image", w.container.Image.Where)
	}
}

// follow goes through the words of a command.
func (w *walk) follow(words []string, by string, at service.Where) {
	for range 8 {
		if len(words) == 0 {
			return
		}
		if name := base(words[0]); words[0] == "/init" {
			w.take(named("s6-overlay"), words[1:], by, at)
			return
		} else if runners[name] {
			w.runner(name)
			return
		}
		if rest, signal, ok := heldBack(words); ok {
			w.out.Init, w.out.Held, w.delivered = true, true, signal
			words = rest
			continue
		}
		if rest, init, ok := unwrap(words); ok {
			w.out.Init = w.out.Init || init
			if base(words[0]) == "dumb-init" {
				w.rewritten = rewrites(words[1 : len(words)-len(rest)])
			}
			words = rest
			continue
		}
		if sh, is := shellOf(words[0], w.sh()); is {
			text, ok := inline(words[1:])
			if !ok {
				w.stay(maybe, base(words[0]), "what its script does is not in the command")
				return
			}
			inner, place, why := parseScript(text).judged(sh)
			w.stay(place, base(words[0]), why)
			words, w.inShell, w.inline = inner, true, w.inline+text
			continue
		}
		if ownScript(words[0]) {
			if next, done := w.script(words); !done {
				words = next
				continue
			}
			return
		}
		if name := base(words[0]); name == "apachectl" || name == "apache2ctl" {
			w.stay(maybe, name, name+" is a script, and whether it gives its place to httpd depends on its version")
		}
		if p, args := recognised(words); p != nil {
			w.take(p, args, by, at)
		}
		return
	}
}

// stay notes that something before the program may keep the signal; the first that
// surely does counts.
func (w *walk) stay(place stay, who, why string) {
	if place != gives && w.place != stays {
		w.place, w.who, w.why = place, who, why
	}
}

// script is an entry script: what it does is known from a Dockerfile's folder, or from
// the image's own maker.
func (w *walk) script(words []string) (next []string, done bool) {
	if w.image == nil || w.image.Script == nil || base(words[0]) != base(w.image.Script.Name) {
		if handed := w.image == nil && w.public != nil && w.public.hands || w.image != nil && base(words[0]) == "docker-php-entrypoint"; !handed {
			w.stay(maybe, base(words[0]), "whether the script "+base(words[0])+" ends in exec is not known")
		}
		return words[1:], len(words) == 1
	}
	s := w.image.Script
	w.stay(s.place, base(s.Name), s.why)
	if s.words == nil {
		return words[1:], len(words) == 1
	}
	w.inShell, w.inline = true, s.text
	for _, word := range s.words {
		if word == "$@" || word == "$*" || word == "${@}" || word == "${*}" {
			next = append(next, words[1:]...)
		} else {
			next = append(next, word)
		}
	}
	return next, len(next) == 0
}

// runner is npm and its kind, which start a script of package.json through sh, and
// hand the signal on to that.
func (w *walk) runner(name string) {
	w.out.By = name
	switch npm := name == "npm" || name == "npx"; {
	case npm && w.sh() == dash:
		w.stay(stays, name, name+" hands the signal to the sh between it and the app; dash, which is sh on Debian, ends on it, and the app is killed with the container")
		w.out.Init = true // It ends instead of waiting.
	default:
		w.stay(maybe, name, "whether "+name+" hands the signal on to the app depends on its version and on what sh is in the image")
	}
}

// take reads the program's settings.
func (w *walk) take(p *Program, args []string, by string, at service.Where) {
	w.out.Program, w.out.By, w.out.Where = p, by, at
	own := process{args: args, where: at, environment: environment{own: w.container.Environment, elsewhere: w.container.EnvironmentElsewhere}}
	if w.image != nil {
		own.environment.image, own.environment.read = w.image.Environment, w.image.BaseKnown
	} else if w.public != nil {
		own.environment.read = true
	}
	if w.inShell {
		own.args = w.expanded(args, own.environment)
		own.open = opened(own.args)
	}
	if w.container.RouterFile && p.Role == Router {
		own.args = append(own.args, "-c", "its own file")
	}
	if p.read != nil {
		p.read(&own)
	}
	w.out.Bound, w.out.KeepAlive, w.out.Job = own.bound, own.keepAlive, own.job
	w.effectOf, w.whyOf, w.onTerm = own.effect, own.why, own.onTerm
}
