package parity

import (
	"encoding/json"
	"strings"
	"testing"
)

// told makes an exchange of a request and an answer in JSON.
func told(t *testing.T, name, request, response string) Exchange {
	t.Helper()
	service, action, _ := strings.Cut(name, ".")
	e := Exchange{Service: service, Action: action, Status: 200}
	if err := decodeJSON([]byte(request), &e.Request); err != nil {
		t.Fatal(err)
	}
	if err := decodeJSON([]byte(response), &e.Response); err != nil {
		t.Fatal(err)
	}
	return e
}

// story is a service behind one rule, and what happens to it.
type story struct {
	t       *testing.T
	traffic *Traffic
}

func newStory(t *testing.T) story {
	s := story{t, NewTraffic()}
	s.step("elasticloadbalancing.CreateTargetGroup", `{"HealthCheckPath":"/healthz"}`, `{"CreateTargetGroupResponse":{"CreateTargetGroupResult":{"TargetGroups":[{"TargetGroupArn":"tg"}]}}}`)
	s.rule("rule", "10", "tg", "/a")
	s.open("sgr-8080", "8080")
	s.register("old", "/healthz")
	s.step("ecs.CreateService", `{"taskDefinition":"old","networkConfiguration":{"awsvpcConfiguration":{"securityGroups":["sg"]}},"loadBalancers":[{"targetGroupArn":"tg","containerPort":8080}]}`, service)
	s.settle()
	s.traffic.Clients()
	return s
}

const service = `{"service":{"serviceArn":"svc"}}`

func (s story) step(name, request, response string) {
	s.t.Helper()
	if err := s.traffic.Step(told(s.t, name, request, response)); err != nil {
		s.t.Fatal(err)
	}
}

func (s story) rule(arn, priority, group, path string) {
	s.t.Helper()
	s.step("elasticloadbalancing.CreateRule", `{"ListenerArn":"l","Priority":"`+priority+`","Actions":[{"TargetGroupArn":"`+group+`"}],"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["`+path+`"]}}]}`,
		`{"CreateRuleResponse":{"CreateRuleResult":{"Rules":[{"RuleArn":"`+arn+`"}]}}}`)
}

func (s story) open(id, port string) {
	s.t.Helper()
	s.step("ec2.AuthorizeSecurityGroupIngress", `{"GroupId":"sg","IpPermissions":[{"FromPort":"`+port+`","ToPort":"`+port+`"}]}`,
		`{"AuthorizeSecurityGroupIngressResponse":{"securityGroupRuleSet":[{"securityGroupRuleId":"`+id+`"}]}}`)
}

func (s story) register(arn, paths string) {
	s.t.Helper()
	s.step("ecs.RegisterTaskDefinition", `{"containerDefinitions":[{"environment":[{"name":"HEALTH_PATHS","value":"`+paths+`"}]}]}`, `{"taskDefinition":{"taskDefinitionArn":"`+arn+`"}}`)
}

func (s story) settle() {
	s.t.Helper()
	s.step("ecs.DescribeServiceDeployments", `{}`, `{"serviceDeployments":[{"serviceArn":"svc","status":"SUCCESSFUL"}]}`)
}

func (s story) update(request string) {
	s.t.Helper()
	if !json.Valid([]byte(request)) {
		s.t.Fatalf("%s is no JSON", request)
	}
	s.step("ecs.UpdateService", request, service)
}

func TestTraffic(t *testing.T) {
	const toPort9090 = `{"taskDefinition":"new","loadBalancers":[{"targetGroupArn":"tg","containerPort":9090}]}`
	tests := map[string]struct {
		change func(story)
		want   string // what is lost first; empty for nothing
	}{
		"nothing changes": {func(story) {}, ""},
		"a port, opened first and closed last": {func(s story) {
			s.open("sgr-9090", "9090")
			s.register("new", "/healthz")
			s.update(toPort9090)
			s.settle()
			s.step("ec2.RevokeSecurityGroupIngress", `{"SecurityGroupRuleId":["sgr-8080"]}`, `{}`)
		}, ""},
		"a port, closed before the end is seen": {func(s story) {
			s.open("sgr-9090", "9090")
			s.register("new", "/healthz")
			s.update(toPort9090)
			s.step("ec2.RevokeSecurityGroupIngress", `{"SecurityGroupRuleId":["sgr-8080"]}`, `{}`)
		}, "nobody may reach the tasks at port 8080"},
		"a port, opened too late": {func(s story) {
			s.register("new", "/healthz")
			s.update(toPort9090)
		}, "nobody may reach the tasks at port 9090"},
		"a health check that the old tasks do not answer": {func(s story) {
			s.step("elasticloadbalancing.ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPath":"/ready"}`, `{}`)
		}, "the tasks do not answer the health check /ready"},
		"a health check that the tasks answer by then": {func(s story) {
			s.register("new", "/healthz /ready")
			s.update(`{"taskDefinition":"new"}`)
			s.settle()
			s.step("elasticloadbalancing.ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPath":"/ready"}`, `{}`)
		}, ""},
		"a health check that some tasks answer": {func(s story) {
			s.register("new", "/healthz /ready")
			s.update(`{"taskDefinition":"new"}`)
			s.step("elasticloadbalancing.ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPath":"/ready"}`, `{}`)
		}, "the tasks do not answer the health check /ready"},
		"a health check on a port that is not open": {func(s story) {
			s.step("elasticloadbalancing.ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPort":"9090"}`, `{}`)
		}, "nobody may reach the tasks at port 9090"},
		"a rule made anew": {func(s story) {
			s.step("elasticloadbalancing.DeleteRule", `{"RuleArn":"rule"}`, `{}`)
			s.rule("rule2", "10", "tg", "/a")
		}, "no rule takes them"},
		"a rule beside it, then without the old one": {func(s story) {
			s.rule("rule2", "11", "tg", "/a")
			s.step("elasticloadbalancing.DeleteRule", `{"RuleArn":"rule"}`, `{}`)
		}, ""},
		"a rule for everybody takes over": {func(s story) {
			s.rule("rule2", "9", "nowhere", "/*")
		}, "the target group is gone"},
		"a rule for others": {func(s story) {
			s.rule("rule2", "9", "nowhere", "/b")
		}, ""},
		"the service leaves its target group": {func(s story) { s.update(`{"loadBalancers":[]}`) }, "the target group is empty"},
		"the service is deleted":              {func(s story) { s.step("ecs.DeleteService", `{}`, service) }, "the target group is empty"},
		"the service is scaled to 0":          {func(s story) { s.update(`{"desiredCount":0}`) }, "the target group is empty"},
		"the service is scaled":               {func(s story) { s.update(`{"desiredCount":5}`) }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			tt.change(s)
			lost := append(s.traffic.Lost(), "")[0]
			if (lost == "") != (tt.want == "") || !strings.Contains(lost, tt.want) {
				t.Errorf("lost %q, want %q", lost, tt.want)
			}
		})
	}
}

func TestTraffic_leave(t *testing.T) {
	s := newStory(t)
	s.traffic.Leave("l", "/a")
	s.step("elasticloadbalancing.DeleteRule", `{"RuleArn":"rule"}`, `{}`)
	if lost := s.traffic.Lost(); lost != nil {
		t.Errorf("lost %q of clients that have left", lost)
	}
}
