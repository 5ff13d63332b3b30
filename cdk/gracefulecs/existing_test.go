package gracefulecs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// theirs is a group of the app with numbers of its own, behind a listener of its own.
func theirs(w world) awselasticloadbalancingv2.ApplicationTargetGroup {
	group := awselasticloadbalancingv2.NewApplicationTargetGroup(w.stack, jsii.String("Theirs"), &awselasticloadbalancingv2.ApplicationTargetGroupProps{
		Vpc: w.vpc, Port: jsii.Number(80), DeregistrationDelay: awscdk.Duration_Seconds(jsii.Number(300)),
		HealthCheck: &awselasticloadbalancingv2.HealthCheck{Path: jsii.String("/up"), Interval: awscdk.Duration_Seconds(jsii.Number(30))}})
	awselasticloadbalancingv2.NewApplicationListenerRule(w.stack, jsii.String("TheirRule"), &awselasticloadbalancingv2.ApplicationListenerRuleProps{
		Listener: w.listener(), Priority: jsii.Number(7), Conditions: &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/theirs"))},
		TargetGroups: &[]awselasticloadbalancingv2.IApplicationTargetGroup{group}})
	return group
}

// A group of the app gets the profile's numbers and keeps the rest, and the service
// is registered in it after its rule.
func TestExistingGroup_ofTheApp(t *testing.T) {
	w := newWorld()
	group := theirs(w)
	p := w.props(web())
	withoutOwnWay(through(func(world) awselasticloadbalancingv2.ITargetGroup { return group }))(w, p)
	s := newService(t, w, p)
	tpl := w.template(t)
	is := tpl.only(t, "AWS::ElasticLoadBalancingV2::TargetGroup")
	h := s.Settings().HealthCheck
	want := []any{"/up", float64(h.Interval), float64(h.Timeout), float64(h.HealthyThreshold), float64(h.UnhealthyThreshold), "ip"}
	got := []any{is["HealthCheckPath"], is["HealthCheckIntervalSeconds"], is["HealthCheckTimeoutSeconds"], is["HealthyThresholdCount"], is["UnhealthyThresholdCount"], is["TargetType"]}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the group's numbers mismatch (-want +got):\n%s", diff)
	}
	if text, delay := fmt.Sprint(is["TargetGroupAttributes"]), fmt.Sprintf("deregistration_delay.timeout_seconds Value:%d", *s.Settings().DeregistrationDelay); !strings.Contains(text, delay) {
		t.Errorf("the group's attributes are %s, want %s", text, delay)
	}
	for _, r := range tpl.all("AWS::ECS::Service") {
		if len(r.Properties["LoadBalancers"].([]any)) != 1 || r.Properties["HealthCheckGracePeriodSeconds"] != float64(h.GracePeriod) {
			t.Errorf("the service is not registered in one group: %v", r.Properties)
		}
		for id := range tpl.all("AWS::ElasticLoadBalancingV2::ListenerRule") {
			if !slices.Contains(r.DependsOn, id) {
				t.Errorf("the service does not wait for %s: %v", id, r.DependsOn)
			}
		}
	}
	if n := len(tpl.all("AWS::EC2::SecurityGroupIngress")); n != 1 {
		t.Errorf("%d rules let the listener's load balancer in, want 1", n)
	}
}

func TestExistingGroup_sayWhatIsReplaced(t *testing.T) {
	w := newWorld()
	group := theirs(w)
	p := w.props(web())
	through(func(world) awselasticloadbalancingv2.ITargetGroup { return group })(w, p)
	newService(t, w, p)
	if text := notes(t, w, allInfo); !strings.Contains(text, "deregistration_delay of Stack/Theirs 300 → 25") || !strings.Contains(text, "health_check.interval of Stack/Theirs 30 → 5") {
		t.Errorf("what is replaced is not said: %s", text)
	}
}

func TestExistingGroup_changedLater(t *testing.T) {
	w := newWorld()
	group := theirs(w)
	p := w.props(web())
	through(func(world) awselasticloadbalancingv2.ITargetGroup { return group })(w, p)
	newService(t, w, p)
	group.SetAttribute(jsii.String("deregistration_delay.timeout_seconds"), jsii.String("24"))
	err := caught(func() { assertions.Template_FromStack(w.stack, nil) })
	if err == nil || !strings.Contains(err.Error(), "the target group Stack/Theirs was changed: deregistration_delay is 24") || !strings.Contains(err.Error(), "Take away what changes it") {
		t.Errorf("a later change is not refused: %v", err)
	}
}

// Nothing can be set on an imported group, so its owner is told what it must have.
func TestExistingGroup_imported(t *testing.T) {
	w := newWorld()
	p := w.props(*network())
	withoutOwnWay(through(importedNetworkGroup, func(w world, r *routeProps) { r.LoadBalancerSecurityGroup = w.group("77777777") }))(w, p)
	newService(t, w, p)
	tpl := w.template(t)
	if n := len(tpl.all("AWS::ElasticLoadBalancingV2::TargetGroup")); n != 0 {
		t.Errorf("%d target groups are made, want none", n)
	}
	for _, r := range tpl.all("AWS::ECS::Service") {
		want := []any{map[string]any{"ContainerName": "app", "ContainerPort": float64(8080), "TargetGroupArn": groupARN}}
		if diff := cmp.Diff(want, r.Properties["LoadBalancers"]); diff != "" {
			t.Errorf("load balancers mismatch (-want +got):\n%s", diff)
		}
	}
	ingress := tpl.only(t, "AWS::EC2::SecurityGroupIngress")
	if ingress["SourceSecurityGroupId"] != "sg-77777777" || ingress["FromPort"] != float64(8080) {
		t.Errorf("the load balancer is not let in: %v", ingress)
	}
	want := "the target group " + groupARN + " is imported, so nothing is set on it. Its owner must set deregistration_delay.timeout_seconds to 130, and the health check to interval 5, timeout 4, healthy threshold 2, unhealthy threshold 2, and deregistration_delay.connection_termination.enabled to false."
	if text := notes(t, w, allWarnings); !strings.Contains(text, want) {
		t.Errorf("the warning is\n%s\nwant\n%s", text, want)
	}
}

// Without a load balancer of its own an imported group is behind that of the rules.
func TestExistingGroup_behindTheListener(t *testing.T) {
	w := newWorld()
	p := w.props(web())
	p.AdditionalPorts = jsii.PtrSlice(9090.0)
	through(importedGroup, func(_ world, r *routeProps) { r.Port = jsii.Number(9090) })(w, p)
	newService(t, w, p)
	var got []string
	for _, r := range w.template(t).all("AWS::EC2::SecurityGroupIngress") {
		got = append(got, fmt.Sprint(r.Properties["SourceSecurityGroupId"], " ", r.Properties["FromPort"]))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"sg-11111111 8080", "sg-11111111 9090"}, got); diff != "" {
		t.Errorf("ingress mismatch (-want +got):\n%s", diff)
	}
}

// A listener of the stack leads to the service's target group, with the idle timeout of
// the profile, and the service waits for it.
func TestExistingListener(t *testing.T) {
	w := newWorld()
	listener := ownListener(w, func(l *awselasticloadbalancingv2.NetworkListenerProps) {
		l.TcpIdleTimeout = awscdk.Duration_Seconds(jsii.Number(100))
	})
	p := w.props(*network())
	onto(func(world) awselasticloadbalancingv2.INetworkListener { return listener })(w, p)
	s := newService(t, w, p)
	if text := notes(t, w, allInfo); !strings.Contains(text, "idle_timeout of Stack/OwnListener 100 → 350") {
		t.Errorf("what is replaced is not said: %s", text)
	}
	tpl := w.template(t)
	is := tpl.only(t, "AWS::ElasticLoadBalancingV2::Listener")
	for group := range tpl.all("AWS::ElasticLoadBalancingV2::TargetGroup") {
		want := []any{map[string]any{"Type": "forward", "TargetGroupArn": map[string]any{"Ref": group}}}
		if diff := cmp.Diff(want, is["DefaultActions"]); diff != "" {
			t.Errorf("the listener leads elsewhere (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff([]any{map[string]any{"Key": "tcp.idle_timeout.seconds", "Value": "350"}}, is["ListenerAttributes"]); diff != "" {
		t.Errorf("the listener's attributes mismatch (-want +got):\n%s", diff)
	}
	for id := range tpl.all("AWS::ElasticLoadBalancingV2::Listener") {
		for _, r := range tpl.all("AWS::ECS::Service") {
			if !slices.Contains(r.DependsOn, id) {
				t.Errorf("the service does not wait for the listener: %v", r.DependsOn)
			}
		}
	}
	if s.NetworkListener() == nil || *s.NetworkListener().Node().Path() != "Stack/OwnListener" || s.NetworkTargetGroup() == nil {
		t.Error("the getters give something else")
	}
}

// That of TLS cannot be set.
func TestExistingListener_tls(t *testing.T) {
	w := newWorld()
	p := w.props(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), LoadBalancer: shutdown.NLB})
	onto(own(certified))(w, p)
	newService(t, w, p)
	if is := w.template(t).only(t, "AWS::ElasticLoadBalancingV2::Listener"); is["ListenerAttributes"] != nil {
		t.Errorf("the listener has attributes: %v", is["ListenerAttributes"])
	}
}
