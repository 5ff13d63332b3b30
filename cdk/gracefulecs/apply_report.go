package gracefulecs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// applyReport is what the author of a service learns in the output of a synthesis:
// what is no longer as it was written, and what could not be set.
type applyReport struct {
	changes  []string
	warnings [][2]string // The rule and the words.
}

// replaced notes a value that stood in the template, or the CDK's own default
// there, and does so no more.
func (r *applyReport) replaced(setting string, was any, is string) {
	got := service.Written(was)
	if _, unknown := was.(map[string]any); unknown {
		got = "a value known at deployment only"
	}
	if got != service.NotSet && got != is {
		r.changes = append(r.changes, setting+" "+got+" → "+is)
	}
}

// left notes a setting that is somebody else's to make.
func (r *applyReport) left(setting string, want int, because string) {
	r.warnings = append(r.warnings, [2]string{setting, fmt.Sprintf("%s is not set: %s to %d.", setting, because, want)})
}

// untold notes the arguments of a framework that are not in a container's command.
func (r *applyReport) untold(container string, command *[]*string, arguments []string) {
	words := ""
	for _, word := range deref(command) {
		words += " " + *word
	}
	if len(arguments) > 0 && !strings.Contains(words+" ", " "+strings.Join(arguments, " ")+" ") {
		r.warnings = append(r.warnings, [2]string{"framework-arguments", "the command of the container " + quote(container) +
			" stays as it is, and the framework's stop settings are not in it. Start it with " + strings.Join(arguments, " ") + "."})
	}
}

// deployment notes what of the way to deploy, and of the rest of the service, is
// replaced.
func (r *applyReport) deployment(was, before map[string]any, s shutdown.Settings) {
	for part, properties := range map[service.Part]map[string]any{service.OfDeployment: was, service.OfService: before} {
		for _, w := range service.Wants(part) {
			if v, applies := w.Value(s); applies {
				setting := strings.TrimPrefix(strings.TrimPrefix(w.Setting, "deployment "), "deployment.")
				r.replaced(setting, valueAt(properties, w), fmt.Sprint(v))
			}
		}
	}
	if s.Deployment.CircuitBreaker == nil && object(was["deploymentCircuitBreaker"])["enable"] == true {
		r.replaced("circuit breaker", true, "none")
	}
}

// show writes it to the output of the synthesis, once.
func (r *applyReport) show(scope constructs.IConstruct) {
	notes := awscdk.Annotations_Of(scope)
	if len(r.changes) > 0 {
		slices.Sort(r.changes)
		notes.AddInfoV2(jsii.String("graceful:replaced"), jsii.String("graceful: the profile replaces "+strings.Join(slices.Compact(r.changes), ", ")))
	}
	for _, w := range r.warnings {
		notes.AddWarningV2(jsii.String("graceful:"+w[0]), jsii.String("graceful: "+w[1]))
	}
	r.changes, r.warnings = nil, nil
}
