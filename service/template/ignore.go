package template

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// comment is a line of a comment that says what an audit is to pass over.
type comment struct {
	text string
	line int
}

// comment keeps what the comments at a node of a resource say of an audit.
func (l *located) comment(path []string, n *yaml.Node) {
	if len(path) < 2 || path[0] != "Resources" {
		return
	}
	above := strings.Count(n.HeadComment, "\n") + 1
	for i, line := range strings.Split(n.HeadComment, "\n") {
		l.mark(path[1], line, n.Line-above+i)
	}
	l.mark(path[1], n.LineComment, n.Line)
	for i, line := range strings.Split(n.FootComment, "\n") {
		l.mark(path[1], line, n.Line+1+i)
	}
}

// mark keeps a comment of a resource if it is for an audit. A node that is gone
// through twice, by an alias, says it once.
func (l *located) mark(id, line string, at int) {
	text, is := service.Marked(line)
	if !is {
		return
	}
	for _, c := range l.comments[id] {
		if c == (comment{text, at}) {
			return
		}
	}
	l.comments[id] = append(l.comments[id], comment{text, at})
}

// ignores are what an audit is to pass over: one text or a list of them in the
// resource's metadata, and what its comments say.
func (e *entry) ignores(comments []comment) {
	add := func(text, by string, at service.Where) {
		e.resource.Ignores = append(e.resource.Ignores, service.Ignore{Text: text, By: by, Where: at})
	}
	metadata, _ := e.Metadata.(map[string]any)
	list, is := metadata[service.IgnoreMark].([]any)
	if v, has := metadata[service.IgnoreMark]; has && !is {
		list = []any{v}
	}
	for _, v := range list {
		text, _ := v.(string) // What is no text is said to be empty.
		add(text, "metadata", e.resource.Where)
	}
	for _, c := range comments {
		at := e.resource.Where
		at.Line = c.line
		add(c.text, "comment", at)
	}
}
