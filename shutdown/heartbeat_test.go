package shutdown_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A heartbeat makes the visibility timeout short, and tells the worker both; what
// it is without one stays.
func TestCompute_heartbeat(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		heartbeat *int
		work      int
		want      int
		told      []string
		noted     bool
	}{
		"none":          {nil, 900, 1020, nil, false},
		"short":         {new(5), 900, 15, []string{"SHUTDOWN_HEARTBEAT_SECONDS=5", "SHUTDOWN_VISIBILITY_SECONDS=15"}, false},
		"usual":         {new(20), 900, 60, []string{"SHUTDOWN_HEARTBEAT_SECONDS=20", "SHUTDOWN_VISIBILITY_SECONDS=60"}, false},
		"just shorter":  {new(339), 900, 1017, []string{"SHUTDOWN_HEARTBEAT_SECONDS=339", "SHUTDOWN_VISIBILITY_SECONDS=1017"}, false},
		"no shorter":    {new(340), 900, 1020, []string{"SHUTDOWN_HEARTBEAT_SECONDS=340", "SHUTDOWN_VISIBILITY_SECONDS=1020"}, true},
		"much longer":   {new(3600), 900, 10800, []string{"SHUTDOWN_HEARTBEAT_SECONDS=3600", "SHUTDOWN_VISIBILITY_SECONDS=10800"}, true},
		"longest there": {new(20), 43080, 60, []string{"SHUTDOWN_HEARTBEAT_SECONDS=20", "SHUTDOWN_VISIBILITY_SECONDS=60"}, false},
	} {
		s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.Queue, LongestWork: &tt.work, Heartbeat: tt.heartbeat})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var told []string
		for _, e := range s.Environment {
			if strings.HasSuffix(e.Key, "HEARTBEAT_SECONDS") || strings.HasSuffix(e.Key, "VISIBILITY_SECONDS") {
				told = append(told, e.Key+"="+e.Value)
			}
		}
		noted, extends := false, false
		for _, n := range s.Notes {
			noted = noted || n.Rule == "heartbeat-unneeded"
			extends = extends || n.Rule == "heartbeat-extend" && n.Path == "heartbeat"
		}
		if extends != (tt.heartbeat != nil) {
			t.Errorf("%s: a note says that the app must extend: %v", name, extends)
		}
		if *s.VisibilityTimeout != tt.want || noted != tt.noted {
			t.Errorf("%s: visibility_timeout %d, noted %v; want %d and %v", name, *s.VisibilityTimeout, noted, tt.want, tt.noted)
		}
		if diff := cmp.Diff(tt.told, told); diff != "" {
			t.Errorf("%s: environment (-want +got):\n%s", name, diff)
		}
	}
}
