package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// finish gives every command the same manners: usage errors offer the nearest
// word, and cobra's own commands have an example too. Cobra's completion command
// keeps the output that the root has now.
func finish(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	root.SetHelpCommand(newHelp(root))
	root.InitDefaultHelpCmd()
	root.SetFlagErrorFunc(flagError)
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Example = "  source <(graceful completion bash)"
			c.Args, c.RunE = knownCommand, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}

// newHelp is cobra's help command, but for a topic that does not exist, which
// is an error here.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Show the help of a command",
		Example: "  graceful help timeline",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return commandNames(root), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			topic, rest, err := root.Find(args)
			if err == nil && len(rest) > 0 {
				err = unknownCommand(topic, rest[0])
			}
			if err != nil {
				return err
			}
			topic.InitDefaultHelpFlag()
			return topic.Help()
		},
	}
}

// knownCommand refuses what is left of the arguments when no command took it.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownCommand(cmd, args[0])
}

func unknownCommand(parent *cobra.Command, word string) error {
	names := commandNames(parent)
	if len(names) == 0 {
		return fmt.Errorf("%s takes no argument %s", title(parent), safe.Word(word))
	}
	return fmt.Errorf("%s has no command %s%s", title(parent), safe.Word(word), hint(word, names, ""))
}

func commandNames(parent *cobra.Command) []string {
	var names []string
	for _, c := range parent.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

// title is a command in a message that begins with the program's name already.
func title(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return "this program"
	}
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
}

// flagError offers the flag that was meant.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		name, dashes := unknown.GetSpecifiedName(), "--"
		if unknown.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		if name == "version" {
			return fmt.Errorf("%s has no flag --version: did you mean %s --version?", title(cmd), cmd.Root().Name())
		}
		return fmt.Errorf("%s has no flag %s%s%s", title(cmd), dashes, safe.Name(safe.Cut(name, 60)), hint(name, names, "--"))
	}
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return fmt.Errorf("--%s %w", invalid.GetFlag().Name, errors.Unwrap(invalid))
	}
	return err
}

// hint offers the nearest word, or lists them all.
func hint(word string, known []string, dashes string) string {
	if near := shutdown.Nearest(word, known); near != "" {
		return ": did you mean " + dashes + near + "?"
	}
	return ": there are " + dashes + strings.Join(known, ", "+dashes)
}

// noArguments is for commands that take none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no argument %s", title(cmd), safe.Word(args[0]))
}
