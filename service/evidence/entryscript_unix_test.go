//go:build unix

package evidence_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testfiles"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

// What an image copies may be no file at all, on which a reader would wait for ever, or
// a link to what has no end.
func TestReadDockerfile_noScript(t *testing.T) {
	dir := t.TempDir()
	testfiles.Write(t, dir, map[string]string{
		"Dockerfile":  "FROM python:3.13\nCOPY pipe.sh /\nENTRYPOINT [\"/pipe.sh\", \"gunicorn\", \"a:b\"]",
		"long/run.sh": "#!/bin/sh\n" + strings.Repeat("#", 1<<16) + "\nexec gunicorn a:b\n", "long/Dockerfile": "FROM python:3.13\nCOPY . .\nCMD [\"./run.sh\"]",
	})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.sh"), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"Dockerfile": "gunicorn unknown, bound 30s default", "long/Dockerfile": "nothing unknown"} {
		image, err := evidence.ReadDockerfile(filepath.Join(dir, file), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := told(evidence.Of(&service.Container{}, image)); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}
