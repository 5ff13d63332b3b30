package profile

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// readJSON reads the file as JSON.
func (d *document) readJSON() {
	if bytes.HasPrefix(d.data, []byte("\ufeff")) {
		d.fail(d.syntax(start, "a byte order mark", "JSON does not begin with a byte order mark.", "save the file as UTF-8 without it"))
		return
	}
	var raw json.RawMessage
	if err := json.Unmarshal(d.data, &raw); err != nil {
		d.invalidJSON(err)
		return
	}
	// The text is sound from here on, so the tokens need no error checks.
	r := jsonReader{document: d, tokens: json.NewDecoder(bytes.NewReader(d.data)), cursor: cursor{data: d.data, position: start}}
	r.tokens.UseNumber()
	where, token := r.next()
	if token != json.Delim('{') {
		d.fail(d.notMap(where, jsonKind(token)))
		return
	}
	d.content = r.object("")
}

// invalidJSON places an error of the decoder.
func (d *document) invalidJSON(err error) {
	where, problem := d.brokenAt(err), strings.TrimSuffix(err.Error(), ".")
	d.fail(d.notValid("JSON", where, lineAt(d.data, where.line), problem, d.mendJSON(problem)))
}

// brokenAt is the place of a syntax error.
func (d *document) brokenAt(err error) position {
	var s *json.SyntaxError
	if errors.As(err, &s) {
		return at(d.data, max(0, int(s.Offset)-1))
	}
	return start
}

// jsonReader walks the tokens of a sound JSON text.
type jsonReader struct {
	*document
	tokens *json.Decoder
	cursor cursor
}

// next is the next token and where it starts.
func (r *jsonReader) next() (position, json.Token) {
	offset := int(r.tokens.InputOffset())
	for offset < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[offset]) >= 0 {
		offset++
	}
	token, err := r.tokens.Token()
	if err != nil {
		r.invalidJSON(err)
	}
	return r.cursor.to(offset), token
}

// object reads the members of a map whose brace is behind us.
func (r *jsonReader) object(path string) map[string]any {
	m, seen := map[string]any{}, map[string]position{}
	for !r.broken && r.tokens.More() {
		where, token := r.next()
		name, _ := token.(string)
		at := inside(path, name)
		switch first := r.key(at, name, where, seen); {
		case first && r.known(path, name):
			m[name] = r.value(at)
		case first:
			m[name] = nil
			r.counted(where)
			fallthrough
		default:
			r.skip()
		}
	}
	r.next()
	return m
}

func (r *jsonReader) value(path string) any {
	where, token := r.next()
	if !r.enter(path, where) {
		return nil
	}
	switch token {
	case json.Delim('{'):
		return r.object(path)
	case json.Delim('['):
		list := []any{}
		for !r.broken && r.tokens.More() {
			list = append(list, r.value(path+"["+strconv.Itoa(len(list))+"]"))
		}
		r.next()
		return list
	default:
		return token // A string, bool, json.Number or nil.
	}
}

// skip passes over a value.
func (r *jsonReader) skip() {
	var raw json.RawMessage
	if err := r.tokens.Decode(&raw); err != nil {
		r.invalidJSON(err)
	}
}

func jsonKind(token json.Token) string {
	switch token.(type) {
	case json.Delim:
		return "a list"
	case string:
		return "a string"
	case bool:
		return "true or false"
	case nil:
		return "null"
	default:
		return "a number"
	}
}

// lineAt is the text of a line, counted from 1.
func lineAt(data []byte, line int) string {
	for range line - 1 {
		_, rest, ok := bytes.Cut(data, []byte{'\n'})
		if !ok {
			return ""
		}
		data = rest
	}
	text, _, _ := bytes.Cut(data, []byte{'\n'})
	return string(text)
}
