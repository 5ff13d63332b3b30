package parity

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// apply changes the picture by what a request has changed. It says whether it did.
func (w *Traffic) apply(e Exchange) (changed bool, err error) {
	if e.Status >= http.StatusMultipleChoices {
		return false, nil
	}
	switch e.Name() {
	case "elasticloadbalancing.CreateTargetGroup":
		group := at(e.Response, "CreateTargetGroupResponse", "CreateTargetGroupResult", "TargetGroups", 0)
		w.group(text(group, "TargetGroupArn"), e.Request)
	case "elasticloadbalancing.ModifyTargetGroup":
		w.group(text(e.Request, "TargetGroupArn"), e.Request)
	case "elasticloadbalancing.DeleteTargetGroup":
		delete(w.groups, text(e.Request, "TargetGroupArn"))
	case "elasticloadbalancing.CreateRule":
		w.rule(text(e.Response, "CreateRuleResponse", "CreateRuleResult", "Rules", 0, "RuleArn"), e.Request)
	case "elasticloadbalancing.ModifyRule":
		w.rule(text(e.Request, "RuleArn"), e.Request)
	case "elasticloadbalancing.SetRulePriorities":
		for _, p := range list(e.Request, "RulePriorities") {
			r := w.rules[text(p, "RuleArn")]
			r.priority = text(p, "Priority")
			w.rules[text(p, "RuleArn")] = r
		}
	case "elasticloadbalancing.DeleteRule":
		delete(w.rules, text(e.Request, "RuleArn"))
	case "elasticloadbalancing.CreateListener":
		w.listeners[text(e.Response, "CreateListenerResponse", "CreateListenerResult", "Listeners", 0, "ListenerArn")] = listener{text(e.Request, "Port"), forwards(list(e.Request, "DefaultActions"))}
	case "elasticloadbalancing.DeleteListener":
		delete(w.listeners, text(e.Request, "ListenerArn"))
	case "ec2.AuthorizeSecurityGroupIngress":
		w.allow(e)
	case "ec2.ModifySecurityGroupRules":
		return true, fmt.Errorf("a security group rule is changed in place, which is not judged: %v", e.Request)
	case "ec2.RevokeSecurityGroupIngress":
		for _, id := range list(e.Request, "SecurityGroupRuleId") {
			delete(w.ingress, fmt.Sprint(id))
		}
	case "ecs.RegisterTaskDefinition":
		return true, w.task(text(e.Response, "taskDefinition", "taskDefinitionArn"), e.Request)
	case "ecs.CreateService", "ecs.UpdateService", "ecs.DeleteService":
		return true, w.service(e)
	case "ecs.DescribeServiceDeployments":
		return w.settle(e), nil
	default:
		return false, nil
	}
	return true, nil
}

func (w *Traffic) group(arn string, request map[string]any) {
	g := w.groups[arn]
	for key, field := range map[string]*string{"HealthCheckPath": &g.path, "HealthCheckPort": &g.port} {
		if v := text(request, key); v != "" {
			*field = v
		}
	}
	w.groups[arn] = g
}

func (w *Traffic) rule(arn string, request map[string]any) {
	r := w.rules[arn]
	if v := text(request, "ListenerArn"); v != "" {
		r.listener, r.priority = v, text(request, "Priority")
	}
	if actions := list(request, "Actions"); actions != nil {
		r.leadsTo = forwards(actions)
	}
	if conditions := list(request, "Conditions"); conditions != nil {
		r.conditions = nil
		for _, c := range conditions {
			r.conditions = append(r.conditions, condition{text(c, "Field"), conditionValues(c)})
		}
	}
	w.rules[arn] = r
}

// conditionValues are in Values, or in the block of the condition's own kind.
func conditionValues(c any) (values []string) {
	m, _ := c.(map[string]any)
	for _, block := range m {
		l, ok := block.([]any)
		if !ok {
			l = list(block, "Values")
		}
		for _, v := range l {
			if s, ok := v.(string); ok {
				values = append(values, s)
			} else {
				values = append(values, fmt.Sprint(v))
			}
		}
	}
	return values
}

// forwards gives the weight of each target group that the actions lead to.
func forwards(actions []any) map[string]string {
	out := map[string]string{}
	for _, a := range actions {
		if arn := text(a, "TargetGroupArn"); arn != "" {
			out[arn] = "1"
		}
		for _, g := range list(a, "ForwardConfig", "TargetGroups") {
			out[text(g, "TargetGroupArn")] = text(g, "Weight")
		}
	}
	return out
}

func (w *Traffic) allow(e Exchange) {
	for i, p := range list(e.Request, "IpPermissions") {
		id := text(e.Response, "AuthorizeSecurityGroupIngressResponse", "securityGroupRuleSet", i, "securityGroupRuleId")
		w.ingress[id] = ingress{text(e.Request, "GroupId"), text(p, "FromPort"), text(p, "ToPort")}
	}
}

// task reads what the tasks say of themselves.
func (w *Traffic) task(arn string, request map[string]any) error {
	var t taskDefinition
	for _, c := range list(request, "containerDefinitions") {
		for _, v := range list(c, "environment") {
			if text(v, "name") == "HEALTH_PATHS" {
				t.paths = strings.Fields(text(v, "value"))
			}
		}
	}
	if arn == "" {
		return fmt.Errorf("a task definition without a name: %v", request)
	}
	w.tasks[arn] = t
	return nil
}

// service starts a deployment, or the end of the service.
func (w *Traffic) service(e Exchange) error {
	arn := text(e.Response, "service", "serviceArn")
	if arn == "" {
		return fmt.Errorf("%s does not say which service: %v", e.Name(), e.Response)
	}
	s := w.services[arn]
	if s == nil || e.Action == "CreateService" {
		s = &runningService{phases: [][]revision{nil}}
		w.services[arn] = s
	}
	if e.Action == "DeleteService" || fmt.Sprint(e.Request["desiredCount"]) == "0" {
		s.phases = append(s.phases, nil)
		return nil
	}
	if !startsDeployment(e) {
		return nil
	}
	last := s.phases[len(s.phases)-1]
	next := revision{}
	if len(last) > 0 {
		next = last[len(last)-1]
	}
	if v := text(e.Request, "taskDefinition"); v != "" {
		next.taskDefinition = v
	}
	if groups := list(e.Request, "networkConfiguration", "awsvpcConfiguration", "securityGroups"); groups != nil {
		next.securityGroups = nil
		for _, g := range groups {
			next.securityGroups = append(next.securityGroups, fmt.Sprint(g))
		}
	}
	if balancers, ok := e.Request["loadBalancers"]; ok {
		next.targets = map[string]string{}
		for _, b := range list(balancers) {
			next.targets[text(b, "targetGroupArn")] = fmt.Sprint(at(b, "containerPort"))
		}
	}
	s.phases = append(s.phases, append(append([]revision(nil), last...), next), []revision{next})
	return nil
}

// settle ends the deployments that Terraform has seen the end of.
func (w *Traffic) settle(e Exchange) bool {
	settled := false
	for _, d := range list(e.Response, "serviceDeployments") {
		if s := w.services[text(d, "serviceArn")]; s != nil && text(d, "status") == "SUCCESSFUL" {
			s.phases, settled = s.phases[len(s.phases)-1:], true
		}
	}
	return settled
}

// precedes compares priorities as numbers.
func precedes(a, b string) bool {
	x, err := strconv.Atoi(a)
	y, err2 := strconv.Atoi(b)
	return err == nil && err2 == nil && x < y
}
