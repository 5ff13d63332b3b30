package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/suggest"
)

const suggestLong = `Write the profile that a service seems to have, from its configuration as it is.

PATH is what "graceful audit" takes. Each field has what shows it and where, and
what only somebody who knows the app can answer stands there as a question. At
the end are the values that would change, and the longest work that survives
today and then.

With --format terraform come the data source and the lines that read it, with
--format cdk the lines of a CDK app in Go.`

// newSuggest writes a profile for what people have.
func newSuggest() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "suggest PATH...",
		Short: "Write the profile that a configured service seems to have",
		Long:  suggestLong,
		Example: "  graceful suggest plan.json > profile.yaml\n" +
			"  graceful suggest plan.json --service api\n" +
			"  graceful suggest plan.json --service api --format terraform",
		Args: cobra.MinimumNArgs(1),
	}
	cmd.Flags().SortFlags = false
	format := addChoice(cmd, "format", "what to write", "profile", "profile", "terraform", "cdk")
	name := cmd.Flags().String("service", "", "the service, by its name or address, where there are several")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		in := auditInput{standard: cmd.InOrStdin()}
		services, _ := in.services(args)
		if len(in.unread) > 0 {
			return exit{exitUnsure, errors.Join(in.unread...).Error()}
		}
		s, err := chosen(services, *name)
		if err != nil {
			return err
		}
		one := suggest.For(s)
		switch format.value {
		case "terraform":
			return write(cmd, report.SuggestionTerraform(one))
		case "cdk":
			return write(cmd, report.SuggestionCDK(one))
		}
		return write(cmd, report.Suggestion(one))
	}
	return cmd
}

// chosen is the service on Fargate of that name or address, or the only one.
func chosen(all []*service.Service, name string) (*service.Service, error) {
	var found []*service.Service
	var names []string
	for _, s := range all {
		if !s.OnFargate() {
			continue
		}
		called := s.Name.Or(s.Resource.Where.Address)
		names = append(names, called)
		if name == "" || name == called || name == s.Resource.Where.Address || name == s.Resource.Path {
			found = append(found, s)
		}
	}
	slices.Sort(names)
	list := safe.Line(strings.Join(names, ", "))
	switch {
	case len(names) == 0:
		return nil, exit{exitUnsure, "there is no service on Fargate in what was read"}
	case len(found) == 0:
		return nil, fmt.Errorf("--service %s: there is none of that name or address; there are %s", safe.Word(name), list)
	case len(found) > 1 && name == "":
		return nil, errors.New("there are several services: choose one with --service NAME: " + list)
	case len(found) > 1:
		return nil, fmt.Errorf("--service %s: there are several of that name: give the address", safe.Word(name))
	}
	return found[0], nil
}
