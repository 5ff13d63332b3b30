package evidence

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Role is what a program is to a service.
type Role string

// The roles.
const (
	Server    Role = "server"    // answers requests
	Worker    Role = "worker"    // takes jobs
	Proxy     Role = "proxy"     // hands requests on
	Router    Role = "router"    // hands log lines on
	Collector Role = "collector" // hands telemetry on
	Manager   Role = "manager"   // starts other programs
	Runtime   Role = "runtime"   // runs an app that handles signals itself, or does not
)

// Program is what is known of a program's way to stop: a row of this package's
// tables.
type Program struct {
	Name string
	Role Role
	// Graceful lists the signals on which it finishes what it has, and Quick those
	// on which it drops it.
	Graceful, Quick []shutdown.Signal
	// Does says what it does on a graceful one, and Drops what on a quick one, in
	// words that follow its name.
	Does, Drops string
	// ClosesAtOnce says that it takes no new work from the signal on.
	ClosesAtOnce bool
	// Source is where the row is from, and Version the version that it was read in.
	Source, Version string

	// commands are the names of its executable, modules those of python -m.
	commands, modules []string
	// is narrows down what is meant by the words of a command; nil if the name does.
	is func(words []string) bool
	// read finds its times in a process.
	read func(*process)
}

// framed takes the signals of a program from the stop model's own table.
func framed(name shutdown.FrameworkName, p Program) Program {
	for _, f := range shutdown.Frameworks() {
		if f.Name == name {
			p.Graceful, p.Quick, p.ClosesAtOnce = f.Graceful, f.Quick, f.ListenersCloseAtOnce || f.FromSignal
			if p.Source == "" {
				p.Source = f.Source
			}
		}
	}
	return p
}

// programs are all rows, each family in a file of its own.
var programs = slices.Concat(pythonPrograms, rubyPrograms, javaPrograms, dotnetPrograms, nodePrograms, phpPrograms, proxyPrograms, managerPrograms, telemetryPrograms, productPrograms)

// Programs lists what is known.
func Programs() []Program { return slices.Clone(programs) }

// named is the program of that name, nil if there is none.
func named(name string) *Program {
	for i := range programs {
		if programs[i].Name == name {
			return &programs[i]
		}
	}
	return nil
}

// recognised is the program that the words of a command start, nil if none is known,
// and the words behind its name.
func recognised(words []string) (*Program, []string) {
	if len(words) == 0 {
		return nil, nil
	}
	name, rest := base(words[0]), words[1:]
	if versionOf(name, "php-fpm") { // php-fpm8.4, and php-fpm84 on Alpine.
		name = "php-fpm"
	}
	if isPython(name) {
		if module, behind, is := moduleOf(rest); is {
			name, rest = module, behind
			for i := range programs {
				if slices.Contains(programs[i].modules, name) && programs[i].fits(rest) {
					return &programs[i], rest
				}
			}
			return named("python"), nil
		}
	}
	for i := range programs {
		if slices.Contains(programs[i].commands, name) && programs[i].fits(rest) {
			return &programs[i], rest
		}
	}
	if isPython(name) {
		return named("python"), rest
	}
	return nil, nil
}

func (p *Program) fits(words []string) bool { return p.is == nil || p.is(words) }

// isPython says that a name is one of the interpreter's: python, python3, python3.12.
func isPython(name string) bool { return versionOf(name, "python") }

// moduleOf is what python -m runs, among options of the interpreter's own, of which
// -W and -X have a value.
func moduleOf(words []string) (name string, behind []string, is bool) {
	for i := 0; i+1 < len(words) && strings.HasPrefix(words[i], "-"); i++ {
		switch words[i] {
		case "-m":
			return words[i+1], words[i+2:], true
		case "-W", "-X":
			i++
		}
	}
	return "", nil, false
}

// versionOf says that a name is a program's, with or without a version behind it.
func versionOf(name, program string) bool {
	version, is := strings.CutPrefix(name, program)
	return is && strings.Trim(version, "0123456789.") == ""
}

// base is the name of an executable without its folder.
func base(word string) string { return word[strings.LastIndexByte(word, '/')+1:] }

// with says that one of the words is among those given.
func with(some ...string) func([]string) bool {
	return func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(some, w) })
	}
}
