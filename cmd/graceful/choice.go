package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value string
	words []string
	// name stands for the words in the help when they would not fit a line.
	name string
}

// String is the word that was chosen.
func (c *choice) String() string { return c.value }

// Type names the words in the help.
func (c *choice) Type() string {
	if c.name != "" {
		return c.name
	}
	return strings.Join(c.words, "|")
}

// Set takes a word, or offers the nearest.
func (c *choice) Set(word string) error {
	for _, w := range c.words {
		if w == word {
			c.value = word
			return nil
		}
	}
	return fmt.Errorf("does not know the word %s%s", safe.Word(word), hint(word, c.words, ""))
}

// addChoice gives a command a flag with completion of its words. Value is the
// default; empty for none.
func addChoice(cmd *cobra.Command, name, usage string, value string, words ...string) *choice {
	c := &choice{value: value, words: words}
	cmd.Flags().Var(c, name, usage)
	mustComplete(cmd, name, words)
	return c
}

// mustComplete registers a flag's words. It fails only for a flag that the
// command does not have.
func mustComplete(cmd *cobra.Command, name string, words []string) {
	err := cmd.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	})
	if err != nil {
		panic(err)
	}
}
