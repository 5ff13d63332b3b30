package gracefulecs

import (
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// told is what a container is started with: its own variables and command, and
// what the settings add to both.
type told struct {
	environment map[string]*string
	command     *[]*string
	// untold are the framework's arguments that reach no command, because the
	// image's own is run.
	untold []string
}

// teller says what the settings have for one container.
type teller struct {
	prefix      string // Of the paths of its props.
	environment *map[string]*string
	secrets     *map[string]awsecs.Secret
	command     *[]*string
	arguments   *bool // FrameworkArguments, nil is true.

	settings  shutdown.Table[string]
	framework *shutdown.FrameworkSettings
	// reserved starts the names that are the profile's; empty if none are.
	reserved string
	queue    bool
}

// tell merges a container's own variables and command with those of the
// settings, and faults names that both sides set.
func (c *checker) tell(t teller) told {
	c.variables(t.prefix, t.environment, t.secrets)
	out := told{environment: map[string]*string{}}
	owner := map[string]string{}
	for _, e := range t.settings {
		out.environment[e.Key], owner[e.Key] = &e.Value, "the profile"
	}
	if t.framework != nil {
		for _, e := range t.framework.Environment {
			out.environment[e.Key], owner[e.Key] = &e.Value, "the profile's framework"
		}
	}
	if t.queue {
		owner[queueURL] = "the queue"
	}
	refuse := func(path, name string) {
		by := owner[name]
		if by == "" && t.reserved != "" && strings.HasPrefix(name, t.reserved) {
			by = "the profile, whose names start with " + t.reserved
		}
		if by != "" {
			c.add(shutdown.Fault{Path: path + "[" + quote(name) + "]", Rule: "duplicate", Given: quote(name), Allowed: "a name that nothing else sets",
				Message: "This variable belongs to " + by + ".", WaysOut: []string{"rename or remove it", "or set the profile's environment_prefix"}})
		}
	}
	for _, name := range sortedKeys(deref(t.environment)) {
		refuse(t.prefix+"Environment", name)
	}
	for _, name := range sortedKeys(deref(t.secrets)) {
		refuse(t.prefix+"Secrets", name)
	}
	for name, value := range deref(t.environment) {
		out.environment[name] = value
	}
	out.command, out.untold = t.commanded()
	return out
}

// commanded is the command with what the framework must be told. No command
// means that the image's own runs, to which nothing can be appended.
func (t teller) commanded() (*[]*string, []string) {
	var arguments []string
	if t.framework != nil && (t.arguments == nil || *t.arguments) {
		arguments = t.framework.Arguments
	}
	if t.command == nil {
		return nil, arguments
	}
	command := slices.Clone(*t.command)
	for i := range arguments {
		command = append(command, &arguments[i])
	}
	return &command, nil
}
