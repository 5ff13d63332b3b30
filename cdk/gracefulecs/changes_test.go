package gracefulecs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// change is one change of a service that runs, in as many updates of the stack as
// it takes. Each step sets props on top of the ones before it.
type change struct {
	profile *shutdown.Profile // Default: web.
	before  func(w world, p *props)
	steps   []func(w world, p *props)
	want    [][]string
	clash   string // Why AWS would refuse the last step, which it then must.
}

// changes are those of UPGRADING.md.
var changes = map[string]change{
	"nothing":     {steps: set(func(world, *props) {}), want: [][]string{nil}},
	"environment": {steps: set(environmentOf("A")), want: [][]string{{"replace TaskDefinition", "update Service"}}},
	"cpu": {steps: set(func(_ world, p *props) { p.Cpu, p.MemoryLimitMiB = jsii.Number(512), jsii.Number(2048) }),
		want: [][]string{{"replace TaskDefinition", "update Service"}}},
	"every number": {before: func(w world, p *props) { scaling(func(*gracefulecs.AutoscalingProps) {})(w, p) },
		steps: set(func(_ world, p *props) {
			p.Profile.LongestWork, p.Profile.LongestPause, p.Profile.Startup, p.Profile.MaxSurgePercent, p.Profile.DesiredCount = new(40), new(60), new(300), new(50), new(4)
		}),
		want: [][]string{{"replace TaskDefinition", "update Service", "update ServiceTaskCountTargetCpu", "update TargetGroup"}}},
	"every number behind a network load balancer": {profile: network(), steps: set(func(_ world, p *props) { p.Profile.LongestWork, p.Profile.LongestPause = new(20), new(60) }),
		want: [][]string{{"replace TaskDefinition", "update Service", "update TargetGroup"}}},
	"every number of a worker": {profile: worker(), steps: set(func(_ world, p *props) { p.Profile.LongestWork = new(90) }),
		want: [][]string{{"replace TaskDefinition", "update Queue", "update Service"}}},
	"capacity": {steps: set(capacity(shutdown.Mixed), capacity(shutdown.Spot), capacity(shutdown.OnDemand)),
		want: [][]string{{"update Service"}, {"update Service"}, {"update Service"}}},
	"container port": {steps: set(func(_ world, p *props) { p.ContainerPort = jsii.Number(9000) }),
		want: [][]string{{"create Ingress 9000", "delete Ingress 8080", "replace TaskDefinition", "update Service"}}},
	"health path": {steps: set(func(_ world, p *props) { p.HealthCheckPath = jsii.String("/ready") }), want: [][]string{{"update TargetGroup"}}},
	"health port": {before: func(_ world, p *props) { p.AdditionalPorts = jsii.PtrSlice(9090.0) }, steps: set(func(_ world, p *props) { p.HealthCheckPort = jsii.Number(9090) }),
		want: [][]string{{"create Ingress 9090", "update TargetGroup"}}},
	"protocol version at once": {steps: set(func(_ world, p *props) {
		p.ProtocolVersion = awselasticloadbalancingv2.ApplicationProtocolVersion_HTTP2
	}), want: [][]string{{"replace TargetGroup", "update Rule", "update Service"}}},
	"protocol version": {steps: set(routed(http2), routed(http2At), withoutOwn), want: [][]string{
		{"create RoutenextRule", "create RoutenextTargetGroup", "update Service"},
		{"update RoutenextRule"},
		{"delete Rule", "delete TargetGroup", "update Service"},
	}},
	"priority":                 {steps: set(func(_ world, p *props) { p.Priority = jsii.Number(12) }), want: [][]string{{"update Rule"}}},
	"paths":                    {steps: set(func(_ world, p *props) { p.PathPatterns = jsii.Strings("/v2/*") }), want: [][]string{{"update Rule"}}},
	"another listener at once": {steps: set(func(w world, p *props) { p.Listener = sameGroup(w) }), want: [][]string{{"replace Rule"}}},
	"another listener": {steps: set(
		ruled(func(w world, r *ruleProps) {
			r.Listener, r.Priority, r.PathPatterns = sameGroup(w), jsii.Number(10), jsii.Strings("/*")
		}), withoutOwn),
		want: [][]string{{"create Ruleadmin"}, {"delete Rule"}}},
	"a rule under another name": {before: ruled(func(world, *ruleProps) {}), steps: set(ruled(func(_ world, r *ruleProps) { r.Name = jsii.String("manage") })),
		want: [][]string{{"create Rulemanage", "delete Ruleadmin"}}, clash: "has its name"},
	"alb to nlb": {steps: set(
		func(w world, p *props) {
			p.Profile.LoadBalancer = shutdown.NLB
			p.Routes = &[]*routeProps{networkRoute(w)}
		}, withoutOwn),
		want: [][]string{
			{"create Ingress 8080", "create RoutenetListener", "create RoutenetTargetGroup", "replace TaskDefinition", "update Service", "update TargetGroup"},
			{"delete Ingress 8080", "delete Rule", "delete TargetGroup", "update Service"},
		}},
	"autoscaling": {steps: set(scaling(func(a *gracefulecs.AutoscalingProps) { a.MinCapacity = jsii.Number(2) }), func(_ world, p *props) { p.Autoscaling = nil }),
		want: [][]string{{"create ServiceTaskCountTarget", "create ServiceTaskCountTargetCpu", "update Service"}, {"delete ServiceTaskCountTarget", "delete ServiceTaskCountTargetCpu", "update Service"}}},
	"name": {before: scaling(func(*gracefulecs.AutoscalingProps) {}), steps: set(func(_ world, p *props) { p.ServiceName = jsii.String("orders") }),
		want: [][]string{{"replace Ingress 8080", "replace Logs", "replace SecurityGroup", "replace Service", "replace ServiceTaskCountTarget", "replace ServiceTaskCountTargetCpu", "replace TaskDefinition", "update ExecutionRoleDefaultPolicy"}}},
	"name of a worker": {profile: worker(), before: func(w world, p *props) {
		scaling(func(a *gracefulecs.AutoscalingProps) { a.BacklogPerTask = jsii.Number(5) })(w, p)
	}, steps: set(func(_ world, p *props) { p.ServiceName = jsii.String("orders") }),
		want: [][]string{{"replace Backlog", "replace Logs", "replace SecurityGroup", "replace Service", "replace ServiceTaskCountTarget", "replace ServiceTaskCountTargetCpu", "replace TaskDefinition", "update ExecutionRoleDefaultPolicy"}}},
	"strategy": {steps: set(func(_ world, p *props) { p.Profile.Strategy = shutdown.BlueGreen }, func(_ world, p *props) { p.Profile.Strategy = shutdown.Rolling }), want: [][]string{
		{"create AlternateTargetGroup", "create InfrastructureRole", "update Rule", "update Service"},
		{"delete AlternateTargetGroup", "delete InfrastructureRole", "update Rule", "update Service"},
	}},
	"group port": {steps: set(func(_ world, p *props) { p.TargetGroupPort = jsii.Number(8080) }), want: [][]string{{"replace TargetGroup", "update Rule", "update Service"}}},
	"cluster":    {steps: set(func(w world, p *props) { p.Cluster, p.Vpc = importedCluster(w), w.vpc }), want: [][]string{{"replace Service"}}},
	"image": {steps: set(func(_ world, p *props) {
		p.Image = awsecs.ContainerImage_FromRegistry(jsii.String("example/app:2"), nil)
	}), want: [][]string{{"replace TaskDefinition", "update Service"}}},
	"routes in another order": {before: routes(2), steps: set(func(_ world, p *props) { slices.Reverse(*p.Routes) }), want: [][]string{{"update Service"}}},
	"the own rule as a route": {steps: set(func(w world, p *props) {
		withoutOwn(w, p)
		routed(func(_ world, r *routeProps) { r.Priority = jsii.Number(10) })(w, p)
	}), want: [][]string{{"create RoutenextRule", "create RoutenextTargetGroup", "delete Rule", "delete TargetGroup", "update Service"}}, clash: "has its name"},
}

func set(steps ...func(world, *props)) []func(world, *props) { return steps }

func capacity(c shutdown.Capacity) func(world, *props) {
	return func(_ world, p *props) { p.Profile.Capacity = c }
}

func http2(_ world, r *routeProps) {
	r.ProtocolVersion = awselasticloadbalancingv2.ApplicationProtocolVersion_HTTP2
}

func http2At(w world, r *routeProps) {
	http2(w, r)
	r.HostHeaders, r.PathPatterns = nil, jsii.Strings("/*")
}

// withoutOwn leaves a service its routes.
func withoutOwn(_ world, p *props) { p.Listener, p.Priority, p.PathPatterns = nil, nil, nil }

func TestChanges(t *testing.T) {
	for name, row := range changes {
		t.Run(name, func(t *testing.T) {
			// Each state of the stack is an app of its own.
			state := func(steps int) template {
				w := newWorld()
				p := w.propsOr(row.profile)
				if row.before != nil {
					row.before(w, p)
				}
				for _, step := range row.steps[:steps] {
					step(w, p)
				}
				newService(t, w, p)
				return w.template(t)
			}
			before := state(0)
			for i := range row.steps {
				after := state(i + 1)
				u := updateOf(before, after)
				if diff := cmp.Diff(row.want[i], u.steps()); diff != "" {
					t.Errorf("step %d (-want +got):\n%s", i+1, diff)
				}
				clashes := strings.Join(u.clashes(), "\n")
				if last := i == len(row.steps)-1; clashes != "" && (row.clash == "" || !last) || last && !strings.Contains(clashes, row.clash) {
					t.Errorf("step %d clashes with %q, want %q", i+1, clashes, row.clash)
				}
				before = after
			}
		})
	}
}

// sameGroup is another listener of the same load balancer, with the security group
// as it was imported for the first.
func sameGroup(w world) awselasticloadbalancingv2.IApplicationListener {
	group := (*w.listener().Connections().SecurityGroups())[0]
	return awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(w.stack, jsii.String("Second"), &awselasticloadbalancingv2.ApplicationListenerAttributes{
		ListenerArn: jsii.String(listenerARN[:len(listenerARN)-1] + "8"), SecurityGroup: group})
}
