package evidence

import (
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Script is an entry script as a stop sees it.
type Script struct {
	Name  string
	text  string
	words []string
	place stay
	why   string
}

// entryScript finds the script that an image starts among what its Dockerfile copies.
func entryScript(i *Image, folder string) *Script {
	words := unwrapped(append(append([]string{}, i.Entry...), i.Command...))
	if len(words) == 0 {
		return nil
	}
	name := words[0]
	if _, shell := shellOf(name, ""); shell && len(words) > 1 {
		name = words[1] // sh start.sh; a shell's -c is none of a script.
	}
	if strings.HasPrefix(name, "-") {
		return nil
	}
	for _, at := range candidates(i.copied, name) {
		file := filepath.Join(folder, filepath.FromSlash(at))
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || info.Size() > mostScript {
			continue // It may be a program, or no file at all.
		}
		text, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(text), "#!") {
			continue
		}
		return parsedScript(name, string(text), i.Shell)
	}
	return nil
}

// candidates are the paths at which a script may stand that is copied by its name, by
// its folder's, or with everything: each end of its path, below each of those.
func candidates(copied []string, name string) []string {
	var out []string
	for end := path.Clean("/" + name)[1:]; end != ""; {
		out = append(out, end)
		for _, c := range copied {
			if c = path.Clean(c); c != "." && !strings.HasPrefix(c, "..") && !path.IsAbs(c) {
				out = append(out, c+"/"+end)
			}
		}
		_, end, _ = strings.Cut(end, "/")
	}
	for _, c := range copied {
		if c = path.Clean(c); base(c) == base(name) && !strings.HasPrefix(c, "..") && !path.IsAbs(c) {
			out = append(out, c)
		}
	}
	return out
}

// parsedScript is what the end of a script says, whatever comes before it: if the last
// command starts the app with exec, the script gives way.
func parsedScript(name, text string, sh family) *Script {
	out := &Script{Name: name, text: text}
	first, body, _ := strings.Cut(text, "\n")
	interpreter := strings.Fields(strings.TrimPrefix(first, "#!"))
	if len(interpreter) == 0 {
		return nil
	}
	if base(interpreter[0]) == "env" && len(interpreter) > 1 {
		interpreter = interpreter[1:]
	}
	shell, is := shellOf(interpreter[0], sh)
	if !is {
		return nil
	}
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(body, "\\\n", " ")), "\n")
	for len(lines) > 1 && comment(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	last := parseScript(strings.TrimSpace(lines[len(lines)-1]))
	whole := parseScript(body)
	switch {
	case strings.Contains(body, "trap "):
		out.place, out.why = maybe, "the script handles signals itself"
	case last.last() != nil && !last.unclear && last.last().words != nil && last.last().words[0] == "exec" && last.last().follows == "" && len(last.commands) == 1:
		out.words, out.place = last.last().words[1:], gives
	case whole.unclear && !strings.Contains(body, "exec ") && last.last() != nil && !last.unclear:
		out.words, _, _ = last.judged(shell)
		out.place, out.why = stays, "the script does not start it with exec"
	case whole.unclear:
		out.place, out.why = maybe, "its end is not one command"
		if last.last() != nil && !last.unclear && len(last.commands) == 1 {
			out.words, _, _ = last.judged(shell)
		}
	default:
		// A script in a file is read line by line, so that no shell knows which command
		// is the last: each stays.
		out.words, _, _ = whole.judged(shell)
		out.place, out.why = stays, "the script does not start it with exec"
		if exec := whole.last(); exec != nil && len(exec.words) > 0 && exec.words[0] == "exec" {
			out.place, out.why = gives, ""
		}
	}
	return out
}
