package evidence_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

// Whatever a command or a Dockerfile has in it, reading it ends, without a panic.
func FuzzOf(f *testing.F) {
	for _, seed := range []string{"gunicorn a:b", "exec gunicorn $(nproc) 2>&1 | tee x", "a & wait", "\"", "`", "$(", "<<x", "\\", "tini -- sh -c 'exec x'", ">&", "env -u", "npm"} {
		f.Add(seed)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		for _, command := range [][]string{{"sh", "-c", text}, {text}, {"tini", "--", "env", text, text}, {"java", text, "-jar", text}, {"nginx", "-g", text}} {
			evidence.Of(&service.Container{Command: service.Of(command, service.Where{}), Image: service.Of(text, service.Where{}),
				Environment: map[string]service.Value[string]{"GUNICORN_CMD_ARGS": service.Of(text, service.Where{}), "SPRING_APPLICATION_JSON": service.Of(text, service.Where{})}}, nil)
		}
		path := filepath.Join(dir, "Dockerfile")
		if err := os.WriteFile(path, []byte("FROM nginx\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		if image, err := evidence.ReadDockerfile(path, ""); err == nil {
			evidence.Of(&service.Container{}, image)
		}
	})
}
