package pid1

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// Run runs the command to its end and returns the exit status for the process.
// It takes over the process's signals and reaps all its children.
func Run(o Options, environ []string, stderr io.Writer) int {
	p, err := o.plan(lookupIn(environ))
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "graceful exec: refused to start\n\n"+safe.Text(err.Error()))
		return StatusRefused
	}
	in := listen(p.stops)
	out := newLines(stderr)
	defer out.close()
	s := supervisor{plan: p, in: in, log: logger(out, o.Quiet)}
	if len(p.missing) > 0 {
		s.log.Warn("not set: using defaults", "missing", p.missing, "delay", p.delay, "deadline", p.deadline)
	}
	if os.Getpid() != 1 {
		// Orphans come to us all the same.
		if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
			s.log.Warn("orphans are not reaped", "error", err)
		}
	}
	if status, started := s.launch(o.Command, p.environment(environ, o.Prefix)); !started {
		return status
	}
	// The child must not inherit that these are ignored, so it comes after.
	signal.Ignore(syscall.SIGTTIN, syscall.SIGTTOU, syscall.SIGPIPE)
	s.settle()
	s.watchDrain(environ)
	defer s.endWatch()
	defer func() { s.child.takeTerminal() }()
	return s.run()
}

func logger(w io.Writer, quiet bool) *slog.Logger {
	level := slog.LevelInfo
	if quiet {
		level = slog.LevelError
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})).With("by", "graceful exec")
}

func lookupIn(environ []string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		// The last one wins, as in a shell.
		for i := len(environ) - 1; i >= 0; i-- {
			if v, ok := strings.CutPrefix(environ[i], name+"="); ok {
				return v, true
			}
		}
		return "", false
	}
}
