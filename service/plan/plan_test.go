package plan_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// services reads a file of testdata, by the addresses of the services.
func services(t *testing.T, text []byte) map[string]*service.Service {
	t.Helper()
	p, err := plan.Read("plan.json", text)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*service.Service{}
	for _, s := range service.Link(p.Resources()) {
		out[s.Resource.Where.Address] = s
	}
	return out
}

func recorded(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// facts are what is compared of a picture, a line each.
func facts(s *service.Service) []string {
	var out []string
	add := func(name string, text string) { out = append(out, name+" "+text) }
	say := func(name string, v service.Value[int]) {
		n, _ := v.Get()
		add(name, strings.TrimSpace(service.Written(float64(n))+" "+string(v.State)+" "+v.Why))
	}
	add("name", s.Name.Or("?"))
	add("team", s.Tags["team"].Or("?"))
	say("desired", s.DesiredCount)
	say("minimum healthy", s.Rolling.MinimumHealthyPercent)
	say("maximum", s.Rolling.MaximumPercent)
	say("grace", s.Rolling.HealthCheckGraceSeconds)
	add("breaker", service.Written(s.Rolling.BreakerEnable.Or(false))+" "+service.Written(s.Rolling.BreakerRollback.Or(true)))
	add("strategy", "state "+string(s.Rolling.Strategy.State))
	add("on Spot", service.Written(s.OnSpot()))
	if s.Task == nil {
		add("task", "none")
	} else if len(s.Task.Containers) == 0 {
		add("containers", "none")
	} else {
		for _, c := range s.Task.Containers {
			say("stop timeout of "+c.Name.Or("?"), c.StopTimeout)
			add("waits", strings.Join(c.Waits(), ","))
		}
		add("deadline", s.Task.Containers[0].Environment["SHUTDOWN_DEADLINE_SECONDS"].Or("?"))
	}
	for _, r := range s.Routes {
		if r.Group == nil {
			add("route", "elsewhere")
			continue
		}
		add("route", r.Container.Or("?")+" "+string(r.Group.Kind())+" in "+module(r.Group.Resource))
		say("delay", r.Group.DeregistrationDelay)
		say("interval", r.Group.Interval)
		say("healthy", r.Group.HealthyThreshold)
		say("unhealthy", r.Group.UnhealthyThreshold)
		for _, l := range r.Group.Listeners {
			say("idle of a listener in "+module(l.Resource), l.Idle)
		}
	}
	for _, c := range s.Scaling {
		say("least", c.Minimum)
		for _, p := range c.Policies {
			say("cooldown in "+module(p.Resource), p.Cooldown)
		}
	}
	return out
}

// module is where a resource stands, as seen from a service in the same module.
func module(r *service.Resource) string {
	address := r.Where.Address
	return address[:strings.Index(address, "aws_")]
}

func whole(in string) []string {
	return []string{"name api", "team shop", "desired 3 set", "minimum healthy 100 set", "maximum 150 set", "grace 50 set", "breaker true false", "strategy state ", "on Spot true",
		"stop timeout of app 60 set", "waits log", "stop timeout of log 20 set", "waits ", "deadline 55",
		"route app alb in " + in, "delay 45 computed", "interval 10 set", "healthy 2 set", "unhealthy 3 default", "idle of a listener in " + in + " 75 set",
		"least 2 set", "cooldown in " + in + " 90 set"}
}

// The same service is the same picture wherever its module stands, on a first plan,
// in which no ARN is known.
func TestRead_modules(t *testing.T) {
	all := services(t, recorded(t))
	for _, in := range []string{"module.one.", "module.counted[0].", `module.keyed["a.b"].`, `module.keyed["c"].`, `module.outer.module.deep["one.two"].`} {
		s := all[in+"aws_ecs_service.this"]
		if s == nil {
			t.Errorf("%s has no service", in)
			continue
		}
		if diff := cmp.Diff(whole(in), facts(s)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

// Containers that are one unknown text are unknown, and not a task without any.
func TestRead_unknownContainers(t *testing.T) {
	s := services(t, recorded(t))["module.unknown.aws_ecs_service.this"]
	want := whole("module.unknown.")
	want = append(append(want[:9:9], "containers none"), want[14:]...)
	if diff := cmp.Diff(want, facts(s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if unknown := s.Task.Unknown; unknown != "known after apply" {
		t.Errorf("the task's containers are unknown because %q", unknown)
	}
}

// A target group is found through the output of a module; a task definition of
// another plan is not.
func TestRead_output(t *testing.T) {
	s := services(t, recorded(t))["aws_ecs_service.far"]
	want := []string{"name far", "team ?", "desired 0 default", "minimum healthy 100 default", "maximum 200 default", "grace 0", "breaker false true", "strategy state ", "on Spot false",
		"task none", "route app alb in module.parts.", "delay 99 computed", "interval 10 set", "healthy 2 set", "unhealthy 3 default", "idle of a listener in module.parts. 75 set"}
	if diff := cmp.Diff(want, facts(s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
