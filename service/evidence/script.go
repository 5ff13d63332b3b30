package evidence

import "strings"

// script is a line of shell as far as a stop depends on it.
type script struct {
	commands []command
	// unclear says that it has more than lists of simple commands, such as a loop or
	// a trap, so that only running it tells what it does.
	unclear bool
}

// command is a simple command of a script.
type command struct {
	words []string
	// follows is the operator behind it: empty at the end, else ; && || | or &.
	follows string
	// redirected says that it sends its output elsewhere.
	redirected bool
}

// keywords begin what is more than a list of simple commands.
var keywords = map[string]bool{"if": true, "then": true, "else": true, "elif": true, "fi": true, "for": true, "while": true, "until": true, "do": true, "done": true,
	"case": true, "esac": true, "function": true, "select": true, "{": true, "}": true, "trap": true, "!": true}

// mostScript bounds how long a script is that is looked at.
const mostScript = 1 << 16

// parseScript reads a script. It follows quotes, escapes, comments, operators and
// redirections; all else makes it unclear.
func parseScript(text string) script {
	p := scriptParser{text: text}
	if len(text) > mostScript {
		return script{unclear: true}
	}
	for p.at < len(p.text) && !p.out.unclear {
		p.step()
	}
	p.end("")
	return p.out
}

// scriptParser is a script while it is read.
type scriptParser struct {
	text    string
	at      int
	out     script
	now     command
	word    strings.Builder
	started bool // The word has begun; it may be empty, as "" is.
	skip    bool // The next word is where a redirection goes.
}

func (p *scriptParser) step() {
	c := p.text[p.at]
	switch {
	case c == '\\' && p.at+1 < len(p.text):
		if p.text[p.at+1] != '\n' { // A line that goes on.
			p.add(p.text[p.at+1])
		}
		p.at += 2
		return
	case c == '\'' || c == '"':
		p.quoted(c)
		return
	case c == '`', strings.HasPrefix(p.text[p.at:], "$("):
		p.substituted()
		return
	case c == '(', c == ')', strings.HasPrefix(p.text[p.at:], "<<"):
		p.out.unclear = true
		return
	case c == '#' && !p.started:
		for p.at < len(p.text) && p.text[p.at] != '\n' {
			p.at++
		}
		return
	case c == ' ' || c == '\t':
		p.finish()
	case c == '\n' || c == ';':
		p.end(";")
	case strings.HasPrefix(p.text[p.at:], "&&"), strings.HasPrefix(p.text[p.at:], "||"):
		p.end(p.text[p.at : p.at+2])
		p.at++
	case c == '|' || c == '&' && !strings.HasPrefix(p.text[p.at:], "&>"):
		p.end(string(c))
	case c == '>' || c == '<' || c == '&':
		p.redirect()
		return
	default:
		p.add(c)
	}
	p.at++
}

func (p *scriptParser) add(c byte) {
	p.word.WriteByte(c)
	p.started = true
}

func (p *scriptParser) quoted(quote byte) {
	p.started = true
	for p.at++; p.at < len(p.text) && p.text[p.at] != quote; p.at++ {
		if quote == '"' && (p.text[p.at] == '`' || strings.HasPrefix(p.text[p.at:], "$(")) {
			p.substituted()
			p.at--
			continue
		}
		if quote == '"' && p.text[p.at] == '\\' && p.at+1 < len(p.text) {
			p.at++
		}
		p.word.WriteByte(p.text[p.at])
	}
	p.at++
}

// substituted passes over what another command puts into a word, up to its end.
func (p *scriptParser) substituted() {
	p.add('$')
	if p.text[p.at] == '`' {
		if end := strings.IndexByte(p.text[p.at+1:], '`'); end >= 0 {
			p.at += end + 2
			return
		}
	}
	for depth := 0; p.at < len(p.text); p.at++ {
		switch p.text[p.at] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				p.at++
				return
			}
		}
	}
	p.out.unclear = true
}

// redirect passes over > file, 2>&1 and the like.
func (p *scriptParser) redirect() {
	p.now.redirected = true
	if strings.Trim(p.word.String(), "0123456789") == "" { // 2>: the number is none of the command's words.
		p.word.Reset()
		p.started = false
	}
	p.finish()
	for p.at < len(p.text) && strings.IndexByte("<>&|", p.text[p.at]) >= 0 {
		p.at++
	}
	p.skip = true
}

func (p *scriptParser) finish() {
	if p.started && p.skip {
		p.skip = false
	} else if p.started {
		p.now.words = append(p.now.words, p.word.String())
	}
	p.word.Reset()
	p.started = false
}

// end takes in a command, with the operator behind it.
func (p *scriptParser) end(operator string) {
	p.finish()
	p.skip = false
	if len(p.now.words) == 0 && !p.now.redirected {
		return
	}
	if len(p.now.words) > 0 && keywords[p.now.words[0]] {
		p.out.unclear = true
	}
	p.now.follows = operator
	p.out.commands = append(p.out.commands, p.now)
	p.now = command{}
}

// last is the last command, nil if there is none.
func (s script) last() *command {
	if len(s.commands) == 0 {
		return nil
	}
	return &s.commands[len(s.commands)-1]
}
