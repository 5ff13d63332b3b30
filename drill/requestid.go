package drill

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
)

// idMark stands for the id of a request.
const idMark = "{id}"

// newRun begins the ids of one drill, which are UUIDs, so that a column of that type
// takes them too.
func newRun() string {
	return fmt.Sprintf("%08x-%04x-4%03x", rand.Uint32(), rand.Uint32()&0xffff, rand.Uint32()&0xfff)
}

// newID is the id of one request of a carrier.
func newID(run string, carrier uint16, n uint64) string {
	return fmt.Sprintf("%s-8%03x-%04x%08x", run, carrier>>4, carrier, n)
}

// idLength is how long an id is.
const idLength = 36

// identified says that the request has an id of its own.
func (r Request) identified() bool {
	return strings.Contains(r.Path, idMark) || bytes.Contains(r.Body, []byte(idMark)) || inHeader(r.Header)
}

func inHeader(h http.Header) bool {
	for _, values := range h {
		for _, v := range values {
			if strings.Contains(v, idMark) {
				return true
			}
		}
	}
	return false
}

// fillID puts an id where a text has its mark.
func fillID(text, id string) string {
	if id == "" {
		return text
	}
	return strings.ReplaceAll(text, idMark, id)
}

func fillIDs(values []string, id string) []string {
	if id == "" {
		return values
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = fillID(v, id)
	}
	return out
}
