package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// series plays the drills of one path, with their progress on standard error.
func (f *drillFlags) series(ctx context.Context, cmd *cobra.Command, path shutdown.StopPath, keep func(verdict.Recording)) ([]verdict.Result, error) {
	p := f.plan
	p.Path, p.Rare, p.Recorded = path, f.rare, keep
	n := 1
	if !f.quiet {
		name := func() string {
			switch {
			case f.rare != nil:
				return fmt.Sprintf("%s %d", path, n)
			case f.repeat > 1:
				return fmt.Sprintf("%s %d/%d", path, n, f.repeat)
			}
			return string(path)
		}
		write := progress
		if p.Profile.Workload == shutdown.WebSocket {
			write = socketProgress
		}
		p.Progress = func(s drill.Progress) { write(cmd.ErrOrStderr(), name(), s) }
		p.Again = func(r verdict.Result) { again(cmd.ErrOrStderr(), name(), p.Attempts, r) }
	}
	return drill.Series(ctx, p, f.repeat, func(verdict.Result) { n++ })
}

// recorder writes recordings to the file that was asked for; nil without one.
func (f *drillFlags) recorder() (func(verdict.Recording), error) {
	if f.record == "" {
		return nil, nil
	}
	// A file that cannot be written is known before the drill, not after it.
	file, err := os.OpenFile(f.record, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, cannotWrite(f.record, err)
	}
	return func(r verdict.Recording) {
		line, err := verdict.Marshal(r)
		if err == nil {
			_, err = file.Write(line)
		}
		f.unwritten = errors.Join(f.unwritten, err)
	}, nil
}
