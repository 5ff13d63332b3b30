package parity

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
)

// decodeRoute53 reads a request of Route 53, whose operation is in its method and
// its path: /VERSION/hostedzone/ID/rrset.
func decodeRoute53(method, path string, body []byte) (Exchange, error) {
	e := Exchange{Service: "route53", Action: "Get"}
	steps := strings.Split(strings.Trim(path, "/"), "/")
	if method == http.MethodGet {
		return e, nil
	}
	e.Action = method + " " + path
	if len(steps) > 3 && steps[3] == "rrset" {
		e.Action = "ChangeResourceRecordSets"
	}
	v, err := decodeXML(xml.NewDecoder(bytes.NewReader(body)))
	e.Request, _ = v.(map[string]any)
	if e.Request == nil {
		e.Request = map[string]any{}
	}
	if len(steps) > 2 {
		e.Request["Id"] = steps[2]
	}
	return e, err
}
