package parity

import (
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

// A security group that two inputs let in at one port would be one rule twice.
func TestModule_letsNobodyInTwice(t *testing.T) {
	const none, alb = "null", `{ security_group_id = "sg-0a" }`
	rule := func(group, port string) string { return `{ group = ` + group + `, port = ` + port + ` }` }
	for name, tt := range map[string]struct {
		alb, balancers, callers, ingress string
		want                             []string
	}{
		"nobody":             {none, `{}`, `{}`, `{}`, nil},
		"another port":       {alb, `{ "8080" = ` + rule(`"sg-0a"`, "8080") + `, "web 9090" = ` + rule(`"sg-0a"`, "9090") + ` }`, `{}`, `{}`, nil},
		"another group":      {alb, `{ "8080" = ` + rule(`"sg-0a"`, "8080") + `, "web 8080" = ` + rule(`"sg-0b"`, "8080") + ` }`, `{}`, `{}`, nil},
		"a route":            {alb, `{ "8080" = ` + rule(`"sg-0a"`, "8080") + `, "web 8080" = ` + rule(`"sg-0a"`, "8080") + ` }`, `{}`, `{}`, []string{"routes.web: alb and routes.web let the security group sg-0a reach port 8080, and EC2 takes a rule once. Remove security_group of the route, which then shares that of alb."}},
		"two routes":         {none, `{ "api 80" = ` + rule(`"sg-0a"`, "80") + `, "web 80" = ` + rule(`"sg-0a"`, "80") + ` }`, `{}`, `{}`, []string{"routes.web: routes.api and routes.web let the security group sg-0a reach port 80, and EC2 takes a rule once. Remove one of them."}},
		"a caller":           {alb, `{ "8080" = ` + rule(`"sg-0a"`, "8080") + ` }`, `{ group-0 = ` + rule(`"sg-0a"`, "8080") + ` }`, `{}`, []string{"ingress_security_group_ids[0]: alb and ingress_security_group_ids[0] let the security group sg-0a reach port 8080, and EC2 takes a rule once. Remove one of them."}},
		"ingress":            {none, `{}`, `{ "group-1 9000" = ` + rule(`"sg-0a"`, "9000") + ` }`, `{ more = { from_port = 9000, to_port = null, ip_protocol = "tcp", referenced_security_group_id = "sg-0a" } }`, []string{"ingress.more: ingress_security_group_ids[1] and ingress.more let the security group sg-0a reach port 9000, and EC2 takes a rule once. Remove one of them."}},
		"ingress of a range": {none, `{}`, `{ group-1 = ` + rule(`"sg-0a"`, "9000") + ` }`, `{ more = { from_port = 9000, to_port = 9001, ip_protocol = "tcp", referenced_security_group_id = "sg-0a" }, net = { from_port = 9000, to_port = null, ip_protocol = "tcp", referenced_security_group_id = null } }`, nil},
		"unknown as yet":     {alb, `{ "8080" = ` + rule(`unknown`, "8080") + `, "web 8080" = ` + rule(`unknown`, "8080") + ` }`, `{}`, `{}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvaluator(t, map[string]cty.Value{"alb": hclValue(t, tt.alb), "ingress": hclValue(t, tt.ingress)})
			e.known["balancer_ingress"], e.known["ingress_from_groups"] = hclValue(t, tt.balancers), hclValue(t, tt.callers)
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
		"none":          {routes: `{ web = { alb = {}, nlb = null } }`},
		"an object":     {routes: `{ web = { alb = { security_group = { id = "sg-0a" }, security_group_id = null }, nlb = null } }`},
		"an id":         {routes: `{ web = { alb = { security_group_id = "sg-0a" }, nlb = null } }`, want: []string{"routes.web.alb"}},
		"an id, of nlb": {routes: `{ web = { alb = null, nlb = { security_group_id = "sg-0a" } }, net = { alb = null, nlb = { security_group_id = null } } }`, want: []string{"routes.web.nlb"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvaluator(t, map[string]cty.Value{"routes": hclValue(t, tt.routes)})
			if diff := cmp.Diff(tt.want, wordsOf(e.local("misplaced_groups"))); diff != "" {
				t.Errorf("misplaced groups mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
