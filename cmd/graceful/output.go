package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// sink is standard output. It remembers the first write that failed: whatever
// part of a result did not arrive, it must not look like success.
type sink struct {
	to     io.Writer
	failed error
}

func (s *sink) Write(p []byte) (int, error) {
	if s.failed != nil {
		return 0, s.failed
	}
	n, err := s.to.Write(p)
	s.failed = err
	return n, err
}

// write puts a result on standard output.
func write(cmd *cobra.Command, text string) error {
	if _, err := io.WriteString(cmd.OutOrStdout(), text); err != nil {
		return cannotPrint(err)
	}
	return nil
}

func cannotPrint(err error) error {
	return exit{exitUsage, "cannot write the result to standard output: " + safe.Reason(err)}
}
