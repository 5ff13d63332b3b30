package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var badFronts = map[string]bad{
	"front without a container": {profile: frontProfile(), set: func(_ world, p *props) { p.Front = nil }, want: one("Front", "required", `The profile's front "proxy" has no container.`)},
	"container without a front": {set: func(_ world, p *props) {
		p.Front = &gracefulecs.FrontProps{Image: image(), Port: jsii.Number(8443)}
	}, want: one("Front", "type", "The profile has no front")},
	"without an image": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Image = nil }), want: one("Front.Image", "required", "must be set")},
	"without a port":   {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Port = nil }), want: one("Front.Port", "required", "must know the front's port")},
	"port 0":           {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Port = jsii.Number(0) }), want: one("Front.Port", "range", "Given: 0.")},
	"port 65536":       {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Port = jsii.Number(65536) }), want: one("Front.Port", "range", "Given: 65536.")},
	"port of the app":  {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Port = jsii.Number(8080) }), want: one("Front.Port", "duplicate", "ContainerPort is 8080 already")},
	"its port twice":   {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Ports = jsii.PtrSlice(8443.0) }), want: one("Front.Ports[0]", "duplicate", "Front.Port is 8443 already")},
	"called app": {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Front: &shutdown.Front{Name: "app"}}, set: func(world, *props) {},
		want: one("front.name", "duplicate", `The app container has the name "app" already.`)},
	"variable of the profile": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) {
		f.Environment = &map[string]*string{"SHUTDOWN_DELAY_SECONDS": jsii.String("1")}
	}), want: one(`Front.Environment["SHUTDOWN_DELAY_SECONDS"]`, "duplicate", "belongs to the profile")},
	"all the cpu":     {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Cpu = jsii.Number(256) }), want: one("Sidecars", "range", "Given: 256 CPU units. Allowed: at most 255.")},
	"its health port": {profile: frontProfile(), set: func(_ world, p *props) { p.HealthCheckPort = jsii.Number(9000) }, want: one("HealthCheckPort", "enum", "Allowed: a port of Front or of the app.")},
}

// The load balancer reaches the front and not the app, whose port need not be
// mapped at all.
func TestNewService_front(t *testing.T) {
	w := newWorld()
	p := w.props(*frontProfile())
	p.ContainerPort = nil
	newService(t, w, p)
	tpl := w.template(t)
	balancer := tpl.only(t, "AWS::ECS::Service")["LoadBalancers"].([]any)[0].(map[string]any)
	if balancer["ContainerName"] != "proxy" || balancer["ContainerPort"] != 8443.0 {
		t.Errorf("the load balancer reaches %v", balancer)
	}
	for _, rule := range tpl.all("AWS::EC2::SecurityGroupIngress") {
		if rule.Properties["FromPort"] != 8443.0 {
			t.Errorf("the tasks let in another port than the front's: %v", rule.Properties)
		}
	}
	if got := text(t, w); strings.Contains(got, `"ContainerPort":8080`) {
		t.Errorf("the app's port is mapped: %s", got)
	}
}

// The two target groups take turns, so that whatever one has the other has too,
// and all traffic starts at the first.
func TestNewService_twoTargetGroups(t *testing.T) {
	for name, profile := range map[string]shutdown.Profile{
		"alb": {Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.Linear},
		"nlb": {Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.BlueGreen, LoadBalancer: shutdown.NLB},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			s := newService(t, w, w.props(profile))
			tpl := w.template(t)
			var groups []map[string]any
			for _, g := range tpl.all("AWS::ElasticLoadBalancingV2::TargetGroup") {
				groups = append(groups, g.Properties)
			}
			if len(groups) != 2 {
				t.Fatalf("there are %d target groups, want 2", len(groups))
			}
			if diff := cmp.Diff(groups[0], groups[1]); diff != "" {
				t.Errorf("the target groups differ (-one +other):\n%s", diff)
			}
			var weights []any
			for _, kind := range []string{"AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::ElasticLoadBalancingV2::Listener"} {
				for _, r := range tpl.all(kind) {
					for _, key := range []string{"Actions", "DefaultActions"} {
						if actions, ok := r.Properties[key].([]any); ok {
							weights = actions[0].(map[string]any)["ForwardConfig"].(map[string]any)["TargetGroups"].([]any)
						}
					}
				}
			}
			if len(weights) != 2 || weights[0].(map[string]any)["Weight"] != 100.0 || weights[1].(map[string]any)["Weight"] != 0.0 {
				t.Errorf("the weights are %v, want 100 and 0", weights)
			}
			advanced := tpl.only(t, "AWS::ECS::Service")["LoadBalancers"].([]any)[0].(map[string]any)["AdvancedConfiguration"].(map[string]any)
			for _, key := range []string{"AlternateTargetGroupArn", "ProductionListenerRule", "RoleArn"} {
				if advanced[key] == nil {
					t.Errorf("the service's advanced configuration has no %s: %v", key, advanced)
				}
			}
			if s.InfrastructureRole() == nil || !strings.Contains(text(t, w), "AmazonECSInfrastructureRolePolicyForLoadBalancers") {
				t.Error("ECS has no role to move traffic as")
			}
		})
	}
}

// The fewest tasks come from autoscaling where the profile leaves them open.
func TestNewService_fewestTasks(t *testing.T) {
	w := newWorld()
	p := w.props(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), DesiredCount: new(10), MaxSurgePercent: new(10)})
	p.Autoscaling = &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(2), MaxCapacity: jsii.Number(20), CpuTarget: jsii.Number(50)}
	if got := newService(t, w, p).Settings().Deployment.MaximumPercent; got != 150 {
		t.Errorf("maximum percent is %d, want 150: one more task at 2 of them", got)
	}
}
