package parity

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTemplate_resolves(t *testing.T) {
	for value, want := range map[string]string{
		`"a"`:                                  "a",
		`{"Ref": "AWS::Region"}`:               Region,
		`{"Ref": "Group"}`:                     "${Group.id}",
		`{"Fn::GetAtt": ["Group", "GroupId"]}`: "${Group.id}",
		`{"Ref": "Log"}`:                       "/ecs/a",
		`{"Fn::GetAtt": ["Log", "Arn"]}`:       "${Log.arn}",
		`{"Fn::Join": ["", ["a:", {"Ref": "AWS::Partition"}, ":b"]]}`: "a:aws:b",
		`{"Fn::Select": [1, {"Fn::Split": ["/", "a/b/c"]}]}`:          "b",
	} {
		got, err := Template(templateWith(t, value))
		if err != nil {
			t.Errorf("%s: %v", value, err)
			continue
		}
		if diff := cmp.Diff(want, text(got[2].Properties, "value")); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", value, diff)
		}
	}
}

func TestTemplate_refusesWhatItDoesNotKnow(t *testing.T) {
	for value, want := range map[string]string{
		`{"Ref": "Nobody"}`:                                "there is no resource Nobody",
		`{"Fn::GetAtt": ["Group", "VpcId"]}`:               "VpcId of AWS::EC2::SecurityGroup is not understood",
		`{"Fn::ImportValue": "x"}`:                         "Fn::ImportValue is not understood",
		`{"Fn::Select": [3, {"Fn::Split": ["/", "a/b"]}]}`: "has no element 3",
	} {
		if _, err := Template(templateWith(t, value)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", value, err, want)
		}
	}
}

func templateWith(t *testing.T, value string) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(`{"Resources": {
		"Group": {"Type": "AWS::EC2::SecurityGroup"},
		"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/ecs/a"}},
		"Under": {"Type": "Test", "Properties": {"Value": `+value+`}}}}`), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestMatches(t *testing.T) {
	for _, row := range []struct {
		pattern, path string
		want          bool
	}{
		{"a.b", "a.b", true}, {"a.b", "a.bc", false}, {"a.*.c", "a.b.c", true}, {"a.*.c", "a.b.b.c", true},
		{"a.*.c", "a.c", false}, {"a.*", "a.", true}, {"a.b on *", "a.b on ${x.y}", true}, {"a*a", "a", false},
	} {
		if got := matches(row.pattern, row.path); got != row.want {
			t.Errorf("matches(%q, %q) = %v", row.pattern, row.path, got)
		}
	}
}
