package gracefulecs_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

// reports are the annotations of this package on the stack and what the check of
// services says, as level, colon and text, sorted. Those of the CDK itself are left
// out.
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
	for _, v := range w.violations(t) {
		out = append(out, v.Severity+": "+v.Description)
	}
	slices.Sort(out)
	return out
}

type violation struct {
	RuleName, Description, Severity string
	ViolatingConstructs             []struct{ ConstructPath string }
}

// violations are what the check of services has found, read from the CDK's report.
func (w world) violations(t *testing.T) []violation {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(*w.app.Outdir(), "validation-report.json"))
	if os.IsNotExist(err) {
		return nil // Nothing has been found.
	}
	var report struct {
		PluginReports []struct {
			PluginName string
			Metadata   struct{ Error string }
			Violations []violation
		}
	}
	if err == nil {
		err = json.Unmarshal(text, &report)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []violation
	for _, r := range report.PluginReports {
		if r.PluginName == "graceful" {
			out = append(out, r.Violations...)
		}
		if r.Metadata.Error != "" {
			t.Errorf("the validation failed: %s", r.Metadata.Error)
		}
	}
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
