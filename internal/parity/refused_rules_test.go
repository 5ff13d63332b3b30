package parity

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// What is said of a rule that has no priority would lead nowhere.
func TestModule_rulesAstrayRefuse(t *testing.T) {
	const (
		listener = `arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210`
		further  = `rules = { more = { listener_arn = "` + listener + `", priority = 3, path_patterns = ["/more"] } }`
		astray   = "without a priority"
	)
	tests := map[string]struct {
		fields string
		want   []string
	}{
		"a rule of its own":   {fields: `listener_arn = "` + listener + `", priority = 2, path_patterns = ["/*"]`},
		"further rules":       {fields: further},
		"a listener":          {fields: further + `, listener_arn = "` + listener + `"`, want: []string{astray}},
		"hosts":               {fields: further + `, host_headers = ["a"]`, want: []string{astray}},
		"headers":             {fields: further + `, http_headers = { a = ["b"] }`, want: []string{astray}},
		"methods":             {fields: further + `, http_methods = ["GET"]`, want: []string{astray}},
		"paths":               {fields: further + `, path_patterns = ["/"]`, want: []string{astray}},
		"queries":             {fields: further + `, query_strings = [{ value = "a" }]`, want: []string{astray}},
		"sources":             {fields: further + `, source_ips = ["10.0.0.0/8"]`, want: []string{astray}},
		"an unknown listener": {fields: further + `, listener_arn = unknown`},
	}
	alone, routed := map[string]refusal{}, map[string]refusal{}
	for name, tt := range tests {
		alone[name] = refusal{value: `{ security_group_id = "sg-0a", health_check_port = 8080, ` + tt.fields + ` }`, want: tt.want}
		routed[name] = refusal{value: `{ web = { alb = { security_group = { id = "sg-0a" }, ` + tt.fields + ` } } }`, others: `{"alb":null,"nlb":null}`, want: tt.want}
	}
	checkRefusals(t, "alb", alone)
	checkRefusals(t, "routes", routed)
}

func TestModule_rulesHaveAPriorityEach(t *testing.T) {
	rule := func(listener cty.Value, priority int64) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"listener_arn": listener, "priority": cty.NumberIntVal(priority)})
	}
	a, b, unknown := cty.StringVal("a"), cty.StringVal("b"), cty.UnknownVal(cty.String)
	for name, tt := range map[string]struct {
		rules map[string]cty.Value
		want  []string
	}{
		"none":                     {rules: map[string]cty.Value{}},
		"one":                      {rules: map[string]cty.Value{"main": rule(a, 1)}},
		"others":                   {rules: map[string]cty.Value{"main": rule(a, 1), "main/more": rule(a, 2)}},
		"another listener":         {rules: map[string]cty.Value{"main": rule(a, 1), "web": rule(b, 1)}},
		"the same":                 {rules: map[string]cty.Value{"main": rule(a, 1), "web": rule(a, 1), "web/more": rule(b, 1)}, want: []string{"alb.priority, routes.web.alb.priority: rules of one listener need a priority each. Given: 1. Change one of them."}},
		"listeners unknown as yet": {rules: map[string]cty.Value{"main": rule(unknown, 1), "web": rule(unknown, 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvaluator(t, nil)
			e.known["rules"] = cty.ObjectVal(tt.rules)
			e.known["logins"] = hclValue(t, `{ main = { path = "alb" }, "main/more" = { path = "alb.rules.more" }, web = { path = "routes.web.alb" }, "web/more" = { path = "routes.web.alb.rules.more" } }`)
			faults := e.local("place_faults")
			if !faults.IsKnown() { // At apply.
				faults = cty.EmptyTupleVal
			}
			if diff := cmp.Diff(tt.want, wordsOf(faults)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Who is let in at one port by two inputs would be one rule twice.
func TestModule_letsNobodyInTwice(t *testing.T) {
	const (
		none, alb, nlb = "null", `{ security_group_id = "sg-0a" }`, `{ client_cidrs = ["10.0.0.0/16"] }`
		once           = ", and EC2 takes a rule once. "
		move           = "Put one of them into alb or nlb, whose security group the other routes through that load balancer share, or give each load balancer a security group of its own."
	)
	rule := func(group, port string) string { return `{ group = ` + group + `, port = ` + port + ` }` }
	main, web := `"8080" = `+rule(`"sg-0a"`, "8080"), `"web 8080" = `+rule(`"sg-0a"`, "8080")
	way := func(name, kind, more string) string {
		kinds := map[string]string{"alb": "null", "nlb": "null", "target_group": "null"}
		kinds[kind] = "{" + more + "}"
		return name + " = { alb = " + kinds["alb"] + ", nlb = " + kinds["nlb"] + ", target_group = " + kinds["target_group"] + " }"
	}
	const network = `{ cidr = "10.0.0.0/16", port = 80 }`
	for name, tt := range map[string]struct {
		alb, nlb, routes, balancers, networks, callers, ingress string
		want                                                    []string
	}{
		"nobody":        {},
		"another port":  {alb: alb, balancers: main + `, "web 9090" = ` + rule(`"sg-0a"`, "9090")},
		"another group": {alb: alb, balancers: main + `, "web 8080" = ` + rule(`"sg-0b"`, "8080")},
		"a route": {alb: alb, routes: way("web", "alb", ""), balancers: main + ", " + web,
			want: []string{"routes.web: alb and routes.web let the security group sg-0a reach port 8080" + once + "Remove security_group of routes.web."}},
		"a route of the other kind": {alb: alb, routes: way("web", "nlb", ""), balancers: main + ", " + web,
			want: []string{"routes.web: alb and routes.web let the security group sg-0a reach port 8080" + once + move}},
		"two routes": {routes: way("api", "alb", "") + ", " + way("web", "alb", ""), balancers: `"api 80" = ` + rule(`"sg-0a"`, "80") + `, "web 80" = ` + rule(`"sg-0a"`, "80"),
			want: []string{"routes.web: routes.api and routes.web let the security group sg-0a reach port 80" + once + move}},
		"a route of another's": {routes: way("api", "target_group", "") + ", " + way("web", "alb", ""), balancers: `"api 80" = ` + rule(`"sg-0a"`, "80") + `, "web 80" = ` + rule(`"sg-0a"`, "80"),
			want: []string{"routes.web: routes.api and routes.web let the security group sg-0a reach port 80" + once + "Remove security_group of routes.api."}},
		"a caller": {alb: alb, balancers: main, callers: `group-0 = ` + rule(`"sg-0a"`, "8080"),
			want: []string{"ingress_security_group_ids[0]: alb and ingress_security_group_ids[0] let the security group sg-0a reach port 8080" + once + "Remove ingress_security_group_ids[0]."}},
		"ingress": {callers: `"group-1 9000" = ` + rule(`"sg-0a"`, "9000"), ingress: `more = { from_port = 9000, to_port = null, ip_protocol = "tcp", referenced_security_group_id = "sg-0a" }`,
			want: []string{"ingress.more: ingress_security_group_ids[1] and ingress.more let the security group sg-0a reach port 9000" + once + "Remove ingress_security_group_ids[1] or ingress.more."}},
		"ingress of a range": {callers: `group-1 = ` + rule(`"sg-0a"`, "9000"), ingress: `more = { from_port = 9000, to_port = 9001, ip_protocol = "tcp", referenced_security_group_id = "sg-0a" }`},
		"a network": {nlb: nlb, networks: `"80 10.0.0.0/16" = ` + network, ingress: `more = { from_port = 80, to_port = 80, ip_protocol = "tcp", referenced_security_group_id = null, cidr_ipv4 = "10.0.0.0/16" }`,
			want: []string{"ingress.more: nlb and ingress.more let 10.0.0.0/16 reach port 80" + once + "Remove ingress.more."}},
		"a network by UDP": {nlb: nlb, networks: `"80 10.0.0.0/16" = ` + network, ingress: `more = { from_port = 80, to_port = 80, ip_protocol = "udp", referenced_security_group_id = null, cidr_ipv4 = "10.0.0.0/16" }`},
		"another network":  {nlb: nlb, networks: `"80 10.0.0.0/16" = ` + network, ingress: `more = { from_port = 80, to_port = 80, ip_protocol = "tcp", referenced_security_group_id = null, cidr_ipv4 = "10.1.0.0/16" }`},
		"a route's network": {nlb: nlb, routes: way("web", "nlb", `client_cidrs = ["10.0.0.0/16"]`), networks: `"80 10.0.0.0/16" = ` + network + `, "web 80 10.0.0.0/16" = ` + network,
			want: []string{"routes.web: nlb and routes.web let 10.0.0.0/16 reach port 80" + once + "Remove it from client_cidrs of routes.web."}},
		"two routes' only network": {routes: way("api", "nlb", `client_cidrs = ["10.0.0.0/16"]`) + ", " + way("web", "nlb", `client_cidrs = ["10.0.0.0/16"]`), networks: `"api 80 10.0.0.0/16" = ` + network + `, "web 80 10.0.0.0/16" = ` + network,
			want: []string{"routes.web: routes.api and routes.web let 10.0.0.0/16 reach port 80" + once + "Put one of them into nlb, whose client_cidrs the other routes share."}},
		"one of two networks": {routes: way("api", "nlb", `client_cidrs = ["10.0.0.0/16"]`) + ", " + way("web", "nlb", `client_cidrs = ["10.0.0.0/16", "10.1.0.0/16"]`), networks: `"api 80 10.0.0.0/16" = ` + network + `, "web 80 10.0.0.0/16" = ` + network,
			want: []string{"routes.web: routes.api and routes.web let 10.0.0.0/16 reach port 80" + once + "Remove it from client_cidrs of routes.web."}},
		"unknown as yet": {alb: alb, balancers: `"8080" = ` + rule(`unknown`, "8080") + `, "web 8080" = ` + rule(`unknown`, "8080"), ingress: `more = { from_port = 8080, to_port = null, ip_protocol = "tcp", referenced_security_group_id = unknown }`},
	} {
		t.Run(name, func(t *testing.T) {
			for _, way := range []*string{&tt.alb, &tt.nlb} {
				if *way == "" {
					*way = none
				}
			}
			set := func(fields string) cty.Value {
				return hclValue(t, "{"+strings.ReplaceAll(fields, "referenced_security_group_id = null", "cidr_ipv6 = null, prefix_list_id = null, referenced_security_group_id = null")+"}")
			}
			e := newEvaluator(t, map[string]cty.Value{"alb": hclValue(t, tt.alb), "nlb": hclValue(t, tt.nlb), "routes": set(tt.routes), "ingress": set(tt.ingress)})
			e.known["balancer_ingress"], e.known["balancer_cidr_ingress"], e.known["ingress_from_groups"] = set(tt.balancers), set(tt.networks), set(tt.callers)
			faults := e.local("let_in_faults")
			if !faults.IsKnown() { // At apply.
				faults = cty.EmptyTupleVal
			}
			if diff := cmp.Diff(tt.want, wordsOf(faults)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Where alb and nlb have an id, a route has an object.
func TestModule_routesHaveAGroup(t *testing.T) {
	for name, tt := range map[string]struct {
		routes string
		want   []string
	}{
		"none":                     {routes: `{ web = { alb = {}, nlb = null } }`},
		"an object":                {routes: `{ web = { alb = { security_group = { id = "sg-0a" }, security_group_id = null }, nlb = null } }`},
		"an id, of a target group": {routes: `{ web = { security_group_id = "sg-0a", alb = null, nlb = null, target_group = {} }, api = { security_group_id = null, alb = null, nlb = null } }`, want: []string{"routes.web"}},
		"an id":                    {routes: `{ web = { alb = { security_group_id = "sg-0a" }, nlb = null } }`, want: []string{"routes.web.alb"}},
		"an id, of nlb":            {routes: `{ web = { alb = null, nlb = { security_group_id = "sg-0a" } }, net = { alb = null, nlb = { security_group_id = null } } }`, want: []string{"routes.web.nlb"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvaluator(t, map[string]cty.Value{"routes": hclValue(t, tt.routes)})
			if diff := cmp.Diff(tt.want, wordsOf(e.local("misplaced_groups"))); diff != "" {
				t.Errorf("misplaced groups mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
