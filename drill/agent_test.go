package drill

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// The agent answers as ECS's does, in shape and status.
func TestAgent_answers(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:ecs:us-east-1:000000000000:task/drill/old"
	refused := func(text string) map[string]any {
		return map[string]any{"error": map[string]any{"Arn": arn, "Code": "InvalidParameterException", "Message": text}}
	}
	state := func(on bool) map[string]any {
		return map[string]any{"protection": map[string]any{"ProtectionEnabled": on, "TaskArn": arn}}
	}
	tests := map[string]struct {
		body   string
		status int
		want   map[string]any
		// lasts is how long the protection is, before scaling.
		lasts time.Duration
	}{
		"on":           {`{"ProtectionEnabled": true, "ExpiresInMinutes": 60}`, http.StatusOK, state(true), time.Hour},
		"by default":   {`{"ProtectionEnabled": true}`, http.StatusOK, state(true), 2 * time.Hour},
		"least":        {`{"ProtectionEnabled": true, "ExpiresInMinutes": 1}`, http.StatusOK, state(true), time.Minute},
		"most":         {`{"ProtectionEnabled": true, "ExpiresInMinutes": 2880}`, http.StatusOK, state(true), 48 * time.Hour},
		"off":          {`{"ProtectionEnabled": false}`, http.StatusOK, state(false), 0},
		"too short":    {`{"ProtectionEnabled": true, "ExpiresInMinutes": 0}`, http.StatusBadRequest, refused("ExpiresInMinutes is 0, and must be from 1 to 2880"), 0},
		"too long":     {`{"ProtectionEnabled": true, "ExpiresInMinutes": 2881}`, http.StatusBadRequest, refused("ExpiresInMinutes is 2881, and must be from 1 to 2880"), 0},
		"nothing":      {`{"ExpiresInMinutes": 60}`, http.StatusBadRequest, refused("the request does not contain ProtectionEnabled"), 0},
		"a number":     {`{"ProtectionEnabled": 1}`, http.StatusBadRequest, nil, 0},
		"unknown name": {`{"ProtectionEnabled": true, "Minutes": 60}`, http.StatusBadRequest, nil, 0},
		"no JSON":      {`ProtectionEnabled=true`, http.StatusBadRequest, nil, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := newAgent(10)
			if err != nil {
				t.Fatal(err)
			}
			defer a.close()
			status, got, date := ask(t, http.MethodPut, a.uri(verdict.OldTask), tt.body)
			if tt.want == nil && got["error"] != nil {
				got = nil // Its words are encoding/json's.
			}
			if diff := cmp.Diff(tt.want, got); status != tt.status || diff != "" {
				t.Errorf("PUT answered %d, want %d (-want +got):\n%s", status, tt.status, diff)
			}
			// Each minute is a tenth of one, and the date has whole seconds.
			if left := time.Until(date); tt.lasts > 0 && (left > tt.lasts/10 || left < tt.lasts/10-3*time.Second) || (tt.lasts > 0) == date.IsZero() {
				t.Errorf("it runs out in %v, want %v divided by 10", left, tt.lasts)
			}
			status, got, again := ask(t, http.MethodGet, a.uri(verdict.OldTask), "")
			if diff := cmp.Diff(state(tt.lasts > 0), got); status != http.StatusOK || diff != "" || !again.Equal(date) {
				t.Errorf("GET then answered %d, %v instead of %v (-want +got):\n%s", status, again, date, diff)
			}
			p, calls := a.asked(verdict.OldTask), 0
			if tt.status == http.StatusOK {
				calls = 1
			}
			if len(p.calls) != calls || p.refused != 1-calls {
				t.Errorf("%d calls and %d refused", len(p.calls), p.refused)
			}
			if _, on := a.protected(verdict.ReplacementTask); on {
				t.Error("the other task is protected")
			}
		})
	}
}

// Protection ends by itself, and each call starts its time anew.
func TestAgent_runsOut(t *testing.T) {
	t.Parallel()
	a, err := newAgent(120) // A minute is half a second.
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	const one = `{"ProtectionEnabled": true, "ExpiresInMinutes": 1}`
	ask(t, http.MethodPut, a.uri(verdict.OldTask), one)
	first, _ := a.protected(verdict.OldTask)
	time.Sleep(200 * time.Millisecond)
	ask(t, http.MethodPut, a.uri(verdict.OldTask), one)
	second, on := a.protected(verdict.OldTask)
	if !on || second.Sub(first) < 200*time.Millisecond {
		t.Errorf("protected: %v, until %v after it was until %v", on, second, first)
	}
	time.Sleep(time.Until(second) + time.Millisecond)
	if _, on := a.protected(verdict.OldTask); on {
		t.Error("still protected after its time")
	}
	if _, got, _ := ask(t, http.MethodGet, a.uri(verdict.OldTask), ""); got["protection"].(map[string]any)["ProtectionEnabled"] != false {
		t.Errorf("GET answered %v", got)
	}
}

func TestAgent_knowsItsTasks(t *testing.T) {
	t.Parallel()
	a, err := newAgent(1)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if status, got, _ := ask(t, http.MethodPut, a.uri("other"), `{"ProtectionEnabled": true}`); status != http.StatusNotFound || got["error"] == nil {
		t.Errorf("another task was answered %d: %v", status, got)
	}
	if status, _, _ := ask(t, http.MethodPost, a.uri(verdict.OldTask), `{"ProtectionEnabled": true}`); status != http.StatusMethodNotAllowed {
		t.Errorf("POST was answered %d", status)
	}
}

// ask calls the agent, and returns its answer without the date in it.
func ask(t *testing.T, method, uri, body string) (status int, answer map[string]any, date time.Time) {
	t.Helper()
	request, err := http.NewRequest(method, uri+"/task-protection/v1/state", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &answer); err != nil && response.StatusCode != http.StatusMethodNotAllowed {
		t.Fatalf("%s: %v", text, err)
	}
	if p, ok := answer["protection"].(map[string]any); ok {
		if d, ok := p["ExpirationDate"].(string); ok {
			if date, err = time.Parse(time.RFC3339, d); err != nil || date.IsZero() {
				t.Errorf("the protection ends at %q: %v", d, err)
			}
			delete(p, "ExpirationDate")
		}
	}
	return response.StatusCode, answer, date
}
