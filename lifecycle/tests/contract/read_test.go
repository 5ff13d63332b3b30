package contract_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

func env(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

func s(n int) time.Duration { return time.Duration(n) * time.Second }

func TestRead_missing(t *testing.T) {
	t.Parallel()
	const de, p, w, c = "SHUTDOWN_DEADLINE_SECONDS", "SHUTDOWN_DELAY_SECONDS", "SHUTDOWN_DRAIN_SECONDS", "SHUTDOWN_CLEANUP_SECONDS"
	tests := map[string]struct {
		env  []string
		want contract.Contract
	}{
		"nothing":           {nil, contract.Contract{Deadline: s(25), Delay: s(15), Drain: s(5), Cleanup: s(5), Missing: []string{de, p, w, c}}},
		"all":               {[]string{de, "30", p, "15", w, "10", c, "5"}, contract.Contract{Deadline: s(30), Delay: s(15), Drain: s(10), Cleanup: s(5)}},
		"slack":             {[]string{de, "40", p, "15", w, "10", c, "5"}, contract.Contract{Deadline: s(40), Delay: s(15), Drain: s(10), Cleanup: s(5)}},
		"zeroes":            {[]string{de, "0", p, "0", w, "0", c, "0"}, contract.Contract{}},
		"deadline alone":    {[]string{de, "60"}, contract.Contract{Deadline: s(60), Delay: s(15), Drain: s(40), Cleanup: s(5), Missing: []string{p, w, c}}},
		"short deadline":    {[]string{de, "3"}, contract.Contract{Deadline: s(3), Cleanup: s(3), Missing: []string{p, w, c}}},
		"delay alone":       {[]string{p, "0"}, contract.Contract{Deadline: s(10), Drain: s(5), Cleanup: s(5), Missing: []string{de, w, c}}},
		"no deadline":       {[]string{p, "15", w, "90", c, "5"}, contract.Contract{Deadline: s(110), Delay: s(15), Drain: s(90), Cleanup: s(5), Missing: []string{de}}},
		"no drain":          {[]string{de, "30", p, "15", c, "5"}, contract.Contract{Deadline: s(30), Delay: s(15), Drain: s(10), Cleanup: s(5), Missing: []string{w}}},
		"no room for drain": {[]string{de, "20", p, "15", c, "5"}, contract.Contract{Deadline: s(20), Delay: s(15), Cleanup: s(5), Missing: []string{w}}},
		"optional": {[]string{de, "30", p, "15", w, "10", c, "5", "SHUTDOWN_KEEP_ALIVE_SECONDS", "65",
			"SHUTDOWN_MAX_CONNECTION_AGE_SECONDS", "900", "SHUTDOWN_PROTECTION_MINUTES", "16"},
			contract.Contract{Deadline: s(30), Delay: s(15), Drain: s(10), Cleanup: s(5), KeepAlive: s(65), MaxConnectionAge: s(900), Protection: 16 * time.Minute}},
		"heartbeat": {[]string{de, "30", p, "15", w, "10", c, "5", "SHUTDOWN_HEARTBEAT_SECONDS", "1", "SHUTDOWN_VISIBILITY_SECONDS", "2"},
			contract.Contract{Deadline: s(30), Delay: s(15), Drain: s(10), Cleanup: s(5), Heartbeat: s(1), Visibility: s(2)}},
		"drain notice": {[]string{de, "30", p, "15", w, "10", c, "5", "SHUTDOWN_NOTICE_SPREAD_SECONDS", "300", "SHUTDOWN_TARGET_GROUPS", blue + "," + green},
			contract.Contract{Deadline: s(30), Delay: s(15), Drain: s(10), Cleanup: s(5), DrainNotice: true, NoticeSpread: s(300), TargetGroups: []string{blue, green}}},
		"notice at once": {[]string{de, "30", p, "15", w, "10", c, "5", "SHUTDOWN_NOTICE_SPREAD_SECONDS", "0", "SHUTDOWN_TARGET_GROUPS", blue},
			contract.Contract{Deadline: s(30), Delay: s(15), Drain: s(10), Cleanup: s(5), DrainNotice: true, TargetGroups: []string{blue}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := contract.Read("", env(tt.env...))
			if err != nil {
				t.Fatalf("Read() error = %v", err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Read() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

const (
	blue  = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/blue/0123456789abcdef"
	green = "arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:targetgroup/green/fedcba9876543210"
)

// quoted is a long value as a fault gives it.
func quoted(s string) string {
	if len(s) > 60 {
		s = s[:60] + "…"
	}
	return strconv.Quote(s)
}

func TestRead_faults(t *testing.T) {
	t.Parallel()
	const seconds, minutes = "a whole number from 0 to 86400", "a whole number from 1 to 2880"
	const groups = "ARNs of target groups, each once, with commas between them and no spaces"
	tests := []struct {
		env                        []string
		path, rule, given, allowed string
	}{
		{[]string{"X_DRAIN_SECONDS", ""}, "X_DRAIN_SECONDS", "type", `""`, seconds},
		{[]string{"X_DRAIN_SECONDS", "abc"}, "X_DRAIN_SECONDS", "type", `"abc"`, seconds},
		{[]string{"X_DRAIN_SECONDS", "10s"}, "X_DRAIN_SECONDS", "type", `"10s"`, seconds},
		{[]string{"X_DRAIN_SECONDS", " 10"}, "X_DRAIN_SECONDS", "type", `" 10"`, seconds},
		{[]string{"X_DRAIN_SECONDS", "+10"}, "X_DRAIN_SECONDS", "type", `"+10"`, seconds},
		{[]string{"X_DRAIN_SECONDS", "1.5"}, "X_DRAIN_SECONDS", "type", `"1.5"`, seconds},
		{[]string{"X_DRAIN_SECONDS", "-"}, "X_DRAIN_SECONDS", "type", `"-"`, seconds},
		{[]string{"X_DELAY_SECONDS", "-1"}, "X_DELAY_SECONDS", "range", "-1", seconds},
		{[]string{"X_CLEANUP_SECONDS", "86401"}, "X_CLEANUP_SECONDS", "range", "86401", seconds},
		{[]string{"X_DEADLINE_SECONDS", strings.Repeat("9", 40)}, "X_DEADLINE_SECONDS", "range", strings.Repeat("9", 30) + "…", seconds},
		{[]string{"X_KEEP_ALIVE_SECONDS", "0"}, "X_KEEP_ALIVE_SECONDS", "range", "0", "a whole number from 1 to 86400"},
		{[]string{"X_MAX_CONNECTION_AGE_SECONDS", "172801"}, "X_MAX_CONNECTION_AGE_SECONDS", "range", "172801", "a whole number from 1 to 172800"},
		{[]string{"X_PROTECTION_MINUTES", "0"}, "X_PROTECTION_MINUTES", "range", "0", minutes},
		{[]string{"X_PROTECTION_MINUTES", "2881"}, "X_PROTECTION_MINUTES", "range", "2881", minutes},
		{[]string{"X_NOTICE_SPREAD_SECONDS", "-1"}, "X_NOTICE_SPREAD_SECONDS", "range", "-1", "a whole number from 0 to 300"},
		{[]string{"X_NOTICE_SPREAD_SECONDS", "301"}, "X_NOTICE_SPREAD_SECONDS", "range", "301", "a whole number from 0 to 300"},
		{[]string{"X_HEARTBEAT_SECONDS", "20"}, "X_VISIBILITY_SECONDS", "missing", "nothing", "set together with X_HEARTBEAT_SECONDS"},
		{[]string{"X_VISIBILITY_SECONDS", "60"}, "X_HEARTBEAT_SECONDS", "missing", "nothing", "set together with X_VISIBILITY_SECONDS"},
		{[]string{"X_HEARTBEAT_SECONDS", "20", "X_VISIBILITY_SECONDS", "20"}, "X_VISIBILITY_SECONDS", "range", "20", "at least 21"},
		{[]string{"X_HEARTBEAT_SECONDS", "0", "X_VISIBILITY_SECONDS", "20"}, "X_HEARTBEAT_SECONDS", "range", "0", "a whole number from 1 to 3600"},
		{[]string{"X_TARGET_GROUPS", ""}, "X_TARGET_GROUPS", "type", `""`, groups},
		{[]string{"X_TARGET_GROUPS", "api"}, "X_TARGET_GROUPS", "type", `"api"`, groups},
		{[]string{"X_TARGET_GROUPS", blue + ","}, "X_TARGET_GROUPS", "type", quoted(blue + ","), groups},
		{[]string{"X_TARGET_GROUPS", blue + ", " + green}, "X_TARGET_GROUPS", "type", quoted(blue + ", " + green), groups},
		{[]string{"X_TARGET_GROUPS", blue + "," + blue}, "X_TARGET_GROUPS", "type", quoted(blue + "," + blue), groups},
		{[]string{"X_TARGET_GROUPS", strings.Replace(blue, "targetgroup", "loadbalancer", 1)}, "X_TARGET_GROUPS", "type", quoted(strings.Replace(blue, "targetgroup", "loadbalancer", 1)), groups},
		{[]string{"X_DEADLINE_SECONDS", "29", "X_DELAY_SECONDS", "15", "X_DRAIN_SECONDS", "10", "X_CLEANUP_SECONDS", "5"}, "X_DEADLINE_SECONDS", "range", "29", "at least 30"},
		{[]string{"X_DEADLINE_SECONDS", "5", "X_DELAY_SECONDS", "6"}, "X_DEADLINE_SECONDS", "range", "5", "at least 6"},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.env, " "), func(t *testing.T) {
			t.Parallel()
			_, err := contract.Read("X_", env(tt.env...))
			var faults contract.Faults
			if !errors.As(err, &faults) || len(faults) != 1 {
				t.Fatalf("Read() error = %v, want one fault", err)
			}
			f := faults[0]
			if diff := cmp.Diff([4]string{tt.path, tt.rule, tt.given, tt.allowed}, [4]string{f.Path, f.Rule, f.Given, f.Allowed}); diff != "" {
				t.Errorf("fault mismatch (-want +got):\n%s", diff)
			}
			title := map[string]string{"type": "Wrong Type", "range": "Value Out Of Range", "missing": "Missing Value"}[tt.rule]
			if !strings.Contains(err.Error(), tt.path+": "+title) || len(f.WaysOut) == 0 {
				t.Errorf("the fault names no variable or no way out: %v", err)
			}
		})
	}
}

// A deadline that is too short reads well for one variable and for several.
func TestRead_deadlineTooShortReads(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		env  []string
		want string
	}{
		"one": {[]string{"SHUTDOWN_DEADLINE_SECONDS", "10", "SHUTDOWN_DELAY_SECONDS", "20"}, `SHUTDOWN_DEADLINE_SECONDS: Value Out Of Range
SHUTDOWN_DELAY_SECONDS 20 takes 20 s, longer than the deadline of 10 s.
Given: 10. Allowed: at least 20.
Ways out:
  - set SHUTDOWN_DEADLINE_SECONDS to at least 20
  - set SHUTDOWN_DELAY_SECONDS to at most 10
  - take both from one profile, so that they agree`},
		"two": {[]string{"SHUTDOWN_DEADLINE_SECONDS", "10", "SHUTDOWN_DELAY_SECONDS", "8", "SHUTDOWN_DRAIN_SECONDS", "3"}, `SHUTDOWN_DEADLINE_SECONDS: Value Out Of Range
SHUTDOWN_DELAY_SECONDS 8, SHUTDOWN_DRAIN_SECONDS 3 take 11 s, longer than the deadline of 10 s.
Given: 10. Allowed: at least 11.
Ways out:
  - set SHUTDOWN_DEADLINE_SECONDS to at least 11
  - set SHUTDOWN_DELAY_SECONDS, SHUTDOWN_DRAIN_SECONDS to at most 10 together
  - take all of them from one profile, so that they agree`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := contract.Read("", env(tt.env...))
			if err == nil {
				t.Fatal("Read() error = nil, want a fault")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("the fault reads (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRead_allFaultsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := contract.Read("", env("SHUTDOWN_DELAY_SECONDS", "x", "SHUTDOWN_DRAIN_SECONDS", "-2", "SHUTDOWN_PROTECTION_MINUTES", "0"))
	var faults contract.Faults
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Fatalf("Read() error = %v, want three faults", err)
	}
}

// TestRead_deadlineCoversTheRest holds for every environment that is accepted.
func TestRead_deadlineCoversTheRest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		vars := map[string]string{}
		for _, f := range []string{contract.DeadlineSeconds, contract.DelaySeconds, contract.DrainSeconds, contract.CleanupSeconds} {
			if rapid.Bool().Draw(t, f+" set") {
				vars["SHUTDOWN_"+f] = strconv.Itoa(rapid.IntRange(0, 130).Draw(t, f))
			}
		}
		c, err := contract.Read("", func(n string) (string, bool) { v, ok := vars[n]; return v, ok })
		if err != nil {
			if _, ok := vars["SHUTDOWN_DEADLINE_SECONDS"]; !ok {
				t.Fatalf("refused without a deadline to break: %v", err)
			}
			return
		}
		if c.Delay < 0 || c.Drain < 0 || c.Cleanup < 0 || c.Deadline < c.Delay+c.Drain+c.Cleanup {
			t.Fatalf("contract does not fit its deadline: %+v", c)
		}
		if len(c.Missing)+len(vars) != 4 {
			t.Fatalf("Missing = %v with %d variables set", c.Missing, len(vars))
		}
	})
}
