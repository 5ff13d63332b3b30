package plan

import (
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// stream is a document of JSON that is read once, from its beginning to its end:
// what is not asked for is passed over and never kept.
type stream struct {
	*jsontext.Decoder
	// words has texts that stand in the document again and again, each once.
	words map[string]string
	room  []byte
	below *stream // What reads a part of it.
}

const (
	longestWord = 96
	mostWords   = 1 << 14
)

// errKind is another kind of value than stands there in a plan.
var errKind = errors.New("another kind of value stands there than is known")

// reading takes what encoding/json takes.
var reading = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

func newStream(in io.Reader) *stream {
	return &stream{Decoder: jsontext.NewDecoder(in, reading...), words: map[string]string{}}
}

// object reads an object: each is called with each name and reads the value. Null
// is an object without any.
func (s *stream) object(each func(name string) error) error {
	if empty, err := s.open('{'); empty || err != nil {
		return err
	}
	for s.PeekKind() != '}' {
		name, err := s.text()
		if err != nil {
			return err
		}
		if err := each(name); err != nil {
			return err
		}
	}
	_, err := s.ReadToken()
	return err
}

// list reads a list: each is called at each entry and reads it. Null is an empty one.
func (s *stream) list(each func() error) error {
	if empty, err := s.open('['); empty || err != nil {
		return err
	}
	for s.PeekKind() != ']' {
		if err := each(); err != nil {
			return err
		}
	}
	_, err := s.ReadToken()
	return err
}

// open reads what an object or a list begins with, or null.
func (s *stream) open(with jsontext.Kind) (null bool, err error) {
	switch s.PeekKind() {
	case with, 'n':
		token, err := s.ReadToken()
		return err == nil && token.Kind() == 'n', err
	case 0:
		_, err := s.ReadToken()
		return false, err
	}
	return false, errKind
}

// text reads a text; null is an empty one.
func (s *stream) text() (string, error) {
	raw, err := s.ReadValue()
	if err != nil {
		return "", err
	}
	switch raw.Kind() {
	case '"':
	case 'n':
		return "", nil
	default:
		return "", errKind
	}
	// Where it fails, a letter's encoding is wrong, and stands as U+FFFD then.
	s.room, _ = jsontext.AppendUnquote(s.room[:0], raw)
	if len(s.room) > longestWord {
		return string(s.room), nil
	}
	word, is := s.words[string(s.room)]
	if !is {
		word = string(s.room)
		if len(s.words) >= mostWords { // What stands together is alike.
			clear(s.words)
		}
		s.words[word] = word
	}
	return word, nil
}
