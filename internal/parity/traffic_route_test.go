package parity

import "testing"

func TestTraffic_routes(t *testing.T) {
	again := func(s story, conditions ...string) {
		s.elb("DeleteRule", `{"RuleArn":"rule"}`)
		s.rule("rule", "10", forward("tg"), conditions...)
		s.traffic.lost = nil
		s.clients()
	}
	modify := func(s story, conditions string) {
		s.elb("ModifyRule", `{"RuleArn":"rule","Conditions":[`+conditions+`]}`)
	}
	tellStories(t, map[string]chapter{
		"a rule made anew": {func(s story) {
			s.elb("DeleteRule", `{"RuleArn":"rule"}`)
			s.rule("rule2", "10", forward("tg"), path("/a"))
		}, "no rule takes them"},
		"a rule beside it, then without the old one": {func(s story) {
			s.rule("rule2", "11", forward("tg"), path("/a"))
			s.elb("DeleteRule", `{"RuleArn":"rule"}`)
		}, ""},
		"a rule for everybody takes over":       {func(s story) { s.rule("rule2", "9", forward("nowhere"), path("/*")) }, "the target group is gone"},
		"a rule for everybody comes after":      {func(s story) { s.rule("rule2", "11", forward("nowhere"), path("/*")) }, ""},
		"a rule for others":                     {func(s story) { s.rule("rule2", "9", forward("nowhere"), path("/b")) }, ""},
		"a rule for some of them":               {func(s story) { s.rule("rule2", "9", forward("nowhere"), path("/a"), host("new.example.com")) }, "the target group is gone"},
		"a rule that nobody meets":              {func(s story) { s.rule("rule2", "9", forward("nowhere"), path("/a"), host("staging.invalid")) }, ""},
		"a rule that nobody meets, and one met": {func(s story) { s.rule("rule2", "9", forward("nowhere"), host("staging.invalid", "a.example.com")) }, "the target group is gone"},
		"a rule for some below a pattern": {func(s story) {
			again(s, path("/a/*"))
			s.rule("rule2", "9", forward("nowhere"), path("/a/b"))
		}, "the target group is gone"},
		"a rule beside a pattern": {func(s story) {
			again(s, path("/a/*"))
			s.rule("rule2", "9", forward("nowhere"), path("/ab/*"))
		}, ""},
		"conditions narrowed to one of two": {func(s story) {
			again(s, path("/a", "/b"))
			modify(s, path("/a"))
		}, "requests of " + storyListener + " path-pattern=/b: no rule takes them"},
		"conditions narrowed by one more": {func(s story) { modify(s, path("/a")+","+host("a.example.com")) }, "no rule takes them"},
		"a pattern narrowed":              {func(s story) { again(s, path("/a/*")); modify(s, path("/a/b*")) }, "no rule takes them"},
		"a pattern widened":               {func(s story) { again(s, path("/a/?")); modify(s, path("/a/*")) }, ""},
		"conditions widened":              {func(s story) { modify(s, path("/a", "/b")) }, ""},
		"a header's other value": {func(s story) {
			again(s, header("X-Tenant", "one"))
			modify(s, header("X-Tenant", "two"))
		}, "no rule takes them"},
		"another header of the value": {func(s story) {
			again(s, header("X-Tenant", "one"))
			modify(s, header("X-Customer", "one"))
		}, "no rule takes them"},
		"a header in other letters": {func(s story) {
			again(s, header("X-Tenant", "one"))
			modify(s, header("x-tenant", "One"))
		}, ""},
		"one header of two": {func(s story) {
			again(s, header("X-Tenant", "one"), header("X-Ring", "canary"))
			modify(s, header("X-Ring", "canary"))
		}, ""},
		"one query string of two": {func(s story) {
			again(s, `{"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"v","Value":"2"}]}}`)
			modify(s, `{"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"v","Value":"1"}]}}`)
		}, "no rule takes them"},
		"any key of a query string": {func(s story) {
			again(s, `{"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"v","Value":"2"}]}}`)
			modify(s, `{"Field":"query-string","QueryStringConfig":{"Values":[{"Value":"2"}]}}`)
		}, ""},
		"a network narrowed": {func(s story) {
			again(s, met("source-ip", "SourceIp", "10.0.0.0/8"))
			modify(s, met("source-ip", "SourceIp", "10.1.0.0/16"))
		}, "no rule takes them"},
		"a network widened": {func(s story) {
			again(s, met("source-ip", "SourceIp", "10.1.0.0/16"))
			modify(s, met("source-ip", "SourceIp", "10.0.0.0/8"))
		}, ""},
		"a fixed response": {func(s story) { s.elb("ModifyRule", `{"RuleArn":"rule","Actions":[{"Type":"fixed-response"}]}`) }, "does not forward them: fixed-response"},
		"a login before": {func(s story) {
			s.elb("ModifyRule", `{"RuleArn":"rule","Actions":[{"Type":"authenticate-oidc"},`+forward("tg")+`]}`)
		}, ""},
		"no weight":          {func(s story) { s.elb("ModifyRule", `{"RuleArn":"rule","Actions":[`+weights("tg=0")+`]}`) }, "no target group has a weight"},
		"weights, one empty": {func(s story) { s.elb("ModifyRule", `{"RuleArn":"rule","Actions":[`+weights("tg=1", "nowhere=1")+`]}`) }, "the target group is gone"},
		"weights, one of 0":  {func(s story) { s.elb("ModifyRule", `{"RuleArn":"rule","Actions":[`+weights("tg=1", "nowhere=0")+`]}`) }, ""},
	})
}

func TestTraffic_ingress(t *testing.T) {
	only := func(from, to, protocol, source string) func(story) {
		return func(s story) {
			s.open("sgr-new", from, to, protocol, source)
			s.close()
		}
	}
	const closed = "nobody may reach the tasks at port 8080"
	tellStories(t, map[string]chapter{
		"the same again":     {only("8080", "8080", "tcp", "sg-alb"), ""},
		"a range with it":    {only("8000", "8080", "tcp", "sg-alb"), ""},
		"a range below it":   {only("8000", "8079", "tcp", "sg-alb"), closed},
		"every protocol":     {only("", "", "-1", "sg-alb"), ""},
		"for udp":            {only("8080", "8080", "udp", "sg-alb"), closed},
		"from another group": {only("8080", "8080", "tcp", "sg-other"), closed},
		"from everywhere":    {only("8080", "8080", "tcp", "0.0.0.0/0"), ""},
		"from some network":  {only("8080", "8080", "tcp", "10.0.0.0/8"), closed},
		"another source in place": {func(s story) {
			s.step("ec2.ModifySecurityGroupRules", `{"GroupId":"sg-tasks","SecurityGroupRule":[{"SecurityGroupRuleId":"sgr-8080","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":"8080","ToPort":"8080","ReferencedGroupId":"sg-other"}}]}`, `{}`)
		}, closed},
		"taken away by what it says": {func(s story) {
			s.step("ec2.RevokeSecurityGroupIngress", permission("8080", "8080", "tcp", "sg-alb"), `{}`)
		}, closed},
		"another one taken away by what it says": {func(s story) {
			s.step("ec2.RevokeSecurityGroupIngress", permission("8080", "8080", "tcp", "sg-other"), `{}`)
		}, ""},
		"the group is deleted": {func(s story) { s.step("ec2.DeleteSecurityGroup", `{"GroupId":"sg-tasks"}`, `{}`) }, closed},
		"the load balancer gets other groups": {func(s story) {
			s.elb("SetSecurityGroups", `{"LoadBalancerArn":"arn:elb:loadbalancer/app/story/1","SecurityGroups":["sg-other"]}`)
		}, closed},
	})
}

// listenerAt makes a listener of a load balancer.
func (s story) listenerAt(arn, port, protocol, action string) {
	s.t.Helper()
	s.step("elasticloadbalancing.CreateListener", `{"Port":"`+port+`","Protocol":"`+protocol+`","DefaultActions":[`+action+`]}`,
		`{"CreateListenerResponse":{"CreateListenerResult":{"Listeners":[{"ListenerArn":"`+arn+`"}]}}}`)
}

func TestTraffic_listeners(t *testing.T) {
	const nlb = "arn:elb:listener/net/story/1/3"
	network := func(change func(story)) func(story) {
		return func(s story) {
			s.traffic.Balancer(nlb)
			s.group("net", "", 20)
			s.listenerAt(nlb, "443", "TCP", forward("net"))
			s.open("sgr-net", "8080", "8080", "tcp", "10.0.0.0/16")
			s.update(`{"loadBalancers":[` + target8080("tg") + `,` + target8080("net") + `]}`)
			s.settle()
			s.clients()
			change(s)
		}
	}
	tellStories(t, map[string]chapter{
		"nothing": {network(func(story) {}), ""},
		"made anew": {network(func(s story) {
			s.elb("DeleteListener", `{"ListenerArn":"`+nlb+`"}`)
			s.listenerAt("arn:elb:listener/net/story/1/4", "443", "TCP", forward("net"))
		}), "requests of net/story/1 port=443: nobody listens on port 443"},
		"another port":     {network(func(s story) { s.elb("ModifyListener", `{"ListenerArn":"`+nlb+`","Port":"444"}`) }), "nobody listens on port 443"},
		"another protocol": {network(func(s story) { s.elb("ModifyListener", `{"ListenerArn":"`+nlb+`","Protocol":"TLS"}`) }), "the listener takes TLS, not TCP"},
		"another target group": {network(func(s story) {
			s.elb("ModifyListener", `{"ListenerArn":"`+nlb+`","DefaultActions":[`+forward("nowhere")+`]}`)
		}), "the target group is gone"},
		"attributes":                {network(func(s story) { s.elb("ModifyListenerAttributes", `{"ListenerArn":"`+nlb+`"}`) }), ""},
		"the load balancer is gone": {network(func(s story) { s.elb("DeleteLoadBalancer", `{"LoadBalancerArn":"arn:elb:loadbalancer/net/story/1"}`) }), "nobody listens on port 443"},
		"an ALB's goes with its rules": {func(s story) {
			s.elb("DeleteListener", `{"ListenerArn":"`+storyListener+`"}`)
		}, "no rule takes them"},
		"an ALB's takes the rest": {func(s story) {
			s.listenerAt(storyListener, "80", "HTTP", forward("tg"))
			s.clients()
			s.elb("DeleteRule", `{"RuleArn":"rule"}`)
			s.rule("rule2", "9", forward("nowhere"), path("/b"))
		}, "requests of app/story/1 port=80: the target group is gone"},
		"an ALB's answers the rest itself": {func(s story) {
			s.listenerAt(storyListener, "80", "HTTP", `{"Type":"fixed-response"}`)
			s.clients()
			s.elb("DeleteRule", `{"RuleArn":"rule"}`)
		}, "requests of app/story/1 port=80 path-pattern=/a: the load balancer does not forward them: fixed-response"},
	})
}

func TestPatterns(t *testing.T) {
	for _, row := range []struct {
		field, a, b             string
		covers, inverse, either bool
	}{
		{"path-pattern", "/a", "/a", true, true, true},
		{"path-pattern", "/a", "/A", false, false, false},
		{"host-header", "a.example", "A.Example", true, true, true},
		{"path-pattern", "/a/*", "/a/b", true, false, true},
		{"path-pattern", "/a/*", "/a/*", true, true, true},
		{"path-pattern", "/a*", "/a/*", true, false, true},
		{"path-pattern", "/a/*", "/*/b", false, false, true},
		{"path-pattern", "/a/?*", "/a/*", false, true, true},
		{"path-pattern", "/a?", "/ab", true, false, true},
		{"path-pattern", "/a?", "/a*", false, true, true},
		{"path-pattern", "/a?", "/a", false, false, false},
		{"path-pattern", "*", "", true, false, true},
		{"source-ip", "10.0.0.0/8", "10.1.0.0/16", true, false, true},
		{"source-ip", "10.0.0.0/8", "11.0.0.0/8", false, false, false},
		{"source-ip", "::/0", "10.0.0.0/8", false, false, false},
		{"query-string", "*=1", "v=1", true, false, true},
		{"query-string", "v=2", "v=1", false, false, true},
	} {
		if covers(row.field, row.a, row.b) != row.covers || covers(row.field, row.b, row.a) != row.inverse {
			t.Errorf("%s %q covers %q, and the other way round: want %t, %t", row.field, row.a, row.b, row.covers, row.inverse)
		}
		if overlaps(row.field, row.a, row.b) != row.either || overlaps(row.field, row.b, row.a) != row.either {
			t.Errorf("%s %q overlaps %q: want %t", row.field, row.a, row.b, row.either)
		}
	}
}
