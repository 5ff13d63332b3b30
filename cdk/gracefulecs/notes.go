package gracefulecs

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// warn shows the notes that put a promise in doubt as the CDK's warnings, which
// can be acknowledged by the rule. The other notes stand in the settings only,
// so that a synth stays quiet.
func warn(scope constructs.IConstruct, notes []shutdown.Note) {
	for _, n := range notes {
		if n.Doubt {
			awscdk.Annotations_Of(scope).AddWarningV2(jsii.String("graceful:"+n.Rule), jsii.String(n.Path+": "+n.Message))
		}
	}
}

// warnOfArguments says that what a framework must be told does not reach it.
func warnOfArguments(scope constructs.IConstruct, p *plan) {
	for prefix, t := range map[string]told{"": p.app, "Front.": p.front} {
		if len(t.untold) == 0 {
			continue
		}
		awscdk.Annotations_Of(scope).AddWarningV2(jsii.String("graceful:"+strings.ToLower(strings.ReplaceAll(prefix, ".", "-"))+"framework-arguments"), jsii.String(
			prefix+"Command: the image's own command is run, so the framework's stop settings are not passed to it: "+strings.Join(t.untold, " ")+
				". Set "+prefix+"Command, or put them into the image and set "+prefix+"FrameworkArguments to false."))
	}
}
