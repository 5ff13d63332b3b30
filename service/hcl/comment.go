package hcl

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// comments are those of a file.
type comments struct {
	// alone are the lines on which there is nothing but a comment.
	alone map[int]bool
	// marked has what stands behind the mark for an audit, by line.
	marked map[int]string
}

// commentsOf are those among the tokens of a file.
func commentsOf(tokens hclsyntax.Tokens) comments {
	c := comments{map[int]bool{}, map[int]string{}}
	code := 0 // The last line with code.
	for _, t := range tokens {
		if t.Type != hclsyntax.TokenComment {
			if t.Type != hclsyntax.TokenNewline {
				code = t.Range.End.Line
			}
			continue
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(t.Bytes), "\n"), "\n") {
			at := t.Range.Start.Line + i
			c.alone[at] = at != code
			if text, is := service.Marked(line); is {
				c.marked[at] = text
			}
		}
	}
	return c
}

// at are those above a block and in it, that are for an audit.
func (c comments) at(b *block, address string) []service.Ignore {
	var out []service.Ignore
	from := b.begins
	for c.alone[from-1] {
		from--
	}
	if len(c.marked) == 0 {
		return nil
	}
	for line := from; line <= b.ends; line++ {
		if text, is := c.marked[line]; is {
			out = append(out, service.Ignore{Text: text, By: "comment", Where: service.Where{File: b.file, Line: line, Address: address}})
		}
	}
	return out
}
