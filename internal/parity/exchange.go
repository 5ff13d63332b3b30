package parity

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Exchange is one request to an AWS API and the answer.
type Exchange struct {
	// Service is the signing name, such as "elasticloadbalancing".
	Service string `json:"service"`
	// Action is the operation, such as "CreateTargetGroup".
	Action   string         `json:"action"`
	Status   int            `json:"status"`
	Request  map[string]any `json:"request"`
	Response map[string]any `json:"response"`
	// Sent is how many exchanges had been answered when the request came.
	Sent int `json:"-"`
}

// Name is the service and the operation.
func (e Exchange) Name() string { return e.Service + "." + e.Action }

// signingName reads the service out of the signature's credential scope.
func signingName(h http.Header) string {
	_, scope, _ := strings.Cut(h.Get("Authorization"), "Credential=")
	scope, _, _ = strings.Cut(scope, ",")
	parts := strings.Split(scope, "/")
	if len(parts) != 5 {
		return ""
	}
	return parts[3]
}

// decodeRequest reads a request of the JSON or the query protocol.
func decodeRequest(h http.Header, body []byte) (Exchange, error) {
	e := Exchange{Service: signingName(h)}
	if target := h.Get("X-Amz-Target"); target != "" {
		_, e.Action, _ = strings.Cut(target, ".")
		return e, decodeJSON(body, &e.Request)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return e, fmt.Errorf("query protocol: %w", err)
	}
	e.Action = form.Get("Action")
	e.Request = decodeForm(form)
	return e, nil
}

// decodeResponse reads an answer in JSON or XML. An answer in neither, such as
// an empty one, has no fields.
func decodeResponse(body []byte) (map[string]any, error) {
	body = bytes.TrimSpace(body)
	var out map[string]any
	switch {
	case len(body) == 0:
		return nil, nil
	case body[0] == '{':
		err := decodeJSON(body, &out)
		return out, err
	case body[0] == '<':
		v, err := decodeXML(xml.NewDecoder(bytes.NewReader(body)))
		out, _ = v.(map[string]any)
		return out, err
	default:
		return nil, nil
	}
}

func decodeJSON(body []byte, out *map[string]any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	return d.Decode(out)
}

// decodeForm turns Matcher.HttpCode=200 and Subnets.member.1=a into maps and
// lists.
func decodeForm(form url.Values) map[string]any {
	root := map[string]any{}
	for key, values := range form {
		if key == "Action" || key == "Version" {
			continue
		}
		m := root
		steps := strings.Split(key, ".")
		for _, step := range steps[:len(steps)-1] {
			next, ok := m[step].(map[string]any)
			if !ok {
				next = map[string]any{}
				m[step] = next
			}
			m = next
		}
		m[steps[len(steps)-1]] = values[0]
	}
	out, _ := gather(root).(map[string]any)
	return out
}

// gather turns {member: {1: a, 2: b}}, and EC2's {1: a, 2: b}, into lists.
func gather(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	if inner, ok := m["member"].(map[string]any); ok && len(m) == 1 {
		m = inner
	}
	if l, ok := numbered(m); ok {
		return l
	}
	for k, e := range m {
		m[k] = gather(e)
	}
	return m
}

func numbered(m map[string]any) ([]any, bool) {
	l := make([]any, len(m))
	for k, e := range m {
		i, err := strconv.Atoi(k)
		if err != nil || i < 1 || i > len(m) {
			return nil, false
		}
		l[i-1] = gather(e)
	}
	return l, len(l) > 0
}

// decodeXML reads one document: an element with only <member> or <item> inside
// is a list, one with other elements a map, any other a string.
func decodeXML(d *xml.Decoder) (any, error) {
	for {
		token, err := d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil, nil
			}
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			v, err := decodeElement(d)
			return map[string]any{start.Name.Local: v}, err
		}
	}
}

func decodeElement(d *xml.Decoder) (any, error) {
	var chars strings.Builder
	fields, items := map[string]any{}, []any{}
	for {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			v, err := decodeElement(d)
			if err != nil {
				return nil, err
			}
			if name := token.Name.Local; name == "member" || name == "item" {
				items = append(items, v)
			} else {
				fields[name] = v
			}
		case xml.CharData:
			chars.Write(token)
		case xml.EndElement:
			switch {
			case len(items) > 0:
				return items, nil
			case len(fields) > 0:
				return fields, nil
			default:
				return strings.TrimSpace(chars.String()), nil
			}
		}
	}
}
