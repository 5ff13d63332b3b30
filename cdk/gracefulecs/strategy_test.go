package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func shiftingBehind(balancer shutdown.LoadBalancer) *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), LoadBalancer: balancer, Strategy: shutdown.BlueGreen}
}

// testing sends test traffic by a header, as most tests have it.
func testRule(set func(w world, l *gracefulecs.TestListenerProps)) func(world, *props) {
	return func(w world, p *props) {
		p.TestListener = &gracefulecs.TestListenerProps{Listener: p.Listener, Priority: n(9), HostHeaders: jsii.Strings("test.example.com")}
		set(w, p.TestListener)
	}
}

func testPort(port float64) func(world, *props) {
	return func(_ world, p *props) { p.TestListener = &gracefulecs.TestListenerProps{ListenerPort: &port} }
}

func hooked(set func(w world, h *gracefulecs.LifecycleHookProps)) func(world, *props) {
	return func(w world, p *props) {
		h := &gracefulecs.LifecycleHookProps{LifecycleStages: &[]awsecs.DeploymentLifecycleStage{awsecs.DeploymentLifecycleStage_POST_TEST_TRAFFIC_SHIFT},
			Function: awslambda.Function_FromFunctionArn(w.stack, jsii.String("Smoke"), jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:smoke"))}
		set(w, h)
		p.LifecycleHooks = &map[string]*gracefulecs.LifecycleHookProps{"smoke": h}
	}
}

func asIs[T any](world, *T) {}

var strategyReaches = map[string]reach{
	"LifecycleHooks":                 {profile: shiftingBehind(""), set: hooked(asIs), want: `"LifecycleHooks":[{"HookTargetArn":"arn:aws:lambda:eu-west-1:123456789012:function:smoke","LifecycleStages":["POST_TEST_TRAFFIC_SHIFT"],"RoleArn":{"Fn::GetAtt":["ApiHooksRole`},
	"LifecycleHooks.Function":        {profile: shiftingBehind(""), set: hooked(asIs), want: `"HookTargetArn":"arn:aws:lambda:eu-west-1:123456789012:function:smoke"`},
	"LifecycleHooks.LifecycleStages": {profile: shiftingBehind(""), set: hooked(asIs), want: `"LifecycleStages":["POST_TEST_TRAFFIC_SHIFT"]`},
	"LifecycleHooks.HookDetails": {profile: shiftingBehind(""), set: hooked(func(_ world, h *gracefulecs.LifecycleHookProps) {
		h.HookDetails = &map[string]interface{}{"suite": "all"}
	}),
		want: `"HookDetails":{"suite":"all"}`},
	"LifecycleHooks.Role": {profile: shiftingBehind(""), set: hooked(func(w world, h *gracefulecs.LifecycleHookProps) {
		h.Role = awsiam.Role_FromRoleArn(w.stack, jsii.String("Hooks"), jsii.String("arn:aws:iam::123456789012:role/hooks"), nil)
	}), want: `"RoleArn":"arn:aws:iam::123456789012:role/hooks"`},
	"TestListener": {profile: shiftingBehind(""), set: testRule(asIs), want: `"TestListenerRule":{"Ref":"ApiTestRule`},
	"TestListener.Conditions": {profile: shiftingBehind(""), set: testRule(func(_ world, l *gracefulecs.TestListenerProps) {
		l.Conditions = &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_HttpHeader(jsii.String("X-Test"), jsii.Strings("1"))}
	}), want: `"HttpHeaderName":"X-Test"`},
	"TestListener.HostHeaders":  {profile: shiftingBehind(""), set: testRule(asIs), want: `"test.example.com"`},
	"TestListener.Listener":     {profile: shiftingBehind(""), set: testRule(asIs), want: `"TestListenerRule":{"Ref":"ApiTestRule`},
	"TestListener.ListenerPort": {profile: shiftingBehind(shutdown.NLB), set: testPort(8443), want: `"Port":8443`},
	"TestListener.PathPatterns": {profile: shiftingBehind(""), set: testRule(func(_ world, l *gracefulecs.TestListenerProps) { l.PathPatterns = jsii.Strings("/test") }), want: `"/test"`},
	"TestListener.Priority":     {profile: shiftingBehind(""), set: testRule(asIs), want: `"Priority":9`},
}

var badStrategy = map[string]bad{
	"hooks of rolling":          {set: hooked(asIs), want: one("LifecycleHooks", "type", "blue_green, linear or canary only")},
	"test traffic of rolling":   {set: testRule(asIs), want: one("TestListener", "type", "Only a deployment that moves traffic")},
	"test traffic from nowhere": {profile: shiftingBehind(shutdown.NoLoadBalancer), set: testPort(1), want: one("TestListener", "type", "behind a load balancer")},
	"hook without a function":   {profile: shiftingBehind(""), set: hooked(func(_ world, h *gracefulecs.LifecycleHookProps) { h.Function = nil }), want: one(`LifecycleHooks["smoke"].Function`, "required", "")},
	"hook without a stage":      {profile: shiftingBehind(""), set: hooked(func(_ world, h *gracefulecs.LifecycleHookProps) { h.LifecycleStages = nil }), want: one(`LifecycleHooks["smoke"].LifecycleStages`, "required", "")},
	"stage of no deployment": {profile: shiftingBehind(""), set: hooked(func(_ world, h *gracefulecs.LifecycleHookProps) {
		*h.LifecycleStages = append(*h.LifecycleStages, "BAKE_TIME")
	}),
		want: one(`LifecycleHooks["smoke"].LifecycleStages[1]`, "enum", `Given: "BAKE_TIME".`)},
	"test rule without a condition":  {profile: shiftingBehind(""), set: testRule(func(_ world, l *gracefulecs.TestListenerProps) { l.HostHeaders = nil }), want: one("TestListener.PathPatterns", "required", "")},
	"test rule without a listener":   {profile: shiftingBehind(""), set: testRule(func(_ world, l *gracefulecs.TestListenerProps) { l.Listener = nil }), want: one("TestListener.Listener", "required", "")},
	"test rule without a priority":   {profile: shiftingBehind(""), set: testRule(func(_ world, l *gracefulecs.TestListenerProps) { l.Priority = nil }), want: one("TestListener.Priority", "required", "")},
	"test rule in the other's place": {profile: shiftingBehind(""), set: testRule(func(_ world, l *gracefulecs.TestListenerProps) { l.Priority = n(10) }), want: one("TestListener.Priority", "duplicate", "Given: 10.")},
	"test rule with a port":          {profile: shiftingBehind(""), set: testRule(func(_ world, l *gracefulecs.TestListenerProps) { l.ListenerPort = n(1) }), want: one("TestListener.ListenerPort", "type", "")},
	"test port 0":                    {profile: shiftingBehind(shutdown.NLB), set: testPort(0), want: one("TestListener.ListenerPort", "range", "")},
	"test port of the other":         {profile: shiftingBehind(shutdown.NLB), set: testPort(443), want: one("TestListener.ListenerPort", "duplicate", "Given: 443.")},
	"no test port":                   {profile: shiftingBehind(shutdown.NLB), set: func(_ world, p *props) { p.TestListener = &gracefulecs.TestListenerProps{} }, want: one("TestListener.ListenerPort", "required", "")},
	"rule behind a network balancer": {profile: shiftingBehind(shutdown.NLB), set: testRule(asIs), want: one("TestListener", "type", "a listener of its own")},
}

var goodStrategy = map[string]bad{
	"hooks without a load balancer": {profile: shiftingBehind(shutdown.NoLoadBalancer), set: hooked(asIs)},
	"test port 65535":               {profile: shiftingBehind(shutdown.NLB), set: testPort(65535)},
	"test port beside the other":    {profile: shiftingBehind(shutdown.NLB), set: testPort(444)},
}

// What is added is found by its getter, and the own role may call the function.
func TestStrategy_getters(t *testing.T) {
	w := newWorld()
	p := w.props(*shiftingBehind(""))
	testRule(asIs)(w, p)
	hooked(asIs)(w, p)
	s := newService(t, w, p)
	if s.TestListenerRule() == nil || s.HooksRole() == nil || s.TestNetworkListener() != nil {
		t.Errorf("the getters give %v, %v, %v", s.TestListenerRule(), s.HooksRole(), s.TestNetworkListener())
	}
	if got := text(t, w); !strings.Contains(got, `"Action":"lambda:InvokeFunction","Effect":"Allow","Resource":["arn:aws:lambda:eu-west-1:123456789012:function:smoke","arn:aws:lambda:eu-west-1:123456789012:function:smoke:*"]`) {
		t.Errorf("the role may not call the function:\n%s", got)
	}
}
