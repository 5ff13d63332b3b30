package parity

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// toldByModule gives the target groups that the module tells the app, and what its
// task role may do.
func toldByModule(t *testing.T, p shutdown.Profile, registered, groups string) (variable, statements string) {
	t.Helper()
	s, err := shutdown.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	environment := map[string]cty.Value{}
	for _, e := range s.Environment {
		environment[e.Key] = cty.StringVal(e.Value)
	}
	e := newEvaluator(t, map[string]cty.Value{"queue": hclValue(t, "{ kms_key_arn = null }"), "enable_execute_command": cty.False, "cluster_arn": cty.StringVal("arn"),
		"task_policy_statements": hclValue(t, "[]"), "volumes": hclValue(t, "{}")})
	e.resources = map[string]cty.Value{"aws_lb_target_group": hclValue(t, `{ this = { main = { arn = "main" }, alternate = { arn = "alternate" }, a = { arn = "a" } } }`)}
	e.known["settings"] = cty.ObjectVal(map[string]cty.Value{"environment": cty.MapVal(environment), "framework_settings": hclValue(t, "null"),
		"visibility_timeout": cty.NullVal(cty.Number), "task_protection_minutes": cty.NullVal(cty.Number)})
	e.known["app_name"], e.known["queue_url"], e.known["queue_arn"] = cty.StringVal("app"), cty.StringVal(""), cty.StringVal("")
	e.known["registered"], e.known["target_groups"] = hclValue(t, registered), hclValue(t, groups)
	e.known["efs_statements"], e.known["said_statements"] = hclValue(t, "[]"), hclValue(t, "{ task = [] }")
	out, err := ctyjson.Marshal(e.local("task_statements"), e.local("task_statements").Type())
	if err != nil {
		t.Fatal(err)
	}
	variables := e.local("computed_environment").AsValueMap()
	if e.local("task_policy").True() != (string(out) != "[]") {
		t.Errorf("task_policy is %t beside the statements %s", e.local("task_policy").True(), out)
	}
	if v, ok := variables[e.local("environment_prefix").AsString()+"TARGET_GROUPS"]; ok {
		variable = v.AsString()
	}
	return variable, string(out)
}

// The module tells an app that watches for its drain every target group in which
// its own container is registered, in one order, and lets it ask; any other nothing.
func TestModule_drainNotice(t *testing.T) {
	t.Parallel()
	const (
		allowed    = `[{"Action":["elasticloadbalancing:DescribeTargetHealth"],"Effect":"Allow","Resource":["*"]}]`
		registered = `{ b = { arn = "given", container = "app" }, main = { arn = "main", container = "app" }, a = { arn = "a", container = "app" }, c = { arn = "c", container = "proxy" } }`
	)
	gateway := func(set func(*shutdown.Profile)) shutdown.Profile {
		p := shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(900), DrainNotice: new(true)}
		set(&p)
		return p
	}
	for name, row := range map[string]struct {
		profile            shutdown.Profile
		registered, groups string
		want, allowed      string
	}{
		"one":            {gateway(func(*shutdown.Profile) {}), `{ main = { arn = "main", container = "app" } }`, `{ main = {} }`, "main", allowed},
		"a prefix":       {gateway(func(p *shutdown.Profile) { p.EnvironmentPrefix = "STOP_" }), `{ main = { arn = "main", container = "app" } }`, `{ main = {} }`, "main", allowed},
		"taking turns":   {gateway(func(p *shutdown.Profile) { p.Strategy = shutdown.Canary }), `{ main = { arn = "main", container = "app" } }`, `{ main = {}, alternate = {} }`, "main,alternate", allowed},
		"routes":         {gateway(func(*shutdown.Profile) {}), registered, `{ main = {}, a = {} }`, "main,a,given", allowed},
		"routes alone":   {gateway(func(*shutdown.Profile) {}), `{ a = { arn = "a", container = "app" } }`, `{ a = {} }`, "a", allowed},
		"no notice":      {gateway(func(p *shutdown.Profile) { p.DrainNotice = nil }), registered, `{ main = {}, a = {} }`, "", "[]"},
		"a notice of 0":  {gateway(func(p *shutdown.Profile) { p.NoticeSpread = new(0) }), registered, `{ main = {} }`, "main,a,given", allowed},
		"refused notice": {gateway(func(p *shutdown.Profile) { p.DrainNotice = new(false) }), registered, `{ main = {} }`, "", "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			variable, statements := toldByModule(t, row.profile, row.registered, row.groups)
			if diff := cmp.Diff([]string{row.want, row.allowed}, []string{variable, statements}); diff != "" {
				t.Errorf("what the app is told, and may do (-want +got):\n%s", diff)
			}
			if !json.Valid([]byte(statements)) {
				t.Errorf("no JSON: %s", statements)
			}
		})
	}
}
