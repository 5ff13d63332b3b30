package gracefulecs

import (
	"errors"
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// CheckProps narrow a check down.
type CheckProps struct {
	// Only picks the services that the profile is for.
	// Default: every Fargate service in the scope.
	Only func(service awsecs.FargateService) bool
	// Warn reports warnings, which "cdk synth --strict" alone refuses.
	// Default: false, errors, with which "cdk synth" fails.
	Warn *bool
}

// NewCheck returns an aspect that compares every Fargate service in its scope
// with a profile and reports each value that contradicts it, by its name. It
// changes nothing. Add it with [CheckServices], or by hand:
//
//	awscdk.Aspects_Of(app).Add(gracefulecs.NewCheck(profile, nil), &awscdk.AspectOptions{
//		Priority: awscdk.AspectPriority_READONLY(),
//	})
//
// An aspect does not see raw overrides (AddPropertyOverride).
//
// Where the profile leaves desired_count, min_count, strategy or the order of
// the sidecars open, each service's own is taken. It panics when the profile has
// faults.
func NewCheck(profile shutdown.Profile, props *CheckProps) awscdk.IAspect {
	_, err := shutdown.Prove(profile)
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		panic(fmt.Errorf("gracefulecs: services cannot be checked against this profile:\n\n%w", nameTokens(faults)))
	}
	return &check{profile: profile, props: deref(props)}
}

// CheckServices adds [NewCheck] to a scope, for instance the app, after every
// aspect that changes something.
func CheckServices(scope constructs.IConstruct, profile shutdown.Profile, props *CheckProps) {
	awscdk.Aspects_Of(scope).Add(NewCheck(profile, props), &awscdk.AspectOptions{Priority: awscdk.AspectPriority_READONLY()})
}

type check struct {
	profile shutdown.Profile
	props   CheckProps

	routes *routes // Of the whole app, found with the first service.
}

// Visit is called by the CDK for each construct in the scope.
func (c *check) Visit(node constructs.IConstruct) {
	service, ok := node.(awsecs.FargateService)
	if !ok || c.props.Only != nil && !c.props.Only(service) {
		return
	}
	notes := awscdk.Annotations_Of(service)
	s, ok := newSubject(service)
	if !ok {
		notes.AddWarningV2(ptr("graceful:task-definition"), ptr("graceful: the containers of this service are not defined in the app, so it is not compared with the profile"))
		return
	}
	if c.routes == nil {
		c.routes = newRoutes(node.Node().Root())
	}
	findings, err := c.compare(s)
	if err != nil {
		notes.AddError(ptr("graceful: " + err.Error()))
	}
	for _, f := range findings {
		text := "graceful: " + f.String()
		if f.doubt || deref(c.props.Warn) {
			notes.AddWarningV2(ptr("graceful:"+f.setting), &text)
		} else {
			notes.AddError(&text)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// finding is one value that contradicts the profile.
type finding struct {
	setting   string
	got, want string
	// because is the model's own explanation of the wanted value, if it has one.
	because string
	// doubt makes it a warning: the value is not known, or is not the service's own.
	doubt bool
}

func (f finding) String() string {
	text := f.setting + " is " + f.got + ", the profile gives " + f.want
	if f.because != "" {
		text += " (" + f.because + ")"
	}
	return text
}
