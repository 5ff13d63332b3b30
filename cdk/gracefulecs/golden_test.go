package gracefulecs_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden template")

// Logical ids are API: another id makes CloudFormation replace the resource. So
// the whole template is held, ids included.
func TestNewService_goldenTemplate(t *testing.T) {
	w := newWorld()
	newService(t, w, everything(w))
	var text []byte
	if err := caught(func() {
		var err error
		if text, err = marshal(*assertions.Template_FromStack(w.stack, nil).ToJSON()); err != nil {
			t.Fatal(err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "everything.template.json")
	if *update {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)); diff != "" {
		t.Errorf("template mismatch (-want +got); run go test ./cdk/gracefulecs -run golden -update if it is meant:\n%s", diff)
	}
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
