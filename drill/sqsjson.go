package drill

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// sqsJSON is the JSON protocol, which SDKs speak since 2024.
type sqsJSON struct{}

const jsonType = "application/x-amz-json-1.0"

func (sqsJSON) read(r *http.Request, body []byte) (action string, in sqsRequest, err error) {
	_, action, _ = strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if err := json.Unmarshal(body, &in); err != nil {
		return action, in, fmt.Errorf("the body is neither a form nor JSON, which are the two protocols of SQS: %w", err)
	}
	return action, in, nil
}

func (sqsJSON) readAnswer(answer []byte) (out sqsAnswer, err error) {
	return out, json.Unmarshal(answer, &out)
}

func (sqsJSON) answer(w http.ResponseWriter, _ string, out any) {
	w.Header().Set("Content-Type", jsonType)
	json.NewEncoder(w).Encode(out) //nolint:errcheck // The worker has gone then.
}

func (sqsJSON) refuse(w http.ResponseWriter, fault sqsFault) {
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("X-Amzn-Query-Error", fault.kind.query+";Sender")
	w.WriteHeader(http.StatusBadRequest)
	json.NewEncoder(w).Encode(map[string]string{"__type": fault.kind.json, "message": fault.text}) //nolint:errcheck // The worker has gone then.
}
