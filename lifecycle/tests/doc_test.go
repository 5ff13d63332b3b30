package lifecycle_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDoc_program builds and runs the program that the package's documentation
// begins with.
func TestDoc_program(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile(filepath.Join("..", "doc.go"))
	if err != nil {
		t.Fatal(err)
	}
	var program strings.Builder
	for line := range strings.Lines(string(doc)) {
		if code, ok := strings.CutPrefix(line, "//\t"); ok && !strings.HasPrefix(code, " ") {
			program.WriteString(code)
		} else if program.Len() > 0 && strings.HasPrefix(line, "// #") {
			break
		} else if program.Len() > 0 {
			program.WriteString("\n")
		}
	}
	dir := t.TempDir()
	source, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "program")
	text := strings.Replace(program.String(), `":8080"`, `"127.0.0.1:0"`, 1)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(here, "program", "main.go"): source}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"main.go": text, "overlay.json": string(overlay)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", binary, "./program").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s\n%s", err, out, text)
	}
	cmd := exec.Command(binary)
	cmd.Env = append(os.Environ(), "SHUTDOWN_DELAY_SECONDS=0", "SHUTDOWN_DEADLINE_SECONDS=5", "TMPDIR="+dir)
	out := &lockedBuffer{}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// Signals are listened to before this line is written.
	until(t, "its first line", func() bool { return strings.Contains(out.String(), "defaults") })
	_ = cmd.Process.Signal(os.Interrupt)
	if err := cmd.Wait(); err != nil || !strings.Contains(out.String(), "closer done") {
		t.Errorf("exit: %v\n%s", err, out)
	}
}
