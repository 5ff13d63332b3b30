package plan

import "strconv"

// value reads any value. What is null is left out of objects, since that says the
// same.
func (s *stream) value() (any, error) {
	switch s.PeekKind() {
	case '{':
		out := map[string]any{}
		return out, s.object(func(name string) error {
			v, err := s.value()
			if v != nil {
				out[name] = v
			}
			return err
		})
	case '[':
		out := []any{}
		return out, s.list(func() error {
			v, err := s.value()
			out = append(out, v)
			return err
		})
	case '"':
		return s.text()
	case '0':
		raw, err := s.ReadValue()
		if err != nil {
			return nil, err
		}
		// One that is too large is infinite, and so is none that can stand there.
		n, _ := strconv.ParseFloat(string(raw), 64)
		return n, nil
	}
	token, err := s.ReadToken()
	if err != nil || token.Kind() == 'n' {
		return nil, err
	}
	return token.Bool(), nil
}

// marks reads what is marked with true: the rest is left out, and nil where nothing
// is marked.
func (s *stream) marks() (any, error) {
	switch s.PeekKind() {
	case '{':
		var out map[string]any
		err := s.object(func(name string) error {
			v, err := s.marks()
			if v != nil {
				if out == nil {
					out = map[string]any{}
				}
				out[name] = v
			}
			return err
		})
		if out == nil {
			return nil, err
		}
		return out, err
	case '[':
		var out []any
		marked := false
		err := s.list(func() error {
			v, err := s.marks()
			out, marked = append(out, v), marked || v != nil
			return err
		})
		if !marked {
			return nil, err
		}
		return out, err
	case 't':
		_, err := s.ReadToken()
		return true, err
	}
	return nil, s.SkipValue()
}

// expression reads what the configuration has for a value: what it refers to, of
// blocks below too, and else only that it is there.
func (s *stream) expression() (any, error) {
	switch s.PeekKind() {
	case '{':
		out := map[string]any{}
		return out, s.object(func(name string) error {
			var err error
			switch name {
			case "constant_value":
				return s.SkipValue()
			case "references":
				out[name], err = s.value()
			default:
				out[name], err = s.expression()
			}
			return err
		})
	case '[':
		out := []any{}
		return out, s.list(func() error {
			v, err := s.expression()
			out = append(out, v)
			return err
		})
	}
	return true, s.SkipValue()
}
