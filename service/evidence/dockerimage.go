package evidence

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Image is what a Dockerfile says of the image that it builds.
type Image struct {
	Where service.Where
	// Names are those by which a container's image may be this one.
	Names []string
	// StopSignal is its own, and StopSignalAt where it stands.
	StopSignal   shutdown.Signal
	StopSignalAt service.Where
	// Base is the image that it builds on in the end. BaseKnown says that it is one
	// that is known, and Inherited is the STOPSIGNAL of that.
	Base      string
	BaseKnown bool
	Inherited shutdown.Signal
	// Program is what a known base runs, where the image has no command of its own.
	Program string
	// Shell is what sh is there, empty where that is not known.
	Shell family
	// StartedAt is the last ENTRYPOINT or CMD; the file alone where there is none.
	StartedAt service.Where
	// Entry and Command are what it starts; in shell form they begin with a shell.
	Entry, Command []string
	Environment    map[string]service.Value[string]
	// Script is its entry script, nil if it has none or it is not there.
	Script *Script

	// container is the name that it was said to be for; empty if nobody said so.
	container string

	// signalOpen says that STOPSIGNAL is an argument that is not known, or no signal.
	signalOpen bool

	shell  []string // of SHELL
	copied []string // what COPY and ADD take from the build's folder

	// commanded says that the stage has a CMD of its own.
	commanded bool
}

// stage is a part of a Dockerfile, from one FROM to the next.
type stage struct {
	name string
	Image
}

// parseDockerfile says what a Dockerfile builds: its last stage, with what that has
// from the stages and the image that it builds on.
func parseDockerfile(file, text string) (*Image, bool) {
	arguments := map[string]string{}
	var stages []stage
	for _, i := range instructions(text) {
		at := service.Where{File: file, Line: i.line}
		if i.name == "ARG" {
			for _, word := range fields(i.rest) {
				if name, value, given := strings.Cut(word, "="); given {
					if text, whole := substituted(value, arguments); whole {
						arguments[name] = text
					} else {
						delete(arguments, name)
					}
				}
			}
			continue
		}
		if i.name == "FROM" {
			stages = append(stages, begun(i.rest, arguments, stages))
			continue
		}
		if len(stages) > 0 {
			stages[len(stages)-1].take(i, at, arguments)
		}
	}
	if len(stages) == 0 {
		return nil, false
	}
	out := stages[len(stages)-1].Image
	if onWindows(text) || strings.HasSuffix(file, ".windows") { // It has neither signals nor sh.
		out.BaseKnown, out.Shell = false, ""
	}
	out.Where = service.Where{File: file}
	if out.StartedAt.File == "" {
		out.StartedAt = out.Where
	}
	if out.Entry != nil || out.Command != nil { // A base's program is not what runs then.
		out.Program = ""
	}
	return &out, true
}

// begun is a stage at its FROM.
func begun(rest string, arguments map[string]string, before []stage) stage {
	words := slices.DeleteFunc(strings.Fields(rest), func(w string) bool { return strings.HasPrefix(w, "--") })
	if len(words) == 0 {
		return stage{}
	}
	base, whole := substituted(words[0], arguments)
	out := stage{}
	if len(words) == 3 && strings.EqualFold(words[1], "AS") {
		out.name = words[2]
	}
	for i := range before {
		if before[i].name != "" && strings.EqualFold(before[i].name, base) {
			out.Image = before[i].Image
			out.commanded = false
			out.Environment = copyOf(before[i].Environment)
			return out
		}
	}
	out.Image = Image{Base: base, Environment: map[string]service.Value[string]{}, shell: []string{"/bin/sh", "-c"}}
	if !whole {
		return out
	}
	ref := parse(base)
	if row := publicImage(ref.public(), ref.tag); row != nil {
		out.BaseKnown, out.Inherited, out.Program, out.Shell = !row.old(ref.tag), row.signal, row.program, shOf(ref, row)
	} else {
		out.Shell = shOf(ref, nil)
	}
	return out
}

func copyOf(m map[string]service.Value[string]) map[string]service.Value[string] {
	out := map[string]service.Value[string]{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

// take adds what an instruction says.
func (s *stage) take(i instruction, at service.Where, arguments map[string]string) {
	switch i.name {
	case "STOPSIGNAL":
		text, whole := substituted(i.rest, s.values(arguments))
		s.StopSignal, s.StopSignalAt = signalOf(text), at
		s.signalOpen = !whole || s.StopSignal == ""
	case "ENTRYPOINT":
		s.StartedAt = at
		s.Entry = form(i.rest, s.shell)
		if !s.commanded { // A base's command goes with its entry point; the stage's own stays.
			s.Command = nil
		}
	case "CMD":
		s.StartedAt, s.commanded = at, true
		s.Command = form(i.rest, s.shell)
	case "SHELL":
		if shell := form(i.rest, nil); len(shell) > 1 {
			s.shell = shell
		}
	case "ENV":
		s.variables(i.rest, at, s.values(arguments))
	case "LABEL":
		for _, w := range fields(i.rest) {
			if name, value, _ := strings.Cut(w, "="); name == "org.opencontainers.image.title" && value != "" {
				s.Names = append(s.Names, value)
			}
		}
	case "COPY", "ADD":
		words := slices.DeleteFunc(strings.Fields(strings.Trim(strings.NewReplacer(`"`, " ", ",", " ").Replace(i.rest), "[]")), func(w string) bool { return strings.HasPrefix(w, "--") })
		if !strings.Contains(i.rest, "--from=") {
			s.copied = append(s.copied, words...)
		}
	}
}

// values are what can be put into a line: a variable goes before an argument of its
// name.
func (s *stage) values(arguments map[string]string) map[string]string {
	out := maps.Clone(arguments)
	for name, value := range s.Environment {
		if text, known := value.Get(); known {
			out[name] = text
		} else {
			delete(out, name)
		}
	}
	return out
}

// variables reads ENV NAME=value … and ENV NAME value.
func (s *stage) variables(rest string, at service.Where, values map[string]string) {
	set := func(name, value string) {
		if text, whole := substituted(value, values); whole {
			s.Environment[name] = service.Of(text, at)
		} else {
			s.Environment[name] = service.NotKnown[string]("it is an argument of the build", at)
		}
	}
	if name, value := parted(rest); value != "" && !strings.Contains(name, "=") {
		set(name, value)
		return
	}
	for _, w := range fields(rest) {
		if name, value, is := strings.Cut(w, "="); is {
			set(name, value)
		}
	}
}

// signalOf is a signal as STOPSIGNAL has it: by its name, with or without SIG, or by
// its number; empty for what is none.
func signalOf(text string) shutdown.Signal {
	text = strings.ToUpper(strings.Trim(text, `"'`))
	if number, err := strconv.Atoi(text); err == nil && number > 0 && number <= len(numbered) {
		text = numbered[number-1]
	}
	if !strings.HasPrefix(text, "SIG") {
		text = "SIG" + text
	}
	if !signalName.MatchString(text) {
		return ""
	}
	return shutdown.Signal(text)
}

// numbered are the signals of Linux by their numbers, from 1 on.
var numbered = strings.Fields("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")

var signalName = regexp.MustCompile(`^SIG[A-Z][A-Z0-9]{1,9}([+-][0-9]{1,2})?$`)
