package evidence

import (
	"slices"
	"strings"
)

// stay says whether what starts a program stays in its place: then it gets the signal
// and the program does not.
type stay string

const (
	gives stay = "gives way" // it is replaced by the program
	stays stay = "stays"
	maybe stay = "may stay" // it depends on what is not known
)

// shellOf is the shell that a word names, with the family that sh is in the image,
// which may be empty.
func shellOf(word string, sh family) (family, bool) {
	switch base(word) {
	case "sh":
		return sh, true
	case "dash":
		return dash, true
	case "bash":
		return bash, true
	case "ash":
		return busybox, true
	}
	return "", false
}

// inline is the script of a shell's -c, among options such as -ec and -o pipefail.
func inline(words []string) (string, bool) {
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case w == "-o" || w == "+o":
			i++
		case strings.HasPrefix(w, "--"):
		case len(w) > 1 && w[0] == '-' && strings.HasSuffix(w, "c") && i+1 < len(words):
			return words[i+1], true
		case len(w) > 1 && w[0] == '-' && !strings.Contains(w, "c"):
		default:
			return "", false
		}
	}
	return "", false
}

// judged is what a script makes of the program in it: the words that start the
// program, and whether the shell stays.
//
// A shell hands its place over with exec. Without it, dash 0.5.12 stays, BusyBox
// 1.35 gives its place to the last command, and bash 5.2 does unless that has a
// redirection; bash before 5.1 does only where it is the one command (all measured,
// but the last, which is of bash's changes).
func (s script) judged(sh family) (words []string, place stay, why string) {
	last := s.last()
	if last == nil {
		return nil, maybe, "the script is empty"
	}
	if s.unclear {
		if last.follows == "" && last.words != nil && last.words[0] == "exec" && len(s.commands) > 0 {
			return last.words[1:], maybe, "the script has more than a list of commands"
		}
		return nil, maybe, "the script has more than a list of commands"
	}
	at := s.main()
	c := s.commands[at]
	words = c.words
	exec := len(words) > 0 && words[0] == "exec"
	if exec {
		words = words[1:]
	}
	words = assigned(words)
	piped := c.follows == "|" || at > 0 && s.commands[at-1].follows == "|"
	switch {
	case piped:
		return words, stays, inPipeline
	case c.follows == "&":
		return words, stays, inBackground
	case exec:
		return words, gives, ""
	case at < len(s.commands)-1:
		return words, stays, "the shell has more to do when it has ended"
	}
	switch {
	case sh == dash:
		return words, stays, "sh is dash on Debian and Ubuntu, which waits for what it starts without exec"
	case sh == busybox:
		return words, gives, ""
	case sh == bash && len(s.commands) == 1 && !c.redirected:
		return words, gives, ""
	case sh == bash:
		return words, maybe, "whether bash gives its place to the last command of a list depends on its version"
	}
	return words, maybe, "what sh does without exec depends on the image: dash (Debian, Ubuntu) stays and keeps the signal, BusyBox (Alpine) and bash give way"
}

// Why a shell stays that exec alone would not help.
const (
	inPipeline   = "the shell waits for a pipeline"
	inBackground = "the shell starts it in the background"
)

// main is the command that the script is there for: the last one that starts a known
// program, else the one in the background that is waited for, else the last.
func (s script) main() int {
	if last := len(s.commands) - 1; s.commands[last].follows == "" && len(s.commands[last].words) > 1 && s.commands[last].words[0] == "exec" &&
		!slices.ContainsFunc(s.commands, func(c command) bool { return c.follows == "&" || c.follows == "|" }) {
		return last // Whatever was started before it: this is what is PID 1 then.
	}
	for i := len(s.commands) - 1; i >= 0; i-- {
		words := s.commands[i].words
		if len(words) > 0 && words[0] == "exec" {
			words = words[1:]
		}
		if p, _ := recognised(unwrapped(assigned(words))); p != nil && p.Role != Runtime {
			return i
		}
	}
	if last := len(s.commands) - 1; last > 0 && slices.Equal(s.commands[last].words, []string{"wait"}) {
		return last - 1
	}
	for i, c := range s.commands { // The first of a pipeline at the end.
		if c.follows == "|" && !slices.ContainsFunc(s.commands[i:len(s.commands)-1], func(c command) bool { return c.follows != "|" }) {
			return i
		}
	}
	return len(s.commands) - 1
}

// assigned are words without the variables that are set before a command.
func assigned(words []string) []string {
	for len(words) > 0 {
		name, _, is := strings.Cut(words[0], "=")
		if !is || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			break
		}
		words = words[1:]
	}
	return words
}
