// Command batch-checkpoint is a job of many steps that goes on where it was
// stopped: on the stop signal it finishes the step in hand and writes down how
// far it came.
package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// step is how long one step of the work takes.
const step = 100 * time.Millisecond

func main() {
	j := job{folder: os.Getenv("STATE_FOLDER")}
	seconds, err := strconv.ParseFloat(os.Getenv("WORK_SECONDS"), 64)
	if err != nil || j.folder == "" {
		slog.Error("WORK_SECONDS must be a number and STATE_FOLDER a folder that outlives the task, such as one on EFS")
		os.Exit(1)
	}
	j.steps = int(seconds / step.Seconds())
	var app lifecycle.App
	app.Go("job", j.run)
	app.Main()
}

type job struct {
	folder string
	steps  int
}

// run works from the checkpoint on until all is done or the stop signal comes.
func (j job) run(ctx context.Context) error {
	at, err := j.resume()
	if err != nil {
		return err
	}
	slog.Info("working", "from", at, "of", j.steps)
	for ; at < j.steps; at++ {
		if ctx.Err() != nil {
			return j.write("checkpoint", strconv.Itoa(at))
		}
		time.Sleep(step)
	}
	return j.write("done", "")
}

// resume is the step to begin with.
func (j job) resume() (int, error) {
	text, err := os.ReadFile(filepath.Join(j.folder, "checkpoint"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

// write replaces a file as a whole, so that a task that is killed in the middle
// leaves the one before it.
func (j job) write(name, text string) error {
	path := filepath.Join(j.folder, name)
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
