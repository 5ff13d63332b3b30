package drill_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	vegeta "github.com/tsenart/vegeta/v12/lib"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
)

func TestReadRequests(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	payload := write("payload", "a,b\n")
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "GET http://host/%d\n", i)
		}
		return b.String()
	}
	tests := map[string]struct {
		text string
		want []drill.Request
		err  string
	}{
		"http": {"# what people do\nGET http://host:8080/work?seconds={seconds}\n\nPOST https://host/upload\nContent-Type: text/csv\nx-a: 1\n@" + payload + "\n",
			[]drill.Request{{Path: "/work?seconds={seconds}", Weight: 1}, {Method: "POST", Path: "/upload", Weight: 1, Body: []byte("a,b\n"), Header: http.Header{"Content-Type": {"text/csv"}, "X-A": {"1"}}}}, ""},
		"JSON": {`{"method":"PUT","url":"http://host/a%2Fb","body":"YQ==","header":{"A":["b","c"]}}` + "\n\n" + `{"method":"GET","url":"http://host"}`,
			[]drill.Request{{Method: "PUT", Path: "/a%2Fb", Weight: 1, Body: []byte("a"), Header: http.Header{"A": {"b", "c"}}}, {Path: "/", Weight: 1}}, ""},
		"the same thrice":   {"GET http://a/x\nGET http://b/x\nGET http://b/y\nGET /x", []drill.Request{{Path: "/x", Weight: 3}, {Path: "/y", Weight: 1}}, ""},
		"a query alone":     {"GET http://host?a=b", []drill.Request{{Path: "/?a=b", Weight: 1}}, ""},
		"empty":             {"", nil, "no request stands in it"},
		"only a comment":    {"# nothing\n", nil, "no request stands in it"},
		"no method":         {"http://host/x\n", nil, "bad target: http://host/x"},
		"no URL":            {"GET host\n", nil, "bad URL"},
		"no such body":      {"POST http://host/x\n@" + payload + "s\n", nil, "bad body"},
		"one connection's":  {"GET http://host/x\nConnection: close\n", nil, "request 1, GET http://host/x: the header Connection is that of one connection"},
		"a tunnel":          {"CONNECT http://host/x\n", nil, "CONNECT opens a tunnel"},
		"not JSON":          {"{\"method\":\n", nil, "request 1 is no target as vegeta has it: EOF"},
		"JSON without URL":  {`{"method":"GET"}`, nil, "target: required url is missing"},
		"as many as may be": {many(1000), nil, ""},
		"one more":          {many(1001), nil, "more than 1000 different requests"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := drill.ReadRequests(write(strings.ReplaceAll(name, "'", ""), tt.text))
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("%v, want an error with %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" && tt.want != nil || len(got) == 0 {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if _, err := drill.ReadRequests(filepath.Join(folder, "none")); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("no file: %v", err)
	}
}

// Whatever vegeta writes as a target is read as that request.
func TestReadRequests_whatVegetaWrites(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "targets")
	rapid.Check(t, func(t *rapid.T) {
		target := vegeta.Target{Method: rapid.SampledFrom([]string{"POST", "PUT", "DELETE"}).Draw(t, "method"), URL: "http://host/" + rapid.StringMatching(`[a-z]{0,5}(\?a=[a-z{}]{0,5})?`).Draw(t, "path"),
			Body: rapid.SliceOf(rapid.Byte()).Draw(t, "body"), Header: http.Header{"X-A": {rapid.StringMatching(`[a-z;=]{1,9}`).Draw(t, "header")}}}
		var text strings.Builder
		if err := vegeta.NewJSONTargetEncoder(&text).Encode(&target); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := drill.ReadRequests(file)
		if err != nil || len(got) != 1 {
			t.Fatalf("%d requests, %v", len(got), err)
		}
		if r := got[0]; r.Method != target.Method || "http://host"+r.Path != target.URL || string(r.Body) != string(target.Body) || !cmp.Equal(r.Header, target.Header) {
			t.Fatalf("%+v, want %+v", r, target)
		}
	})
}
