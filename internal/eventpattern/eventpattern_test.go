package eventpattern_test

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/eventpattern"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	const event = `{"source": "aws.ecs", "resources": ["a", "b"], "empty": null, "detail": {"code": "Spot", "n": 4}}`
	for name, tt := range map[string]struct {
		pattern, event string
		want           bool
		err            string
	}{
		"one field":            {`{"source": ["aws.ecs"]}`, event, true, ""},
		"one of two":           {`{"source": ["aws.ec2", "aws.ecs"]}`, event, true, ""},
		"longer":               {`{"source": ["aws.ecs2"]}`, event, false, ""},
		"shorter":              {`{"source": ["aws.ec"]}`, event, false, ""},
		"other case":           {`{"source": ["AWS.ECS"]}`, event, false, ""},
		"nested":               {`{"detail": {"code": ["Spot"]}}`, event, true, ""},
		"nested, other":        {`{"detail": {"code": ["spot"]}}`, event, false, ""},
		"one of two fields":    {`{"source": ["aws.ecs"], "detail": {"code": ["x"]}}`, event, false, ""},
		"number":               {`{"detail": {"n": [4]}}`, event, true, ""},
		"number as text":       {`{"detail": {"n": ["4"]}}`, event, false, ""},
		"missing":              {`{"detail": {"other": ["x"]}}`, event, false, ""},
		"missing object":       {`{"other": {"x": ["y"]}}`, event, false, ""},
		"element of a list":    {`{"resources": ["b"]}`, event, true, ""},
		"no element of a list": {`{"resources": ["c"]}`, event, false, ""},
		"operator":             {`{"source": [{"prefix": "aws"}]}`, event, false, "source: map[prefix:aws] is not an exact value"},
		"operator, no match":   {`{"source": ["x"], "detail": {"code": [{"exists": true}]}}`, event, false, "detail.code: map[exists:true] is not an exact value"},
		"null":                 {`{"empty": [null]}`, event, false, "empty: <nil> is not an exact value"},
		"empty list":           {`{"source": []}`, event, false, "source: the list is empty"},
		"bare value":           {`{"source": "aws.ecs"}`, event, false, "source: aws.ecs is neither a list nor an object"},
		"empty pattern":        {`{}`, event, false, "the pattern is empty"},
		"no pattern":           {`[`, event, false, "pattern: "},
		"no event":             {`{"source": ["aws.ecs"]}`, `[`, false, "event: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := eventpattern.Match([]byte(tt.pattern), []byte(tt.event))
			if (err != nil) != (tt.err != "") || (err != nil && !strings.Contains(err.Error(), tt.err)) {
				t.Fatalf("Match() error = %v, want %q", err, tt.err)
			}
			if got != tt.want {
				t.Errorf("Match() = %v, want %v", got, tt.want)
			}
		})
	}
}
