package verdict_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A recording that was written and read again is the same.
func TestMarshal_unmarshal(t *testing.T) {
	t.Parallel()
	var file []byte
	want := recordings()
	for _, r := range want {
		line, err := verdict.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(line), "\n"); n != 1 {
			t.Errorf("a recording has %d lines, want 1", n)
		}
		file = append(file, line...)
	}
	got, err := verdict.Unmarshal(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("recordings (-want +got):\n%s", diff)
	}
}

func TestUnmarshal_refuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, want string }{
		"nothing":          {"", "no recording"},
		"no version":       {`{"Path":"drained"}`, "has no version"},
		"a later version":  {`{"recording":2}`, "has version 2"},
		"an unknown field": {`{"recording":1,"Colour":"red"}`, `unknown field "Colour"`},
		"cut short":        {`{"recording":1}` + "\n" + `{"recording":1,"Path":`, "recording 2 cannot be read"},
		"a list":           {`[1]`, "recording 1 cannot be read"},
	} {
		if _, err := verdict.Unmarshal([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.want)
		}
	}
	if _, err := verdict.Unmarshal([]byte(`{"recording":1}`)); err != nil {
		t.Errorf("an empty recording: %v", err)
	}
}

// recordings are one of each workload.
func recordings() []verdict.Recording {
	job := flawless()
	job.Workload, job.Exchanges, job.Probes = shutdown.Batch, nil, nil
	job.Job = &verdict.JobRecord{Asked: s(4 * second), First: s(2 * second), Second: new(s(2 * second)), Finished: true}
	return []verdict.Recording{flawless(), flawlessSockets(shutdown.Drained, shutdown.Close, nil), heldOff(on(500*ms, 9*second), off(2500*ms)), job}
}
