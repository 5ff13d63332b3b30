package profile

import (
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// scalar reads a YAML scalar as every reader does, or gives a fault.
func (d *document) scalar(path string, n *yaml.Node) (any, *shutdown.Fault) {
	v := n.Value
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		f := d.construct(path, label(v), "text blocks", "write the value on one line")
		return nil, &f
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return v, nil
	case isTruthWord(v):
		way := "write " + label(v) + " in quotes"
		if f := d.field(path); f != nil && f.Type == shutdown.Flag {
			way = "write true or false"
		}
		f := ambiguous(path, v, "a truth value", way)
		return nil, &f
	case looksNumeric(v):
		// The model has the words for a number in a notation that it does not take.
		return json.Number(v), nil
	}
	switch n.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		return strings.EqualFold(v, "true"), nil
	case "!!int", "!!float":
		return json.Number(v), nil
	case "!!str":
		return v, nil
	case "!!timestamp":
		f := ambiguous(path, v, "a date", "write "+label(v)+" in quotes")
		return nil, &f
	default:
		f := ambiguous(path, label(v), "something else", "write "+label(v)+" in quotes")
		return nil, &f
	}
}

// isTruthWord says that YAML 1.1, which Terraform reads, takes a bare word for
// true or false where YAML 1.2 sees a string.
func isTruthWord(v string) bool {
	switch v {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF":
		return true
	}
	return false
}

// looksNumeric says that some reader takes a bare word for a number, however
// large it is and whatever its notation.
func looksNumeric(v string) bool {
	if rest, ok := strings.CutPrefix(v, "0x"); ok {
		return rest != "" && strings.Trim(rest, "0123456789abcdefABCDEF") == ""
	}
	if rest, ok := strings.CutPrefix(v, "0o"); ok {
		return rest != "" && strings.Trim(rest, "01234567") == ""
	}
	mantissa, exponent := unsigned(v), "0"
	if i := strings.IndexAny(mantissa, "eE"); i >= 0 {
		mantissa, exponent = mantissa[:i], unsigned(mantissa[i+1:])
	}
	mantissa = strings.Replace(mantissa, ".", "", 1)
	return isDigits(mantissa) && isDigits(exponent)
}

func unsigned(s string) string {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[1:]
	}
	return s
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
