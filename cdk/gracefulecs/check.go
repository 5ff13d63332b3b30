package gracefulecs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/template"
)

// CheckProps change how a check reports.
type CheckProps struct {
	// Warn reports warnings, with which "cdk synth" goes on.
	// Default: false, errors, with which it fails.
	Warn *bool
}

// CheckServices compares every service on Fargate in a scope, for instance the
// app, with its profile, and reports each value that contradicts it, by its name:
//
//	gracefulecs.CheckServices(app, gracefulecs.ByPath(map[string]shutdown.Profile{
//		"Shop/Web":    web,    // The service in that construct, in whatever stage.
//		"Shop/Worker": worker,
//		"Search":      search, // Every service of that stack.
//	}), nil)
//
// It is a validation of the CDK: it reads the templates when they are written, with
// those of stages and nested stacks and with raw overrides, changes nothing, and its
// reports can be acknowledged one by one.
//
// Where a profile leaves load_balancer, desired_count, min_count, strategy or the
// order of the sidecars open, each service's own is taken. It panics when a profile
// has faults.
func CheckServices(scope constructs.IConstruct, profiles Profiles, props *CheckProps) {
	profiles.prove()
	awscdk.Validations_Of(scope).AddPlugins(&check{profiles: profiles, props: deref(props), scope: *scope.Node().Path()})
}

type check struct {
	profiles Profiles
	props    CheckProps
	scope    string // The path of the construct that it is for.
}

// checkName is what the CDK calls the check in its report.
const checkName = "graceful"

// Name is called by the CDK.
func (*check) Name() *string { return ptr(checkName) }

// Version is called by the CDK.
func (*check) Version() *string { return nil }

// RuleIds is called by the CDK.
func (*check) RuleIds() *[]*string { return nil }

// Validate is called by the CDK once for all stacks, with the files in which their
// templates are.
func (c *check) Validate(context awscdk.IPolicyValidationContext) *awscdk.PolicyValidationPluginReport {
	report := &awscdk.PolicyValidationPluginReport{Success: ptr(true), Violations: &[]*awscdk.PolicyViolation{}}
	templates := &template.Set{}
	for _, s := range *context.StackTemplates() {
		if err := templates.Add(*s.TemplatePath, *s.StackConstructPath); err != nil {
			panic(fmt.Errorf("gracefulecs: the template of %s cannot be read: %w", *s.StackConstructPath, err))
		}
	}
	used := map[string]bool{}
	for _, s := range service.Link(templates.Resources()) {
		path := constructOf(s)
		if !s.OnFargate() || c.scope != "" && path != c.scope && !strings.HasPrefix(path, c.scope+"/") {
			continue
		}
		c.add(report, s, c.service(s, used))
	}
	for _, name := range c.profiles.names {
		if !used[name] {
			c.violation(report, finding{setting: "profiles", text: "no service is for the profile of " + quote(name)}, &awscdk.PolicyViolatingResource{ConstructPath: &c.scope, Locations: &[]*string{}}, quote(name))
		}
	}
	return report
}

// service finds the profile of a service and what contradicts it.
func (c *check) service(s *service.Service, used map[string]bool) []finding {
	profile, name, problem := c.profiles.of(described(s))
	used[name] = true
	switch {
	case problem != "":
		return []finding{{setting: "profile", text: problem, doubt: name == ""}}
	case profile == nil:
		return nil
	case s.Task == nil:
		return []finding{{setting: "task_definition", text: "the containers of this service are not defined in the app, so it is not compared with the profile", doubt: true}}
	}
	differences, err := service.Compare(s, impliedRouter(*profile, hasRouter(s.Task)))
	if err != nil {
		return []finding{{setting: "profile", text: err.Error()}}
	}
	out := make([]finding, 0, len(differences))
	for _, d := range differences {
		out = append(out, finding{setting: d.Setting, text: d.String(), doubt: d.Doubt})
	}
	return out
}

// hasRouter says that the task has the log router that the CDK adds by itself.
func hasRouter(task *service.Task) bool {
	container := task.Container(cdkRouter)
	return container != nil && container.Router
}

// add reports the findings of a service.
func (c *check) add(report *awscdk.PolicyValidationPluginReport, s *service.Service, findings []finding) {
	slices.SortStableFunc(findings, func(a, b finding) int { return cmp.Compare(a.setting, b.setting) })
	path := constructOf(s)
	for _, f := range findings {
		c.violation(report, f, &awscdk.PolicyViolatingResource{
			ConstructPath: &path, ResourceLogicalId: &s.Resource.Where.Address, TemplatePath: &s.Resource.Where.File, Locations: &[]*string{}}, path)
	}
}

// violation reports one finding. Its rule has the path of the service in it,
// because the CDK takes one acknowledgement for the whole app.
func (c *check) violation(report *awscdk.PolicyValidationPluginReport, f finding, where *awscdk.PolicyViolatingResource, path string) {
	severity := "error"
	if f.doubt || deref(c.props.Warn) {
		severity = "warning"
	} else {
		report.Success = ptr(false)
	}
	rule := strings.NewReplacer(" ", "-", "::", "-", "(", "", ")", "", "[", ".", "]", "", "{", "", "}", "").Replace(f.setting)
	*report.Violations = append(*report.Violations, &awscdk.PolicyViolation{RuleName: ptr(rule + "@" + strings.Trim(path, `"`)), Description: ptr(f.text),
		Severity: &severity, ViolatingResources: &[]*awscdk.PolicyViolatingResource{where}})
}

func ptr[T any](v T) *T { return &v }

// finding is what to say of one setting of a service.
type finding struct {
	setting, text string
	// doubt makes it a warning: the value is not known, or is not the service's own.
	doubt bool
}
