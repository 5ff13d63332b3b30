package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// stopped is the recording of a job of 6 s that was stopped at 1 s.
func stopped(kept shutdown.Kept, job *verdict.JobRecord) verdict.Recording {
	r := worked(kept)
	r.Workload, r.Messages, r.Job, r.OnInterrupt = shutdown.Batch, nil, job, shutdown.Checkpoint
	return r
}

// A job that is called finished has had the time for its work.
func TestJudge_skipsWork(t *testing.T) {
	t.Parallel()
	seconds := func(s float64) verdict.Seconds { return verdict.Seconds(s * float64(time.Second)) }
	second := func(s float64) *verdict.Seconds { return new(seconds(s)) }
	tests := map[string]struct {
		first  float64
		second *verdict.Seconds
		ended  bool
		want   []string
		says   string
	}{
		"in two runs":             {1.05, second(5), true, nil, ""},
		"in one":                  {6.01, nil, true, nil, ""},
		"done at the signal":      {1.05, nil, true, []string{"skips-work!"}, "the job of 6 s is called finished after 1.05 s in one run"},
		"nothing left to do":      {1.05, second(0.05), true, []string{"skips-work!"}, "after 1.1 s in both runs together"},
		"four fifths, less grace": {1, second(3.5), true, nil, ""},
		"a moment less":           {1, second(3.499), true, []string{"skips-work!"}, ""},
		"not finished":            {1.05, second(0.05), false, []string{"not-finished!"}, ""},
	}
	for name, tt := range tests {
		for _, kept := range []shutdown.Kept{shutdown.KeptAll, shutdown.KeptCheckpointed} {
			r := judge(stopped(kept, &verdict.JobRecord{Asked: seconds(6), First: seconds(tt.first), Second: tt.second, Finished: tt.ended}))
			if diff := cmp.Diff(tt.want, rules(r)); diff != "" {
				t.Errorf("%s: findings (-want +got):\n%s", name, diff)
				continue
			}
			if tt.want != nil && !strings.Contains(r.Findings[0].Message, tt.says) {
				t.Errorf("%s: %q, want %q", name, r.Findings[0].Message, tt.says)
			}
			held := r.Guarantees[0].Held
			if want := tt.want == nil && (kept == shutdown.KeptCheckpointed || tt.second == nil); held != want {
				t.Errorf("%s, %s: held %v, want %v: %s", name, kept, held, want, r.Guarantees[0].Because)
			}
		}
	}
}

// A recording of a job without the job is refused, and judging one does not panic.
func TestUnmarshal_noJob(t *testing.T) {
	t.Parallel()
	r := stopped(shutdown.KeptAll, nil)
	verdict.Judge(r)
	r.Scale, r.Machine.Bears = 1, verdict.Seconds(time.Second)
	for _, tt := range []struct {
		job *verdict.JobRecord
		bad bool
	}{{nil, true}, {&verdict.JobRecord{}, false}} {
		r.Job = tt.job
		text, err := verdict.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = verdict.Unmarshal(text)
		if (err != nil) != tt.bad || tt.bad && !strings.Contains(err.Error(), "recording 1 cannot be judged: its workload is batch and it has no Job") {
			t.Errorf("job %v: %v", tt.job, err)
		}
	}
}
