package gracefulecs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

type routeProps = gracefulecs.RouteProps

// otherListener is one of another port of the same load balancer, imported with
// the load balancer's security group once more.
func otherListener(w world) awselasticloadbalancingv2.IApplicationListener {
	return awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(w.stack, jsii.String("Other"), &awselasticloadbalancingv2.ApplicationListenerAttributes{
		ListenerArn: jsii.String(listenerARN[:len(listenerARN)-1] + "9"), SecurityGroup: awsec2.SecurityGroup_FromSecurityGroupId(w.stack, jsii.String("Again"), jsii.String("sg-11111111"), nil)})
}

// everyCondition has one of each kind that HostHeaders and PathPatterns have not.
func everyCondition() *[]awselasticloadbalancingv2.ListenerCondition {
	return &[]awselasticloadbalancingv2.ListenerCondition{
		awselasticloadbalancingv2.ListenerCondition_HttpHeader(jsii.String("X-Role"), jsii.Strings("admin")),
		awselasticloadbalancingv2.ListenerCondition_HttpRequestMethods(jsii.Strings("GET")),
		awselasticloadbalancingv2.ListenerCondition_QueryStrings(&[]*awselasticloadbalancingv2.QueryStringCondition{{Key: jsii.String("v"), Value: jsii.String("2")}, {Value: jsii.String("x")}}),
		awselasticloadbalancingv2.ListenerCondition_SourceIps(jsii.Strings("10.0.0.0/8")),
	}
}

// route is a way through the listener of the service's own rule.
func route(w world) *routeProps {
	return &routeProps{Name: jsii.String("next"), Listener: w.listener(), Priority: jsii.Number(9), HostHeaders: jsii.Strings("staging.invalid")}
}

func networkRoute(w world) *routeProps {
	return &routeProps{Name: jsii.String("net"), NetworkLoadBalancer: otherNetworkLoadBalancer(w), ListenerPort: jsii.Number(8443)}
}

// A service with one way in is the same resource by resource when others come and
// go; only the service, which is registered in more, and who may reach it differ.
func TestRoutes_leaveTheOwnWayAlone(t *testing.T) {
	for name, row := range map[string]struct {
		profile shutdown.Profile
		add     func(w world, p *props)
	}{
		"rule": {web(), func(w world, p *props) {
			p.Rules = &[]*gracefulecs.RuleProps{{Name: jsii.String("admin"), Priority: jsii.Number(3), Conditions: everyCondition()}}
		}},
		"route":             {web(), func(w world, p *props) { p.Routes = &[]*routeProps{route(w)} }},
		"nlb beside an nlb": {*network(), func(w world, p *props) { p.Routes = &[]*routeProps{networkRoute(w)} }},
		"alb beside an nlb": {*network(), func(w world, p *props) { p.Routes = &[]*routeProps{route(w)} }},
	} {
		t.Run(name, func(t *testing.T) {
			one, more := newWorld(), newWorld()
			newService(t, one, one.props(row.profile))
			p := more.props(row.profile)
			row.add(more, p)
			newService(t, more, p)
			before, after := one.template(t).Resources, more.template(t).Resources
			for id, r := range before {
				got, ok := after[id]
				if r.Type == "AWS::ECS::Service" {
					delete(r.Properties, "LoadBalancers")
					delete(got.Properties, "LoadBalancers")
					r.DependsOn, got.DependsOn = nil, nil
				}
				if diff := cmp.Diff(r, got); !ok || diff != "" {
					t.Errorf("%s is another one (-alone +beside others):\n%s", id, diff)
				}
			}
			if len(after) <= len(before) {
				t.Error("nothing came")
			}
		})
	}
}

// everyWay is a service with each kind of way in.
func everyWay(w world) *props {
	p := w.props(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Front: &shutdown.Front{Name: "proxy"}})
	p.Profile.LoadBalancer = shutdown.NLB
	p.AdditionalPorts, p.HealthCheckPort = jsii.PtrSlice(9090.0), jsii.Number(9090)
	p.Rules = &[]*ruleProps{{Name: jsii.String("https"), Listener: otherListener(w), Priority: jsii.Number(10), Conditions: everyCondition()}}
	open := &routeProps{Name: jsii.String("open"), NetworkLoadBalancer: openNetwork(w), ListenerPort: jsii.Number(80), ClientCidrs: jsii.Strings("10.0.0.0/8"), Port: jsii.Number(8080)}
	p.Routes = &[]*routeProps{route(w), networkRoute(w), open}
	return p
}

// Each load balancer is let in to the ports that it connects to, once.
func TestRoutes_ingress(t *testing.T) {
	w := newWorld()
	newService(t, w, everyWay(w))
	tpl := w.template(t)
	if reports := fmt.Sprint(w.reports(t)); !strings.Contains(reports, "imported twice") {
		t.Errorf("nobody says that the group is imported twice: %s", reports)
	}
	var got []string
	note := func(v map[string]any) {
		peer := v["SourceSecurityGroupId"]
		if peer == nil {
			peer = v["CidrIp"]
		}
		got = append(got, fmt.Sprint(peer, " ", v["FromPort"], "-", v["ToPort"]))
	}
	for _, r := range tpl.all("AWS::EC2::SecurityGroupIngress") {
		note(r.Properties)
	}
	inline, _ := tpl.only(t, "AWS::EC2::SecurityGroup")["SecurityGroupIngress"].([]any)
	for _, r := range inline {
		note(r.(map[string]any))
	}
	slices.Sort(got)
	want := []string{"10.0.0.0/8 8080-8080", "sg-11111111 8443-8443", "sg-11111111 9090-9090", "sg-22222222 8443-8443"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ingress mismatch (-want +got):\n%s", diff)
	}
}

// The service is registered in every target group with its container and port, and
// is made after all that leads there.
func TestRoutes_service(t *testing.T) {
	w := newWorld()
	s := newService(t, w, everyWay(w))
	tpl := w.template(t)
	var got []string
	service := tpl.all("AWS::ECS::Service")
	for _, r := range service {
		for _, b := range r.Properties["LoadBalancers"].([]any) {
			v := b.(map[string]any)
			got = append(got, fmt.Sprint(v["ContainerName"], " ", v["ContainerPort"]))
		}
		for id := range tpl.all("AWS::ElasticLoadBalancingV2::ListenerRule") {
			if !slices.Contains(r.DependsOn, id) {
				t.Errorf("the service does not wait for %s: %v", id, r.DependsOn)
			}
		}
		for id := range tpl.all("AWS::ElasticLoadBalancingV2::Listener") {
			if !slices.Contains(r.DependsOn, id) {
				t.Errorf("the service does not wait for %s: %v", id, r.DependsOn)
			}
		}
	}
	if diff := cmp.Diff([]string{"proxy 8443", "proxy 8443", "proxy 8443", "app 8080"}, got); diff != "" {
		t.Errorf("load balancers mismatch (-want +got):\n%s", diff)
	}
	if s.ApplicationTargetGroup() == nil || s.ListenerRule() == nil || s.Rule("https") == nil || s.Rule("http") != nil || s.Rule("") != nil || s.NetworkTargetGroup() != nil {
		t.Error("the getters of the own way give something else")
	}
	if r := s.Route("next"); r == nil || r.ApplicationTargetGroup() == nil || r.ListenerRule() == nil || r.NetworkListener() != nil || r.NetworkTargetGroup() != nil || r.Rule("https") != nil {
		t.Error("the getters of the route next give something else")
	}
	if r := s.Route("net"); r == nil || r.ApplicationTargetGroup() != nil || r.ListenerRule() != nil || r.NetworkListener() == nil || r.NetworkTargetGroup() == nil {
		t.Error("the getters of the route net give something else")
	}
	if s.Route("other") != nil || s.Route("") != nil {
		t.Error("there is a route that nobody asked for")
	}
}
