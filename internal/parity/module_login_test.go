package parity

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/coverage"
)

// loginFaults are what the module says of a login of the rule admin, in the routes
// of ops.
func loginFaults(t *testing.T, strategy, login string) []string {
	t.Helper()
	none := map[string]string{"authenticate_cognito": "null", "authenticate_oidc": "null"}
	e := newEvaluator(t, map[string]cty.Value{"alb": hclValue(t, "null"), "nlb": hclValue(t, "null"), "routes": hclValue(t, "{}")})
	e.known["profile"] = hclValue(t, "{ strategy = "+strategy+" }")
	e.known["takes_turns"] = cty.BoolVal(strategy != "null" && strategy != `"rolling"`)
	e.known["way_paths"] = hclValue(t, `{ main = "alb", ops = "routes.ops.alb" }`)
	e.known["alb_rules"] = hclValue(t, `{ main = { main = `+object(none, "")+` }, ops = { admin = `+object(none, login)+` } }`)
	var out []string
	for _, list := range []string{"login_faults", "login_url_faults", "login_id_faults"} {
		for _, fault := range wordsOf(e.local(list)) {
			path := "routes.ops.alb.rules.admin."
			if !strings.HasPrefix(fault, path) {
				t.Errorf("%q does not begin with %s", fault, path)
			}
			out = append(out, strings.TrimPrefix(fault, path))
		}
	}
	return out
}

// What a login refuses, with the values beside each limit. A secret that is marked as
// one does not hide what is said.
func TestModule_loginRefuses(t *testing.T) {
	oidc := func(further string) string {
		fields := map[string]string{
			"authentication_request_extra_params": "null", "on_unauthenticated_request": "null", "scope": "null", "session_cookie_name": "null", "session_timeout": "null",
			"authorization_endpoint": `"https://a/authorize"`, "client_id": `"c"`, "client_secret": `sensitive("s")`, "issuer": `"https://a"`, "token_endpoint": `"https://a/t"`, "user_info_endpoint": `"https://a/u"`,
		}
		return "authenticate_oidc = " + object(fields, further)
	}
	cognito := func(further string) string {
		fields := map[string]string{
			"authentication_request_extra_params": "null", "on_unauthenticated_request": "null", "scope": "null", "session_cookie_name": "null", "session_timeout": "null",
			"user_pool_arn": `"arn:aws:cognito-idp:eu-central-1:123456789012:userpool/a"`, "user_pool_client_id": `"c"`, "user_pool_domain": `"login"`,
		}
		return "authenticate_cognito = " + object(fields, further)
	}
	ten := `{ a = "1", b = "1", c = "1", d = "1", e = "1", f = "1", g = "1", h = "1", i = "1", j = "1"`
	url := func(name, given string) string {
		return "authenticate_oidc." + name + ` must be a full URL, https://…. Given: "` + given + `".`
	}
	const id = " must not be empty. Set it to what the identity provider gave the client."
	for name, row := range map[string]struct {
		strategy, login string
		want            []string
	}{
		"none":     {login: ""},
		"null":     {login: "authenticate_oidc = null, authenticate_cognito = null"},
		"oidc":     {login: oidc("")},
		"cognito":  {login: cognito("")},
		"both":     {login: oidc("") + ", " + cognito(""), want: []string{"authenticate_oidc: authenticate_cognito is set too, and a rule asks for one login. Remove one of them."}},
		"rolling":  {strategy: `"rolling"`, login: oidc("")},
		"no login": {strategy: `"canary"`, login: ""},
		"canary": {strategy: `"canary"`, login: cognito(""), want: []string{
			`authenticate_cognito must be absent with strategy "canary": ECS fails a deployment at a rule that does more than forward. Remove it, or set profile.strategy to "rolling".`}},
		"1 s":         {login: oidc("session_timeout = 1")},
		"0 s":         {login: oidc("session_timeout = 0"), want: []string{"authenticate_oidc.session_timeout must be a whole number of seconds from 1 to 604800, which is a week. Given: 0."}},
		"a week":      {login: cognito("session_timeout = 604800")},
		"longer":      {login: cognito("session_timeout = 604801"), want: []string{"authenticate_cognito.session_timeout must be a whole number of seconds from 1 to 604800, which is a week. Given: 604801."}},
		"half":        {login: oidc("session_timeout = 1.5"), want: []string{"authenticate_oidc.session_timeout must be a whole number of seconds from 1 to 604800, which is a week. Given: 1.5."}},
		"deny":        {login: oidc(`on_unauthenticated_request = "deny"`)},
		"Deny":        {login: oidc(`on_unauthenticated_request = "Deny"`), want: []string{"authenticate_oidc.on_unauthenticated_request must be allow, authenticate or deny. Given: Deny."}},
		"empty words": {login: cognito(`scope = "", session_cookie_name = ""`), want: []string{`authenticate_cognito.scope must not be empty; without it the scope is openid. Given: "".`, `authenticate_cognito.session_cookie_name must not be empty; without it the cookie is AWSELBAuthSessionCookie. Given: "".`}},
		"ten":         {login: oidc("authentication_request_extra_params = " + ten + " }")},
		"eleven": {login: oidc("authentication_request_extra_params = " + ten + `, k = "1" }`),
			want: []string{"authenticate_oidc.authentication_request_extra_params must hold at most 10 parameters, none of them empty. Given: a, b, c, d, e, f, g, h, i, j, k."}},
		"an empty parameter": {login: oidc(`authentication_request_extra_params = { prompt = "" }`),
			want: []string{"authenticate_oidc.authentication_request_extra_params must hold at most 10 parameters, none of them empty. Given: prompt."}},
		"URLs": {login: oidc(`authorization_endpoint = "http://a", issuer = "https://", token_endpoint = "", user_info_endpoint = null`),
			want: []string{url("authorization_endpoint", "http://a"), url("issuer", "https://"), url("token_endpoint", ""), url("user_info_endpoint", "")}},
		"a secret as a whole": {login: "authenticate_oidc = sensitive(" + strings.TrimPrefix(oidc(`session_timeout = 0, scope = "", issuer = "swapped", client_id = ""`), "authenticate_oidc = ") + ")",
			want: []string{"authenticate_oidc.scope must not be empty; without it the scope is openid. Given: a secret.", "authenticate_oidc.session_timeout must be a whole number of seconds from 1 to 604800, which is a week. Given: a secret.", "authenticate_oidc.issuer must be a full URL, https://…. Given: a secret.", "authenticate_oidc.client_id" + id}},
		"a secret pool": {login: "authenticate_cognito = sensitive(" + strings.TrimPrefix(cognito(`user_pool_arn = "swapped"`), "authenticate_cognito = ") + ")",
			want: []string{"authenticate_cognito.user_pool_arn must be the ARN of a user pool (arn:…:cognito-idp:…:userpool/…). Given: a secret."}},
		"secrets inside": {login: oidc(`issuer = sensitive("swapped"), scope = sensitive("")`),
			want: []string{"authenticate_oidc.scope must not be empty; without it the scope is openid. Given: a secret.", "authenticate_oidc.issuer must be a full URL, https://…. Given: a secret."}},
		"no client":       {login: oidc(`client_id = "", client_secret = sensitive("")`), want: []string{"authenticate_oidc.client_id" + id, "authenticate_oidc.client_secret" + id}},
		"no pool's own":   {login: cognito(`user_pool_client_id = "", user_pool_domain = ""`), want: []string{"authenticate_cognito.user_pool_client_id must not be empty. Set it to that of the user pool.", "authenticate_cognito.user_pool_domain must not be empty. Set it to that of the user pool."}},
		"a pool's own id": {login: cognito(`user_pool_arn = "eu-central-1_a"`), want: []string{"authenticate_cognito.user_pool_arn must be the ARN of a user pool (arn:…:cognito-idp:…:userpool/…). Given: eu-central-1_a."}},
	} {
		if row.strategy == "" {
			row.strategy = "null"
		}
		if diff := cmp.Diff(row.want, loginFaults(t, row.strategy, row.login)); diff != "" {
			t.Errorf("%s: refusals mismatch (-want +got):\n%s", name, diff)
		}
	}
}

// A login where there is no rule of its own is refused, and does not leave the others open.
func TestModule_loginAstray(t *testing.T) {
	const bare = "authenticate_cognito = null, authenticate_oidc = null"
	const login = "authenticate_cognito = null, authenticate_oidc = { client_secret = sensitive(\"s\") }"
	for name, row := range map[string]struct {
		alb, routes string
		want        []string
	}{
		"none":            {"{ priority = null, " + bare + " }", "{ a = { alb = { priority = null, " + bare + " } }, b = { alb = null } }", nil},
		"with a priority": {"{ priority = 1, " + login + " }", "{ a = { alb = { priority = 2, " + login + " } } }", nil},
		"without":         {"{ priority = null, " + login + " }", "{ a = { alb = { priority = null, " + login + " } } }", []string{"alb", "routes.a.alb"}},
	} {
		e := newEvaluator(t, map[string]cty.Value{"alb": hclValue(t, row.alb), "routes": hclValue(t, row.routes)})
		if diff := cmp.Diff(row.want, wordsOf(e.local("logins_astray"))); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", name, diff)
		}
	}
	e := newEvaluator(t, map[string]cty.Value{})
	for known, value := range map[string]string{"logins_astray": `["alb"]`, "misplaced_logins": "[]", "secret_logins": "[]", "login_actions": "{}", "logins": "{}", "takes_turns": "false", "profile": "{ strategy = null }"} {
		e.known[known] = hclValue(t, value)
	}
	want := []string{"alb has a login but no priority, and so no rule of its own to log in at; rules inherit none. Set alb.priority, or move the login into those of alb.rules that it is for."}
	if diff := cmp.Diff(want, wordsOf(e.local("login_faults"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// object writes fields in HCL, of which the further ones replace some.
func object(fields map[string]string, further string) string {
	var out []string
	for name, value := range fields {
		if !strings.Contains(further, name+" = ") {
			out = append(out, name+" = "+value)
		}
	}
	if further != "" {
		out = append(out, further)
	}
	return "{ " + strings.Join(out, ", ") + " }"
}

// A login where no rule is made of it is refused: the paths would be open to everybody.
func TestModule_loginMisplaced(t *testing.T) {
	const none, login = "authenticate_cognito = null, authenticate_oidc = null", `authenticate_cognito = null, authenticate_oidc = { client_id = "c" }`
	beside := func(way string) string {
		return "routes.web has a login beside its way in, where nothing would ask for it. " + way
	}
	tried := []string{}
	for name, row := range map[string]struct{ nlb, routes, want string }{
		"none":                     {"{ " + none + " }", "{ web = { " + none + ", alb = { " + login + " }, nlb = null }, api = { " + none + ", alb = null, nlb = { " + none + " } } }", ""},
		"nlb":                      {"{ " + login + " }", "{}", "nlb has a login, and a Network Load Balancer logs nobody in. Remove it, or use an alb."},
		"routes.nlb":               {"null", "{ web = { " + none + ", alb = null, nlb = { " + login + " } } }", "routes.web.nlb has a login, and a Network Load Balancer logs nobody in. Remove it, or use an alb."},
		"routes":                   {"null", "{ web = { " + login + ", alb = {}, nlb = null } }", beside("Move it into routes.web.alb.")},
		"none beside a secret":     {"null", `{ web = { ` + none + `, alb = { authenticate_oidc = { client_secret = sensitive("s") } }, nlb = null } }`, ""},
		"routes beside a secret":   {"null", `{ web = { ` + login + `, alb = { priority = null, authenticate_oidc = { client_secret = sensitive("s") } }, nlb = null } }`, beside("Move it into routes.web.alb.")},
		"routes with target_group": {"null", "{ web = { " + login + ", alb = null, nlb = null } }", beside("Say it at the rule that leads to the target group, and remove it here.")},
	} {
		for _, kind := range []string{"authenticate_oidc", "authenticate_cognito"} {
			swapped := strings.NewReplacer("authenticate_oidc", kind, "authenticate_cognito", "authenticate_oidc")
			if kind == "authenticate_oidc" {
				swapped = strings.NewReplacer()
			}
			e := newEvaluator(t, map[string]cty.Value{"nlb": hclValue(t, swapped.Replace(row.nlb)), "routes": hclValue(t, swapped.Replace(row.routes))})
			if diff := cmp.Diff(row.want, strings.Join(wordsOf(e.local("misplaced_logins")), "")); diff != "" {
				t.Errorf("%s %s: (-want +got):\n%s", name, kind, diff)
			}
			if object, _, _ := strings.Cut(name, " "); object != "none" && object == name {
				tried = append(tried, object+"."+kind)
			}
		}
	}
	slices.Sort(tried)
	if diff := cmp.Diff(coverage.MisplacedMembers(), tried); diff != "" {
		t.Errorf("not every misplaced login is tried (-want +got):\n%s", diff)
	}
	variables := map[string]*hclsyntax.Block{}
	for _, b := range blocks(t, "variable") {
		variables[b.Labels[0]] = b
	}
	kept := variablesOf(t, variables["routes"], hclValue(t, `{ web = { authenticate_oidc = { client_id = "c" } } }`), "")["routes"]
	if kept.Index(cty.StringVal("web")).GetAttr("authenticate_oidc").IsNull() {
		t.Error("the type of routes drops a login beside the way in")
	}
}
