package gracefulecs

import (
	"fmt"
	"slices"
	"strconv"
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
	d := s.Deployment
	r.replaced("minimum_healthy_percent", was["minimumHealthyPercent"], strconv.Itoa(d.MinimumHealthyPercent))
	r.replaced("maximum_percent", was["maximumPercent"], strconv.Itoa(d.MaximumPercent))
	r.replaced("availability_zone_rebalancing", before["availabilityZoneRebalancing"], d.AvailabilityZoneRebalancing)
	breaker := object(was["deploymentCircuitBreaker"])
	if b := d.CircuitBreaker; b != nil {
		r.replaced("circuit breaker", breaker["enable"], service.Written(b.Enable))
		r.replaced("circuit breaker rollback", breaker["rollback"], service.Written(b.Rollback))
	} else if breaker["enable"] == true {
		r.replaced("circuit breaker", true, "none")
	}
	if v := d.BakeTimeInMinutes; v != nil {
		r.replaced("bake_time_in_minutes", was["bakeTimeInMinutes"], strconv.Itoa(*v))
	}
	if h := s.HealthCheck; h != nil {
		r.replaced("health_check.grace_period", before["healthCheckGracePeriodSeconds"], strconv.Itoa(h.GracePeriod))
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
