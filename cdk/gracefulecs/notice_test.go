package gracefulecs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// gateway is a profile of long connections that watches for its drain.
func gateway(set ...func(*shutdown.Profile)) shutdown.Profile {
	p := shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(3600), DrainNotice: new(true)}
	for _, change := range set {
		change(&p)
	}
	return p
}

const (
	targetGroupARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/given/50dc6c495c0c9188"
	ownGroup       = "Stack/Api/TargetGroup"
)

// toldGroups are the target groups that the app is told, each by the path of its
// construct or, if the app does not make it, by its ARN.
func toldGroups(t *testing.T, w world, name string) []string {
	t.Helper()
	paths := map[string]string{}
	for _, node := range *w.stack.Node().FindAll("") {
		if group, ok := node.(awselasticloadbalancingv2.CfnTargetGroup); ok {
			paths[fmt.Sprint(w.stack.Resolve(group.LogicalId()))] = strings.TrimSuffix(*group.Node().Path(), "/Resource")
		}
	}
	one := func(v any) string {
		if ref, ok := v.(map[string]any)["Ref"].(string); ok {
			return paths[ref]
		}
		return show(v)
	}
	for _, item := range w.template(t).only(t, "AWS::ECS::TaskDefinition")["ContainerDefinitions"].([]any) {
		variables, _ := item.(map[string]any)["Environment"].([]any)
		for _, variable := range variables {
			v := variable.(map[string]any)
			if v["Name"] != name {
				continue
			}
			switch value := v["Value"].(type) {
			case string:
				return strings.Split(value, ",")
			case map[string]any:
				join, ok := value["Fn::Join"].([]any)
				if !ok {
					return []string{one(value)}
				}
				var out []string
				for _, part := range join[1].([]any) {
					if text, ok := part.(string); ok {
						out = append(out, text)
						continue
					}
					out = append(out, one(part))
				}
				if join[0] != "," {
					t.Errorf("the ARNs are joined with %v", join[0])
				}
				return out
			}
		}
	}
	return nil
}

// An app that watches for its drain is told every target group that it may be
// registered in, and may ask for its health there; any other is told nothing.
func TestNewService_drainNotice(t *testing.T) {
	type p = shutdown.Profile
	for name, row := range map[string]struct {
		profile  shutdown.Profile
		set      func(w world, p *props)
		variable string
		want     []string
	}{
		"alb":        {profile: gateway(), want: []string{ownGroup}},
		"nlb":        {profile: gateway(func(p *p) { p.LoadBalancer = shutdown.NLB }), want: []string{ownGroup}},
		"blue_green": {profile: gateway(func(p *p) { p.Strategy = shutdown.BlueGreen }), want: []string{ownGroup, "Stack/Api/AlternateTargetGroup"}},
		"canary nlb": {profile: gateway(func(p *p) { p.Strategy, p.LoadBalancer = shutdown.Canary, shutdown.NLB }), want: []string{ownGroup, "Stack/Api/AlternateTargetGroup"}},
		"a prefix":   {profile: gateway(func(p *p) { p.EnvironmentPrefix = "STOP_" }), variable: "STOP_TARGET_GROUPS", want: []string{ownGroup}},
		"routes": {profile: gateway(), set: func(w world, p *props) {
			p.Routes = &[]*gracefulecs.RouteProps{
				{Name: jsii.String("b"), ExistingTargetGroup: awselasticloadbalancingv2.ApplicationTargetGroup_FromTargetGroupAttributes(w.stack, jsii.String("Given"),
					&awselasticloadbalancingv2.TargetGroupAttributes{TargetGroupArn: jsii.String(targetGroupARN)})},
				{Name: jsii.String("a"), Listener: w.listener(), Priority: jsii.Number(11), PathPatterns: jsii.Strings("/a")},
			}
		}, want: []string{ownGroup, "Stack/Api/Route-a/TargetGroup", targetGroupARN}},
		"none asked for": {profile: gateway(func(p *p) { p.DrainNotice, p.LongestWork = nil, new(900) })},
		"refused":        {profile: gateway(func(p *p) { p.DrainNotice, p.LongestWork = new(false), new(900) })},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			props := w.props(row.profile)
			if row.set != nil {
				row.set(w, props)
			}
			newService(t, w, props)
			variable := row.variable
			if variable == "" {
				variable = "SHUTDOWN_TARGET_GROUPS"
			}
			if diff := cmp.Diff(row.want, toldGroups(t, w, variable)); diff != "" {
				t.Errorf("target groups mismatch (-want +got):\n%s", diff)
			}
			statement := `{"Action":"elasticloadbalancing:DescribeTargetHealth","Effect":"Allow","Resource":"*"}`
			if got := strings.Count(text(t, w), statement); got != min(1, len(row.want)) {
				t.Errorf("the task role has the permission %d times", got)
			}
		})
	}
}

// The owner of a role that CDK does not change is told what it must allow.
func TestNewService_drainNoticeOfAGivenRole(t *testing.T) {
	for name, want := range map[string]bool{"frozen": true, "mutable": false} {
		w := newWorld()
		p := w.props(gateway())
		p.TaskRole = role(w, "app", name == "mutable")
		newService(t, w, p)
		if got := strings.Contains(warnings(t, w), "Its owner must allow: elasticloadbalancing:DescribeTargetHealth on every resource."); got != want {
			t.Errorf("%s: told to the owner: %t", name, got)
		}
	}
}

// What the app would be told nobody else may set.
func TestNewService_drainNoticeIsReserved(t *testing.T) {
	w := newWorld()
	p := w.props(gateway())
	p.Environment = &map[string]*string{"SHUTDOWN_TARGET_GROUPS": jsii.String("mine")}
	if err := gracefulecs.Validate(p); err == nil || !strings.Contains(err.Error(), "This variable belongs to the profile, whose names start with SHUTDOWN_.") {
		t.Errorf("Validate() = %v, want the variable", err)
	}
}

func TestApply_drainNotice(t *testing.T) {
	type p = shutdown.Profile
	const targets, other = "Stack/Targets", "Stack/OtherTargets"
	for name, row := range map[string]struct {
		profile shutdown.Profile
		want    []string
	}{
		"alb":        {gateway(), []string{targets}},
		"nlb":        {gateway(func(p *p) { p.LoadBalancer = shutdown.NLB }), []string{targets}},
		"blue_green": {gateway(func(p *p) { p.Strategy = shutdown.BlueGreen }), []string{targets, other}},
		"without":    {gateway(func(p *p) { p.DrainNotice, p.LongestWork = nil, new(900) }), nil},
	} {
		t.Run(name, func(t *testing.T) {
			plain := newPlain(newWorld(), row.profile)
			if err := caught(func() { gracefulecs.Apply(plain.service, row.profile, nil) }); err != nil {
				t.Fatal(err)
			}
			gracefulecs.CheckServices(plain.app, gracefulecs.EveryService(row.profile), nil)
			if diff := cmp.Diff(row.want, toldGroups(t, plain.world, "SHUTDOWN_TARGET_GROUPS")); diff != "" {
				t.Errorf("target groups mismatch (-want +got):\n%s", diff)
			}
			if got := strings.Contains(text(t, plain.world), "DescribeTargetHealth"); got != (row.want != nil) {
				t.Errorf("the task may ask for its health: %t", got)
			}
			for _, r := range plain.reports(t) {
				if strings.Contains(r, "TARGET_GROUPS") {
					t.Errorf("a service that Apply has set is reported: %s", r)
				}
			}
		})
	}
}

// What Apply cannot know or do, it says.
func TestApply_drainNoticeLeft(t *testing.T) {
	given := func(w world) awselasticloadbalancingv2.IApplicationTargetGroup {
		return awselasticloadbalancingv2.ApplicationTargetGroup_FromTargetGroupAttributes(w.stack, jsii.String("Given"), &awselasticloadbalancingv2.TargetGroupAttributes{TargetGroupArn: jsii.String(targetGroupARN)})
	}
	built := func(w world, task awsecs.FargateTaskDefinition, options *awsecs.LoadBalancerTargetOptions) awsecs.FargateService {
		task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{Image: image(), PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8080)}}})
		props := &awsecs.FargateServiceProps{Cluster: w.cluster, TaskDefinition: task, DesiredCount: jsii.Number(2)}
		if options != nil {
			props.DeploymentStrategy = awsecs.DeploymentStrategy_BLUE_GREEN
		}
		return awsecs.NewFargateService(w.stack, jsii.String("Plain"), props)
	}
	reached := func() *awsecs.LoadBalancerTargetOptions {
		return &awsecs.LoadBalancerTargetOptions{ContainerName: jsii.String("web"), ContainerPort: jsii.Number(8080)}
	}
	for name, row := range map[string]struct {
		build func(w world) awsecs.FargateService
		want  string
		told  []string
	}{
		"an imported target group": {build: func(w world) awsecs.FargateService {
			s := built(w, awsecs.NewFargateTaskDefinition(w.stack, jsii.String("Task"), nil), nil)
			given(w).AddTarget(s.LoadBalancerTarget(reached()))
			return s
		}, told: []string{targetGroupARN}},
		"an imported alternate": {build: func(w world) awsecs.FargateService {
			options := reached()
			s := built(w, awsecs.NewFargateTaskDefinition(w.stack, jsii.String("Task"), nil), options)
			group := newApplicationGroup(w, "Targets")
			rule := awselasticloadbalancingv2.NewApplicationListenerRule(w.stack, jsii.String("Rule"), &awselasticloadbalancingv2.ApplicationListenerRuleProps{
				Listener: w.listener(), Priority: jsii.Number(9), Conditions: &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/*"))},
				TargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{group}})
			options.AlternateTarget = awsecs.NewAlternateTarget(jsii.String("Other"), &awsecs.AlternateTargetProps{AlternateTargetGroup: given(w),
				ProductionListener: awsecs.ListenerRuleConfiguration_ApplicationListenerRule(rule)})
			group.AddTarget(s.LoadBalancerTarget(options))
			return s
		}, want: "Add it to SHUTDOWN_TARGET_GROUPS of the container \"web\", after a comma.", told: []string{"Stack/Targets"}},
		"a role that does not change": {build: func(w world) awsecs.FargateService {
			s := built(w, awsecs.NewFargateTaskDefinition(w.stack, jsii.String("Task"), &awsecs.FargateTaskDefinitionProps{TaskRole: role(w, "app", false)}), nil)
			newApplicationGroup(w, "Targets").AddTarget(s.LoadBalancerTarget(reached()))
			return s
		}, want: "Its owner must allow: elasticloadbalancing:DescribeTargetHealth on every resource.", told: []string{"Stack/Targets"}},
		"a task definition of another stack": {build: func(w world) awsecs.FargateService {
			other := awscdk.NewStack(w.app, jsii.String("Other"), nil)
			s := built(w, awsecs.NewFargateTaskDefinition(other, jsii.String("Task"), nil), nil)
			newApplicationGroup(w, "Targets").AddTarget(s.LoadBalancerTarget(reached()))
			return s
		}, want: "the task definition is in the stack Other and the service in Stack, so the app is not told where it is registered."},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			s := row.build(w)
			if err := caught(func() { gracefulecs.Apply(s, gateway(), nil) }); err != nil {
				t.Fatal(err)
			}
			got := warnings(t, w) // Synthesises, without a circle.
			if !strings.Contains(got, row.want) || row.want == "" && (strings.Contains(got, "TARGET_GROUPS") || strings.Contains(got, "DescribeTargetHealth")) {
				t.Errorf("no warning says %q:\n%s", row.want, got)
			}
			if row.told != nil {
				if diff := cmp.Diff(row.told, toldGroups(t, w, "SHUTDOWN_TARGET_GROUPS")); diff != "" {
					t.Errorf("target groups mismatch (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// A service that somebody else wrote is reported if its app is not told where to
// look.
func TestCheckServices_drainNotice(t *testing.T) {
	w := newWorld()
	plain := newPlain(w, gateway())
	gracefulecs.CheckServices(w.app, gracefulecs.EveryService(gateway()), nil)
	w.template(t)
	found := false
	for _, r := range plain.reports(t) {
		found = found || strings.Contains(r, "environment SHUTDOWN_TARGET_GROUPS is not set, the profile gives the ARNs of the target groups")
	}
	if !found {
		t.Errorf("no report says so:\n%s", strings.Join(plain.reports(t), "\n"))
	}
}
