package drill

import (
	"encoding/xml"
	"maps"
	"slices"
	"strconv"
	"time"
)

// sqsNamed are a message's attributes by their names. They are an object in JSON, and
// elements side by side in XML.
type sqsNamed map[string]string

// MarshalXML writes an element for each attribute, by the order of their names.
func (n sqsNamed) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	for _, name := range slices.Sorted(maps.Keys(n)) {
		if err := e.EncodeElement(sqsAttribute{name, n[name]}, start); err != nil {
			return err
		}
	}
	return nil
}

// attributes are those of the message that a worker asks for; none where it asks for
// none. What a worker does with a message that comes too often hangs on its count.
func (d delivery) attributes(asked []string) sqsNamed {
	out := sqsNamed{}
	for name, text := range map[string]string{
		"ApproximateReceiveCount":          strconv.Itoa(d.times),
		"ApproximateFirstReceiveTimestamp": milliseconds(d.first),
		"SentTimestamp":                    milliseconds(d.sent),
	} {
		if slices.Contains(asked, name) || slices.Contains(asked, "All") {
			out[name] = text
		}
	}
	return out
}

func milliseconds(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
