package parity

import (
	"encoding/json"
	"fmt"
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
	deploys *int
}

// The load balancer of the story, its listener and its security group.
const (
	storyBalancer = "arn:elb:listener/app/story/1"
	storyListener = storyBalancer + "/2"
)

func newStory(t *testing.T) story {
	s := story{t, NewTraffic(), new(int)}
	s.traffic.Balancer(storyListener, "sg-alb")
	s.group("tg", `"HealthCheckPath":"/healthz"`, 20)
	s.rule("rule", "10", forward("tg"), path("/a"))
	s.open("sgr-8080", "8080", "8080", "tcp", "sg-alb")
	s.register("old", app("/healthz"))
	s.service("CreateService", `{"taskDefinition":"old","desiredCount":2,"networkConfiguration":{"awsvpcConfiguration":{"securityGroups":["sg-tasks"]}},"loadBalancers":[`+target8080("tg")+`]}`)
	s.settle()
	s.clients()
	return s
}

func (s story) clients() {
	s.t.Helper()
	if err := s.traffic.Clients(); err != nil {
		s.t.Fatal(err)
	}
}

func (s story) step(name, request, response string) {
	s.t.Helper()
	if err := s.traffic.Step(told(s.t, name, request, response)); err != nil {
		s.t.Fatal(err)
	}
}

// elb is a request to the load balancers.
func (s story) elb(action, request string) {
	s.t.Helper()
	s.step("elasticloadbalancing."+action, request, `{}`)
}

func (s story) group(arn, more string, delay int) {
	s.t.Helper()
	s.step("elasticloadbalancing.CreateTargetGroup", `{`+more+`}`, `{"CreateTargetGroupResponse":{"CreateTargetGroupResult":{"TargetGroups":[{"TargetGroupArn":"`+arn+`"}]}}}`)
	s.delay(arn, delay)
}

func (s story) delay(arn string, seconds int) {
	s.t.Helper()
	s.elb("ModifyTargetGroupAttributes", fmt.Sprintf(`{"TargetGroupArn":%q,"Attributes":[{"Key":"deregistration_delay.timeout_seconds","Value":"%d"}]}`, arn, seconds))
}

func forward(group string) string { return `{"Type":"forward","TargetGroupArn":"` + group + `"}` }

func weights(groups ...string) string {
	var out []string
	for _, g := range groups {
		name, weight, _ := strings.Cut(g, "=")
		out = append(out, `{"TargetGroupArn":"`+name+`","Weight":"`+weight+`"}`)
	}
	return `{"Type":"forward","ForwardConfig":{"TargetGroups":[` + strings.Join(out, ",") + `]}}`
}

// met is a condition on a field.
func met(field, kind string, values ...string) string {
	quoted, _ := json.Marshal(values)
	return `{"Field":"` + field + `","` + kind + `Config":{"Values":` + string(quoted) + `}}`
}

func path(patterns ...string) string { return met("path-pattern", "PathPattern", patterns...) }
func host(patterns ...string) string { return met("host-header", "HostHeader", patterns...) }
func header(name string, values ...string) string {
	return strings.Replace(met("http-header", "HttpHeader", values...), `{"Values"`, `{"HttpHeaderName":"`+name+`","Values"`, 1)
}

func (s story) rule(arn, priority, action string, conditions ...string) {
	s.t.Helper()
	s.step("elasticloadbalancing.CreateRule", `{"ListenerArn":"`+storyListener+`","Priority":"`+priority+`","Actions":[`+action+`],"Conditions":[`+strings.Join(conditions, ",")+`]}`,
		`{"CreateRuleResponse":{"CreateRuleResult":{"Rules":[{"RuleArn":"`+arn+`"}]}}}`)
}

func permission(from, to, protocol, source string) string {
	kind := `"IpRanges":[{"CidrIp":"` + source + `"}]`
	if strings.HasPrefix(source, "sg-") {
		kind = `"Groups":[{"GroupId":"` + source + `"}]`
	}
	return `{"GroupId":"sg-tasks","IpPermissions":[{"IpProtocol":"` + protocol + `","FromPort":"` + from + `","ToPort":"` + to + `",` + kind + `}]}`
}

func (s story) open(id, from, to, protocol, source string) {
	s.t.Helper()
	s.step("ec2.AuthorizeSecurityGroupIngress", permission(from, to, protocol, source),
		`{"AuthorizeSecurityGroupIngressResponse":{"securityGroupRuleSet":[{"securityGroupRuleId":"`+id+`"}]}}`)
}

func (s story) close() {
	s.t.Helper()
	s.step("ec2.RevokeSecurityGroupIngress", `{"SecurityGroupRuleId":["sgr-8080"]}`, `{}`)
}

// app is a container that maps 8080 and 9090.
func app(paths string, more ...string) string {
	environment := []string{`{"name":"HEALTH_PATHS","value":"` + paths + `"}`}
	return `{"name":"app","portMappings":[{"containerPort":8080},{"containerPort":9090}],"environment":[` + strings.Join(append(environment, more...), ",") + `]}`
}

func (s story) register(arn string, containers ...string) {
	s.t.Helper()
	s.step("ecs.RegisterTaskDefinition", `{"containerDefinitions":[`+strings.Join(containers, ",")+`]}`, `{"taskDefinition":{"taskDefinitionArn":"`+arn+`"}}`)
}

func target8080(group string) string {
	return `{"targetGroupArn":"` + group + `","containerName":"app","containerPort":8080}`
}

func (s story) service(action, request string) {
	s.t.Helper()
	if !json.Valid([]byte(request)) {
		s.t.Fatalf("%s is no JSON", request)
	}
	e := told(s.t, "ecs."+action, request, `{}`)
	if startsDeployment(e) {
		*s.deploys++
	}
	s.step("ecs."+action, request, fmt.Sprintf(`{"service":{"serviceArn":"arn:ecs:service/c/svc","currentServiceDeployment":"d%d"}}`, *s.deploys))
}

func (s story) update(request string) {
	s.t.Helper()
	s.service("UpdateService", request)
}

// settle is the end of the last deployment, as Terraform sees it.
func (s story) settle() {
	s.t.Helper()
	s.ended(*s.deploys)
}

func (s story) ended(deployment int) {
	s.t.Helper()
	s.step("ecs.DescribeServiceDeployments", `{}`, fmt.Sprintf(`{"serviceDeployments":[{"serviceArn":"arn:ecs:service/c/svc","serviceDeploymentArn":"d%d","status":"SUCCESSFUL"}]}`, deployment))
}

// chapter is a change and what is lost by it first; empty for nothing.
type chapter struct {
	change func(story)
	want   string
}

func tellStories(t *testing.T, tests map[string]chapter) {
	t.Helper()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			tt.change(s)
			checkFirst(t, s, tt.want)
		})
	}
}

// checkFirst compares the first loss.
func checkFirst(t *testing.T, s story, want string) {
	t.Helper()
	lost := ""
	if all := s.traffic.Lost(); len(all) > 0 {
		lost = all[0].String()
	}
	if (lost == "") != (want == "") || !strings.Contains(lost, want) {
		t.Errorf("lost %q, want %q", lost, want)
	}
}

func TestTraffic_leave(t *testing.T) {
	s := newStory(t)
	s.traffic.Leave(storyListener, "path-pattern=/a")
	s.elb("DeleteRule", `{"RuleArn":"rule"}`)
	if lost := s.traffic.Lost(); lost != nil {
		t.Errorf("lost %q of clients that have left", lost)
	}
}

func TestTraffic_lostOnce(t *testing.T) {
	s := newStory(t)
	s.elb("DeleteRule", `{"RuleArn":"rule"}`)
	s.elb("DeleteTargetGroup", `{"TargetGroupArn":"other"}`)
	s.rule("rule", "10", forward("tg"), path("/a"))
	s.elb("DeleteRule", `{"RuleArn":"rule"}`)
	if n := len(s.traffic.Lost()); n != 2 {
		t.Errorf("lost %v, want the two times that the rule is gone", s.traffic.Lost())
	}
}

// A load balancer that nobody has told of, and a request that nobody understands,
// are errors: neither is passed over.
func TestTraffic_unknown(t *testing.T) {
	w := NewTraffic()
	err := w.Step(told(t, "elasticloadbalancing.CreateRule", `{"ListenerArn":"`+storyListener+`","Actions":[`+forward("tg")+`],"Conditions":[`+path("/")+`]}`, `{}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Clients(); err == nil || !strings.Contains(err.Error(), "app/story/1 is not known") {
		t.Errorf("a load balancer that is not known: %v", err)
	}
	for name, want := range map[string]bool{
		"ecs.DeleteCluster": true, "ecs.TagResource": false, "ecs.DescribeServices": false, "elasticloadbalancing.RegisterTargets": true, "ec2.DeleteVpc": true,
		"iam.PutRolePolicy": false, "iam.UpdateAssumeRolePolicy": true,
	} {
		if err := NewTraffic().Step(told(t, name, `{}`, `{}`)); (err != nil) != want {
			t.Errorf("%s: %v, an error is %t", name, err, want)
		}
	}
	refused := told(t, "ecs.DeleteCluster", `{}`, `{}`)
	refused.Status = 400
	if err := NewTraffic().Step(refused); err != nil {
		t.Errorf("a request that AWS refuses: %v", err)
	}
	s := newStory(t)
	if err := s.traffic.Step(told(t, "ec2.RevokeSecurityGroupEgress", `{"GroupId":"sg-tasks"}`, `{}`)); err != nil {
		t.Errorf("egress of tasks: %v", err)
	}
	if err := s.traffic.Step(told(t, "ec2.RevokeSecurityGroupEgress", `{"GroupId":"sg-alb"}`, `{}`)); err == nil {
		t.Error("egress of the load balancer is taken away, and nobody says so")
	}
}

func TestHarmless_reasons(t *testing.T) {
	for name, why := range harmless {
		if why == "" || reads(name[strings.Index(name, ".")+1:]) {
			t.Errorf("%s: %q", name, why)
		}
	}
}
