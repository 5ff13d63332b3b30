package buildinfo

import (
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	t.Parallel()
	commit := []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "0123456789abcdef"}}
	tests := map[string]struct {
		released string
		info     *debug.BuildInfo
		want     string
	}{
		"released":           {"1.2.3", &debug.BuildInfo{Main: debug.Module{Version: "v0.0.1"}}, "1.2.3"},
		"fetched":            {"", &debug.BuildInfo{Main: debug.Module{Version: "v0.0.1"}}, "v0.0.1"},
		"a commit":           {"", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: commit}, "devel 0123456789ab"},
		"a short commit":     {"", &debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "012"}}}, "devel 012"},
		"no commit":          {"", &debug.BuildInfo{}, "devel"},
		"no information":     {"", nil, "unknown"},
		"released, no build": {"1.2.3", nil, "1.2.3"},
	}
	for name, tt := range tests {
		if got := version(tt.released, tt.info); got != tt.want {
			t.Errorf("%s: version() = %q, want %q", name, got, tt.want)
		}
	}
}
