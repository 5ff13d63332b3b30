package profile

import "unicode/utf8"

// position is a place in a file, from 1; columns count characters.
type position struct{ line, column int }

var start = position{1, 1}

// at is the position of a byte offset.
func at(data []byte, offset int) position {
	c := cursor{data: data, position: start}
	return c.to(offset)
}

// cursor turns growing offsets into positions in one pass over the file.
type cursor struct {
	position
	data   []byte
	offset int
}

// to moves the cursor forward to the offset.
func (c *cursor) to(offset int) position {
	for c.offset < min(offset, len(c.data)) {
		_, size := utf8.DecodeRune(c.data[c.offset:])
		if c.data[c.offset] == '\n' {
			c.line, c.column = c.line+1, 0
		}
		c.column++
		c.offset += size
	}
	return c.position
}
