package evidence

import (
	"maps"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// process is a program as a container starts it, while its times are read.
type process struct {
	args        []string
	environment environment
	where       service.Where // of the command

	// bound is from the signal until it gives up what is in flight, keepAlive how
	// long it keeps an idle connection, and job how long one job may take.
	bound, keepAlive, job Time
	// effect is what its own settings make of a graceful signal; empty where they
	// change nothing.
	effect Effect
	why    string
	// onTerm is what they make of SIGTERM alone, where that is none of the graceful ones.
	onTerm Effect
	// open is the word of a shell that may become further options; empty if there is
	// none.
	open string
}

// environment are the variables of a container: those of the task definition, and
// below them those of the image.
type environment struct {
	own   map[string]service.Value[string]
	image map[string]service.Value[string]
	// elsewhere is why there may be more; empty when there is none.
	elsewhere string
	// read says that the image's own were read.
	read bool
}

// get is a variable, without a state where it is not set.
func (e environment) get(name string) service.Value[string] {
	if v, ok := e.own[name]; ok {
		return v
	}
	if e.elsewhere != "" {
		return service.NotKnown[string](e.elsewhere, service.Where{})
	}
	return e.image[name]
}

// all are the variables that were read.
func (e environment) all() map[string]service.Value[string] {
	out := maps.Clone(e.image)
	if out == nil {
		out = map[string]service.Value[string]{}
	}
	maps.Copy(out, e.own)
	return out
}

// any says that the name of a variable begins so.
func (e environment) any(prefix string) bool {
	for name := range e.all() {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// whole says that no variable can be set that was not read.
func (e environment) whole() bool { return e.read && e.elsewhere == "" }

// flag is the value of an option, the last one that is given.
func (p *process) flag(names ...string) (value string, found bool) {
	for i, arg := range p.args {
		for _, name := range names {
			switch rest, glued := strings.CutPrefix(arg, name); {
			case arg == name && i+1 < len(p.args):
				value, found = p.args[i+1], true
			case glued && strings.HasPrefix(rest, "="):
				value, found = rest[1:], true
			case glued && len(name) == 2 && rest != "" && rest[0] >= '0' && rest[0] <= '9': // -t25
				value, found = rest, true
			}
		}
	}
	return value, found
}

// knob is a setting of a program that is a time.
type knob struct {
	flags     []string
	variables []string
	// unit is that of a number without one; seconds if it is left out.
	unit time.Duration
	// usual is the default; with endless there is none, and the program waits.
	usual   time.Duration
	endless bool
	// files are options that name a configuration, which may set it as well.
	files []string
	// hidden is why a default cannot be taken for sure: the place where it may be
	// set and that no option names. unknowable says that it is usually set there.
	hidden     string
	unknowable bool
	// zeroIsEndless says that 0 means no limit.
	zeroIsEndless bool
}

// read finds out what a knob is set to.
func (p *process) read(k knob) Time {
	unit := k.unit
	if unit == 0 {
		unit = time.Second
	}
	if text, found := p.flag(k.flags...); found {
		return k.given(text, unit, k.flags[0], p.where)
	}
	var unknown string
	for _, name := range k.variables {
		v := p.environment.get(name)
		if text, known := v.Get(); known {
			return k.given(text, unit, name, v.Where)
		}
		if v.State == service.Unknown {
			unknown = name + " is not known: " + v.Why
		}
	}
	if unknown != "" {
		return Time{State: service.Unknown, Why: unknown}
	}
	if file, found := p.flag(k.files...); found && len(k.files) > 0 {
		return Time{State: service.Unknown, Why: "it may be set in " + base(file) + ", which is in the image"}
	}
	if k.unknowable {
		return Time{State: service.Unknown, Why: k.hidden}
	}
	out := Time{State: service.Default, For: k.usual, By: "its default", Where: p.where, Sure: k.hidden == "" && p.open == "" && (len(k.variables) == 0 || p.environment.whole())}
	if k.hidden != "" {
		out.Why = k.hidden
	} else if p.open != "" {
		out.Why = p.open + " in the command may set it"
	} else if !out.Sure {
		out.Why = "the image may set " + strings.Join(k.variables, " or ")
	}
	if k.endless {
		out.State = Unbounded
	}
	return out
}

// given is a time as it is written.
func (k knob) given(text string, unit time.Duration, by string, at service.Where) Time {
	d, ok := period(text, unit)
	switch {
	case ok && d < 0 && k.endless:
		return Time{State: Unbounded, By: by, Where: at, Sure: true}
	case !ok || d < 0:
		return Time{State: service.Unknown, Why: by + " is not a length of time that can be read", Where: at}
	case d == 0 && k.zeroIsEndless:
		return Time{State: Unbounded, By: by, Where: at, Sure: true}
	}
	return Time{State: service.Set, For: d, By: by, Where: at}
}

// opened is the first word of a shell that stands where options do and may become any;
// empty if there is none.
func opened(args []string) string {
	for i, word := range args {
		if strings.HasPrefix(word, "$") && (i == 0 || !strings.HasPrefix(args[i-1], "-")) {
			return word
		}
	}
	return ""
}
