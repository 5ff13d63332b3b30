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
		"cut short":        {`{"recording":1,"Path":`, "recording 1 cannot be read"},
		"a list":           {`[1]`, "recording 1 cannot be read"},
	} {
		if _, err := verdict.Unmarshal([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.want)
		}
	}
}

// What no drill can have written is refused: a verdict on it would be on nothing.
func TestUnmarshal_refusesWhatIsNotWhole(t *testing.T) {
	t.Parallel()
	batch := recordings()[3]
	for name, tt := range map[string]struct {
		of     *verdict.Recording
		change func(r *verdict.Recording)
		want   string
	}{
		"untouched":           {nil, func(*verdict.Recording) {}, ""},
		"no workload":         {nil, func(r *verdict.Recording) { r.Workload = "" }, `Workload is ""`},
		"a stream":            {nil, func(r *verdict.Recording) { r.Workload = shutdown.Stream }, `its Broker is ""`},
		"another path":        {nil, func(r *verdict.Recording) { r.Path = "foo" }, `Path is "foo"`},
		"protected":           {nil, func(r *verdict.Recording) { r.Path = verdict.Protected }, "no Protection"},
		"another balancer":    {nil, func(r *verdict.Recording) { r.Balancer = "nginx" }, `Balancer is "nginx"`},
		"no guarantees":       {nil, func(r *verdict.Recording) { r.Guarantees = nil }, "no Guarantees"},
		"no machine":          {nil, func(r *verdict.Recording) { r.Machine = verdict.Machine{} }, "Machine does not say"},
		"no times":            {nil, func(r *verdict.Recording) { r.Times = verdict.Times{} }, "no stop_timeout"},
		"cut by nobody":       {nil, func(r *verdict.Recording) { r.Times.Deregistration, r.CutAtDelay = nil, 1 }, "no deregistration_delay"},
		"no scale":            {nil, func(r *verdict.Recording) { r.Scale = 0 }, "Scale is 0"},
		"http as websocket":   {nil, func(r *verdict.Recording) { r.Workload = shutdown.WebSocket }, "exchange 1: its Workload is websocket, and Socket is there: false"},
		"http as queue":       {nil, func(r *verdict.Recording) { r.Workload = shutdown.Queue }, "there are Exchanges"},
		"http as batch":       {nil, func(r *verdict.Recording) { r.Workload = shutdown.Batch }, "no Job"},
		"batch":               {&batch, func(*verdict.Recording) {}, ""},
		"batch as http":       {&batch, func(r *verdict.Recording) { r.Workload = shutdown.HTTP }, "there is a Job"},
		"batch without a job": {&batch, func(r *verdict.Recording) { r.Job = nil }, "no Job"},
		"another outcome":     {nil, func(r *verdict.Recording) { r.Exchanges[2].Outcome = "fine" }, `exchange 3: its Outcome is "fine"`},
		"another task":        {nil, func(r *verdict.Recording) { r.Exchanges[0].Task = "third" }, `exchange 1: its Task is "third"`},
		"ends before":         {nil, func(r *verdict.Recording) { r.Exchanges[1].End = r.Exchanges[1].Start - 1 }, "exchange 2: it ends before it starts"},
	} {
		r := recordings()[0]
		if tt.of != nil {
			r = *tt.of
		}
		r.Exchanges = append([]verdict.Exchange(nil), r.Exchanges...)
		tt.change(&r)
		line, err := verdict.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = verdict.Unmarshal(line)
		if (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.want)
		}
	}
	if _, err := verdict.Unmarshal([]byte(`{"recording":1}`)); err == nil {
		t.Error("an empty recording is judged")
	}
}

// recordings are one of each workload.
func recordings() []verdict.Recording {
	job := flawless()
	job.Workload, job.Exchanges, job.Probes = shutdown.Batch, nil, nil
	job.Job = &verdict.JobRecord{Asked: s(4 * second), First: s(2 * second), Second: new(s(2 * second)), Finished: true}
	all := []verdict.Recording{flawless(), flawlessSockets(shutdown.Drained, shutdown.Close, nil), heldOff(on(500*ms, 9*second), off(2500*ms)), job}
	for i := range all {
		r := &all[i]
		if r.Workload == "" {
			r.Workload = shutdown.HTTP
		}
		if r.Balancer == "" {
			r.Balancer = verdict.Embedded
		}
		r.Scale, r.Machine.Bears, r.Machine.Hides = 1, s(second), s(second)
	}
	return all
}
