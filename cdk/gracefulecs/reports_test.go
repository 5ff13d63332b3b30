package gracefulecs_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

// reports are the annotations of this package on the stack, as level, colon and
// text, sorted. Those of the CDK itself are left out.
func (w world) reports(t *testing.T) []string {
	t.Helper()
	var out []string
	if err := caught(func() {
		all := assertions.Annotations_FromStack(w.stack)
		ours := assertions.Match_StringLikeRegexp(jsii.String("graceful: [\\s\\S]*"))
		for _, m := range *all.FindError(jsii.String("*"), ours) {
			out = append(out, "error: "+message(t, m.Entry.Data)) //nolint:staticcheck // The Go bindings have no other way to the text yet.
		}
		for _, m := range *all.FindWarning(jsii.String("*"), ours) {
			out = append(out, "warning: "+message(t, m.Entry.Data)) //nolint:staticcheck // The Go bindings have no other way to the text yet.
		}
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func message(t *testing.T, data any) string {
	t.Helper()
	text, ok := data.(string)
	if !ok {
		b, _ := json.Marshal(data)
		text = string(b)
	}
	text, _, _ = strings.Cut(strings.TrimPrefix(text, "graceful: "), " [ack:")
	return text
}
