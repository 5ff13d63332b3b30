package drill_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A consumer whose offsets are ahead of its work, or that stays in its group, never
// holds, and one that does neither always does.
func TestRun_consumers(t *testing.T) {
	t.Parallel()
	for mode, rule := range map[string]string{
		goodConsumer: "", commitsFirst: verdict.CommitsAhead, commitsByTime: verdict.CommitsAhead, skipsRecords: verdict.CommitsAhead, neverLeaves: verdict.StaysInGroup, neverCommits: verdict.CommitsNone, saysBefore: verdict.DeletesEarly,
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			each(20, func(rate, n int) {
				p := consumers(mode)
				// Their work is longer than the time between them, so that after a while several
				// are always in hand.
				p.Warmup = 2500 * time.Millisecond
				p.Rate = rate
				r := play(t, p)
				told(mode, rate, n, r)
				named := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return f.Rule == rule && f.Fault })
				if held := r.Verdict == verdict.Held; held != (rule == "") || named != (rule != "") || rule == "" && (len(r.Findings) > 0 || r.Messages.Lost+r.Messages.Twice > 0) {
					t.Errorf("want %q:\n%s", rule, report.DrillText(r))
				}
			})
		})
	}
}

// A consumer that breaks off its record and leaves its group at once is not shown to hold,
// and is told why: a record is known when it is done, and others get this one as they get
// those that it had fetched and not begun.
func TestRun_breaksOffRecord(t *testing.T) {
	t.Parallel()
	each(20, func(rate, n int) {
		p := consumers(breaksOff)
		p.Warmup = 2500 * time.Millisecond
		p.Rate = rate
		r := play(t, p)
		for again := 0; again < 2 && r.Verdict == verdict.Held; again++ {
			r = play(t, p) // A record was done in the very moment of the signal.
		}
		told(breaksOff, rate, n, r)
		if r.Verdict != verdict.NotShown || !slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool {
			return f.Rule == verdict.ExposedTooLittle && strings.Contains(f.Message, "did no record from the signal on")
		}) {
			t.Errorf("want it not shown, and why:\n%s", report.DrillText(r))
		}
	})
}

// consumers is the plan of a drill of one with a broker in the drill.
func consumers(mode string) drill.Plan {
	p, one := plan(mode, shutdown.Concurrent), 1
	p.Profile = shutdown.Profile{Workload: shutdown.Stream, LongestWork: &one, InterruptTime: &one, Cleanup: &one, Margin: &one}
	p.Kafka = &drill.Kafka{Variable: "KAFKA_BROKERS"}
	return p
}

// A consumer that writes two lines of each record is told of: the first would pass for
// the end of the work.
func TestRecord_twoLines(t *testing.T) {
	t.Parallel()
	_, err := drill.Record(context.Background(), consumers(saysTwice))
	if err == nil || !strings.Contains(err.Error(), "wrote 2 lines with the id") {
		t.Errorf("%v, want it to tell of two lines", err)
	}
}

func TestParseKafka(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]drill.Kafka{
		"127.0.0.1:9092":       {Variable: "KAFKA_BROKERS", Brokers: []string{"127.0.0.1:9092"}},
		"a:1,b:2":              {Variable: "KAFKA_BROKERS", Brokers: []string{"a:1", "b:2"}},
		"BOOTSTRAP=[::1]:9092": {Variable: "BOOTSTRAP", Brokers: []string{"[::1]:9092"}},
		"embedded":             {Variable: "KAFKA_BROKERS"},
		"BOOTSTRAP=embedded":   {Variable: "BOOTSTRAP"},
	} {
		got, err := drill.ParseKafka(text)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
	for _, text := range []string{"", "127.0.0.1", ":9092", "a:1,", "NAME="} {
		if _, err := drill.ParseKafka(text); err == nil || !strings.Contains(err.Error(), "must be like 127.0.0.1:9092") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A stream of which nothing can be played says what to do.
func TestRecord_wrongStream(t *testing.T) {
	t.Parallel()
	one := 1
	stream := shutdown.Profile{Workload: shutdown.Stream, LongestWork: &one}
	for name, tt := range map[string]struct {
		profile shutdown.Profile
		kafka   *drill.Kafka
		want    string
	}{
		"no broker": {stream, nil, "--kafka embedded for one in the drill"},
		"no stream": {brief(), &drill.Kafka{}, "the profile has workload http"},
	} {
		_, err := drill.Record(context.Background(), drill.Plan{Profile: tt.profile, Path: shutdown.Concurrent, Command: []string{"true"}, Kafka: tt.kafka})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
