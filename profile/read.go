package profile

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// MaxBytes is the most that a profile file may hold. A caller that reads a
// stream needs no more than one byte beyond it.
const MaxBytes = 1 << 20

// Read turns a profile file into a profile. It takes JSON when the name ends in
// .json or the text starts with a brace, and YAML otherwise.
//
// The error, if any, is a [shutdown.Faults] with every fault of the file at
// once, in profile order, each with its line and column.
func Read(name string, data []byte) (shutdown.Profile, error) {
	v, err := Prove(name, data)
	return v.Given(), err
}

// Prove is [Read] for those who ask more of the profile than what was given: it
// has been checked, and is not checked again.
func Prove(name string, data []byte) (shutdown.Proven, error) {
	d := read(profiles(), name, data)
	if len(d.faults) > 0 {
		if d.broken {
			return shutdown.Proven{}, d.faults
		}
		return shutdown.Proven{}, d.judged(shutdown.ParsePartly(d.content, d.opaque...))
	}
	v, err := shutdown.Parse(d.content)
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		return shutdown.Proven{}, d.judged(faults)
	}
	return v, err
}

// read is what stands in a file.
func read(k *form, name string, data []byte) *document {
	d := newDocument(k, data)
	switch f := k.unreadable(data); {
	case f != nil:
		d.fail(f)
	case isJSON(name, data):
		d.readJSON()
	default:
		d.readYAML()
	}
	return d
}

// isJSON says how to read the file. YAML has maps in braces too, with bare keys;
// a file that is named YAML is JSON only if it is sound JSON.
func isJSON(name string, data []byte) bool {
	rest, brace := bytes.CutPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{"))
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return true
	case ".yaml", ".yml":
		return brace && json.Valid(data)
	default:
		rest = bytes.TrimLeft(rest, " \t\r\n")
		return brace && (len(rest) == 0 || rest[0] == '"' || rest[0] == '}')
	}
}

// unreadable is the fault of a file that no format can read.
func (k *form) unreadable(data []byte) *shutdown.Fault {
	if len(data) > MaxBytes {
		return k.tooLarge()
	}
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			return k.notText(at(data, len(data)-len(rest)), rest[0])
		case r == byteOrderMark && len(rest) < len(data):
			return k.strayMark(at(data, len(data)-len(rest)))
		case isControl(r), r == '\r' && !bytes.HasPrefix(rest[1:], []byte{'\n'}):
			return k.control(at(data, len(data)-len(rest)), r)
		}
		rest = rest[size:]
	}
	if strings.TrimSpace(string(data)) == "" {
		return k.empty()
	}
	return nil
}

// byteOrderMark may begin a file. Inside one it cannot be seen, and readers of
// YAML differ on what it means there.
const byteOrderMark = '\ufeff'

// isControl says that a character would be invisible or, as a line break that
// only some readers know, would make their lines differ.
func isControl(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' || r == '\u2028' || r == '\u2029'
}

// judged puts the faults of the model, each at its place, with those of the file.
func (d *document) judged(meant shutdown.Faults) shutdown.Faults {
	faults := append(d.faults, d.placed(meant)...)
	// In the order of the file first, so that faults of one field keep it.
	slices.SortStableFunc(faults, func(a, b shutdown.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	faults.Sort()
	return faults
}

// placed gives each fault of the model the line and column of its value.
func (d *document) placed(faults shutdown.Faults) shutdown.Faults {
	out := make(shutdown.Faults, 0, len(faults))
	for _, f := range faults {
		where := d.locate(f.Path)
		if key, ok := d.keys[f.Path]; ok && f.Rule == "unknown-field" {
			where = key
		}
		f.Line, f.Column, f.Path = where.line, where.column, safe.Path(f.Path)
		out = append(out, f)
	}
	return out
}
