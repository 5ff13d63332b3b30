package parity

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// A route is one way in, and what is said of a target group of somebody else is all
// or nothing.
func TestModule_existingGroupsRefuse(t *testing.T) {
	const (
		arn   = `arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0123456789abcdef"`
		nlb   = `nlb = { load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef", port = 443, security_group = { id = "sg-0b" } }`
		given = `deregistration_delay = 25, health_check = [{ interval = 5 }]`
	)
	route := func(fields string) string { return `{ web = { ` + fields + ` } }` }
	group := func(fields string) string { return route(`target_group = { ` + fields + ` }`) }
	checkRefusals(t, "routes", map[string]refusal{
		"the ARN alone":           {value: group(arn), others: `{"alb":null,"nlb":null}`},
		"as it is":                {value: group(arn + `, connection_termination = false, protocol = "TCP", target_type = "ip", vpc_id = "vpc-0a", ` + given), others: `{"alb":null,"nlb":null}`},
		"not known yet":           {value: group(`arn = unknown, vpc_id = unknown, ` + given), others: `{"alb":null,"nlb":null}`},
		"with a security group":   {value: route(`security_group = { id = unknown }, target_group = { ` + arn + ` }`), others: `{"alb":null,"nlb":null}`},
		"no way in":               {value: route(`port = 8080`), others: `{"alb":null,"nlb":null}`, want: []string{"one of alb, nlb and target_group"}},
		"two ways in":             {value: route(nlb + `, target_group = { ` + arn + ` }`), others: `{"alb":null,"nlb":null}`, want: []string{"one of alb, nlb and target_group"}},
		"another's security":      {value: route(nlb + `, security_group = { id = "sg-0a" }`), others: `{"alb":null,"nlb":null}`, want: []string{"web.security_group is for a target_group"}},
		"an nlb's own group":      {value: route(nlb), others: `{"alb":null,"nlb":null}`},
		"an nlb's own and all":    {value: route(strings.Replace(nlb, "port", `client_cidrs = ["10.0.0.0/8"], port`, 1)), others: `{"alb":null,"nlb":null}`, want: []string{"nlb.client_cidrs is for a load balancer without a security group"}},
		"an nlb of nobody":        {value: route(strings.Replace(nlb, `, security_group = { id = "sg-0b" }`, "", 1)), others: `{"alb":null,"nlb":null}`, want: []string{"web.nlb has neither security_group nor client_cidrs"}},
		"an nlb beside nlb":       {value: route(strings.Replace(nlb, `, security_group = { id = "sg-0b" }`, "", 1)), others: `{"alb":null,"nlb":{}}`},
		"no ARN of a group":       {value: group(`arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef"`), others: `{"alb":null,"nlb":null}`, want: []string{"target_group.arn must be"}},
		"a delay alone":           {value: group(arn + `, deregistration_delay = 25`), others: `{"alb":null,"nlb":null}`, want: []string{"either its arn alone"}},
		"a health check alone":    {value: group(arn + `, health_check = []`), others: `{"alb":null,"nlb":null}`, want: []string{"either its arn alone"}},
		"a protocol alone":        {value: group(arn + `, protocol = "HTTP"`), others: `{"alb":null,"nlb":null}`, want: []string{"either its arn alone"}},
		"a target type alone":     {value: group(arn + `, target_type = "ip"`), others: `{"alb":null,"nlb":null}`, want: []string{"either its arn alone"}},
		"a VPC alone":             {value: group(arn + `, vpc_id = "vpc-0a"`), others: `{"alb":null,"nlb":null}`, want: []string{"either its arn alone"}},
		"a termination alone":     {value: group(arn + `, connection_termination = true`), others: `{"alb":null,"nlb":null}`, want: []string{"either its arn alone"}},
		"a listener of one's own": {value: route(`nlb = { create_listener = false, security_group = { id = "sg-0b" } }`), others: `{"alb":null,"nlb":null}`},
		"no load balancer":        {value: route(`nlb = { port = 443, security_group = { id = "sg-0b" } }`), others: `{"alb":null,"nlb":null}`, want: []string{"nlb.load_balancer_arn must be"}},
		"no port": {value: route(`nlb = { load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef", security_group = { id = "sg-0b" } }`),
			others: `{"alb":null,"nlb":null}`, want: []string{"nlb.load_balancer_arn must be"}},
	})
	checkRefusals(t, "nlb", map[string]refusal{
		"a listener of one's own": {value: `{ create_listener = false, security_group_id = "sg-0b", health_check_port = 8080 }`},
		"not known yet":           {value: `{ load_balancer_arn = unknown, port = 443, security_group_id = "sg-0b", health_check_port = 8080 }`},
		"nothing":                 {value: `{ security_group_id = "sg-0b", health_check_port = 8080 }`, want: []string{"nlb.load_balancer_arn must be", "nlb.port must be"}},
		"no port":                 {value: `{ load_balancer_arn = unknown, security_group_id = "sg-0b", health_check_port = 8080 }`, want: []string{"nlb.port must be"}},
		"port 0":                  {value: `{ load_balancer_arn = unknown, port = 0, security_group_id = "sg-0b", health_check_port = 8080 }`, want: []string{"nlb.port must be"}},
	})
	const (
		listener = `"arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/main/0123456789abcdef/fedcba9876543210"`
		rule     = `"arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/main/0123456789abcdef/fedcba9876543210/0a1b"`
		made     = `{"nlb":{"create_listener":true},"routes":{"web":{"nlb":null}}}`
		main     = `{"nlb":{"create_listener":false},"routes":{}}`
		further  = `{"nlb":null,"routes":{"web":{"nlb":{"create_listener":false}}}}`
	)
	checkRefusals(t, "listeners", map[string]refusal{
		"none":                         {value: `{}`, others: made},
		"both kinds":                   {value: `{ a = { arn = ` + listener + ` }, b = { arn = ` + rule + ` } }`, others: main},
		"not known yet":                {value: `{ a = { arn = unknown } }`, others: main},
		"a load balancer":              {value: `{ a = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/main/0123456789abcdef" } }`, others: main, want: []string{"arn must be that of a listener", "before your listener forwards to it"}},
		"UDP":                          {value: `{ a = { arn = ` + listener + `, protocol = "UDP" } }`, others: main, want: []string{"protocol must be HTTP, HTTPS, TCP or TLS"}},
		"TCP and UDP":                  {value: `{ a = { arn = ` + listener + `, protocol = "TCP_UDP" } }`, others: main, want: []string{"protocol must be HTTP, HTTPS, TCP or TLS"}},
		"TLS":                          {value: `{ a = { arn = ` + listener + `, protocol = "TLS" } }`, others: main},
		"an application's for nlb":     {value: `{ b = { arn = ` + rule + `, protocol = "HTTPS" } }`, others: main, want: []string{"before your listener forwards to it"}},
		"an application's without nlb": {value: `{ b = { arn = ` + rule + ` } }`, others: made},
		"none to wait for, of nlb":     {value: `{}`, others: main, want: []string{"before your listener forwards to it"}},
		"none to wait for, of a route": {value: `{}`, others: further, want: []string{"before your listener forwards to it"}},
	})
}

// A VPC that is made in the same configuration leaves nothing else open until apply.
func TestModule_existingGroupsInANewVPC(t *testing.T) {
	e := newEvaluator(t, map[string]cty.Value{"routes": hclValue(t, `{ web = { security_group = null } }`), "vpc_id": cty.UnknownVal(cty.String)})
	for name, value := range map[string]string{
		"existing_ports": `{ web = 8080 }`, "group_settings": `{ connection_termination = false }`, "nlb_routes": "{}", "profile": "{ strategy = null }", "reachable_ports": "[8080]", "way_paths": "{}",
		"profile_settings": `{ load_balancer = "alb", deployment = { strategy = "ROLLING" } }`, "wanted_numbers": `{ deregistration_delay = 25 }`,
	} {
		e.known[name] = hclValue(t, value)
	}
	group := hclValue(t, `{ connection_termination = null, deregistration_delay = 24, protocol = "HTTP", target_type = "ip", "health_check.port" = null }`).AsValueMap()
	group["vpc_id"] = cty.UnknownVal(cty.String)
	e.known["existing"] = cty.ObjectVal(map[string]cty.Value{"web": cty.ObjectVal(group)})
	want := []string{"routes.web.target_group.deregistration_delay must be 25, which the profile gives; for its owner it stands in the output target_group_settings. Given: 24."}
	if diff := cmp.Diff(want, wordsOf(e.local("existing_faults"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if e.local("existing_place_faults").IsKnown() {
		t.Error("whether the group is in the VPC is known before the VPC is")
	}
}

// Whether there is an alb is no secret, though its login has one: ports are keys.
func TestModule_existingGroupsBesideASecret(t *testing.T) {
	e := newEvaluator(t, map[string]cty.Value{
		"alb":    hclValue(t, `{ authenticate_oidc = { client_secret = sensitive("s") } }`),
		"routes": hclValue(t, `{ web = { security_group = null } }`),
	})
	e.known["existing_ports"] = hclValue(t, `{ web = 8080 }`)
	if ports := e.local("shared_existing_ports"); ports.IsMarked() || ports.LengthInt() != 1 {
		t.Errorf("the ports behind the alb are %#v", ports)
	}
}

// ECS registers a task once in a target group, whoever leads to it. What is not known
// yet leaves only these two open.
func TestModule_existingGroupsOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		groups string
		want   []string
	}{
		"none":          {"{}", nil},
		"two":           {`{ a = { arn = "x" }, b = { arn = "y" } }`, nil},
		"the same":      {`{ a = { arn = "x" }, b = { arn = "y" }, c = { arn = "x" } }`, []string{"routes.a, routes.c: two ways in have the same target group, where ECS registers a task once. Remove one of them."}},
		"not known yet": {`{ a = { arn = unknown }, b = { arn = unknown } }`, nil},
	} {
		e := newEvaluator(t, map[string]cty.Value{})
		e.known["existing_groups"] = hclValue(t, strings.ReplaceAll(tt.groups, "unknown", `"unknown"`))
		if name == "not known yet" {
			group := cty.ObjectVal(map[string]cty.Value{"arn": cty.UnknownVal(cty.String)})
			e.known["existing_groups"] = cty.ObjectVal(map[string]cty.Value{"a": group, "b": group})
		}
		got := e.local("existing_doubles")
		if !got.IsKnown() { // At apply.
			got = cty.EmptyTupleVal
		}
		if diff := cmp.Diff(tt.want, wordsOf(got)); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", name, diff)
		}
	}
}
