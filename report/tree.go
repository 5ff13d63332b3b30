package report

import (
	"bytes"
	"encoding/json"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// object is a JSON object in the order of its keys.
type object []member

type member struct {
	key string
	// value is nil, a bool, a string, a json.Number, a []any or an object.
	value any
}

// tree is the settings as their JSON has them, so that a new output reaches every
// format without a list of its own there.
func tree(s shutdown.Settings) object {
	// No value here can fail to marshal, and what was marshalled is sound.
	data, _ := json.Marshal(s)
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	root, _ := branch(d).(object)
	return root
}

// branch reads the next value.
func branch(d *json.Decoder) any {
	token, _ := d.Token()
	switch token {
	case json.Delim('{'):
		o := object{}
		for d.More() {
			key, _ := d.Token()
			name, _ := key.(string)
			o = append(o, member{name, branch(d)})
		}
		_, _ = d.Token()
		return o
	case json.Delim('['):
		list := []any{}
		for d.More() {
			list = append(list, branch(d))
		}
		_, _ = d.Token()
		return list
	default:
		return token
	}
}
