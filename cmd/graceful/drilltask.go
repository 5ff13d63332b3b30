package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kballard/go-shellquote"
	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// taskFlags are the commands of the containers beside the app.
type taskFlags struct {
	front    string
	sidecars []string
}

func (f *taskFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.front, "front", "", "`COMMAND` of the profile's front, before the app; see above")
	flags.StringArrayVar(&f.sidecars, "sidecar", nil, "a sidecar of the profile, as `NAME=COMMAND`; may be repeated")
	for _, free := range []string{"front", "sidecar"} {
		mustComplete(cmd, free, nil)
	}
}

// parse completes the plan.
func (f *taskFlags) parse(cmd *cobra.Command, plan *drill.Plan) (err error) {
	if cmd.Flags().Changed("front") {
		if plan.Front, err = words("--front", f.front); err != nil {
			return err
		}
	}
	for _, text := range f.sidecars {
		name, command, ok := strings.Cut(text, "=")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(name, " \t'\"") {
			return fmt.Errorf("--sidecar %s must be like NAME=COMMAND, such as otel='otelcol --config otel.yaml'", safe.Word(text))
		}
		list, err := words("--sidecar "+name, command)
		if err != nil {
			return err
		}
		plan.Sidecars = append(plan.Sidecars, drill.Sidecar{Name: name, Command: list})
	}
	return nil
}

// unplayed says which containers of the profile a drill of one command, or of a
// process that runs already, leaves out; a whole task's own report does.
func (f *drillFlags) unplayed(p shutdown.Profile) string {
	if f.front != "" || len(f.sidecars) > 0 {
		return ""
	}
	taken, whole, sidecars := "its command was taken for all", "To drill the app too: --front COMMAND for the front, and the app's after the --.", "To see them outlive the app: --sidecar NAME=COMMAND."
	if f.plan.PID != 0 {
		taken, whole = fmt.Sprintf("process %d was taken for it", f.plan.PID), "A whole task is one that the drill starts: give the commands instead of --url and --pid."
		sidecars = whole
	}
	var b strings.Builder
	if p.Front != nil {
		fmt.Fprintf(&b, "Not played: what is behind the front %s, since %s. %s\n", p.Front.Name, taken, whole)
	}
	if len(p.Sidecars) > 0 {
		var names []string
		for _, s := range p.Sidecars {
			names = append(names, s.Name)
		}
		fmt.Fprintf(&b, "Not played: the sidecars of the profile, %s. %s\n", strings.Join(names, ", "), strings.ReplaceAll(sidecars, "NAME", names[0]))
	}
	return b.String()
}

// words splits a command as a shell does, which knows quotes and backslashes and
// nothing else here.
func words(flag, text string) ([]string, error) {
	list, err := shellquote.Split(text)
	switch {
	case errors.Is(err, shellquote.UnterminatedSingleQuoteError), errors.Is(err, shellquote.UnterminatedDoubleQuoteError):
		return nil, fmt.Errorf("%s has a quote without an end in %s: close it, or write \\ before it", flag, safe.Word(text))
	case err != nil:
		return nil, fmt.Errorf("%s ends with a backslash in %s: write two for one", flag, safe.Word(text))
	case len(list) == 0:
		return nil, fmt.Errorf("%s has no command", flag)
	}
	return list, nil
}
