package parity

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// Memory completes moto's answers where it forgets what it was told, so that a
// second plan sees what the first apply has set: fields of an ECS service, the
// tags of a scalable target, predictive policies, the description of a security group rule and the class
// of a log group.
// Everything else that a plan reads is moto's own answer.
type Memory struct {
	services     map[string]map[string]any // by ARN
	tags         map[string]any            // of scalable targets, by ARN
	policies     map[string]map[string]any // predictive ones, by their targets and names
	descriptions map[string]string         // of security group rules, by id
	classes      map[string]any            // of log groups, by name
	faults       map[string]any            // whether tasks take them, by task definition's ARN
	deployments  map[string]*deployment    // the last of each service, by its ARN
}

// NewMemory returns an empty memory.
func NewMemory() *Memory {
	return &Memory{services: map[string]map[string]any{}, tags: map[string]any{}, policies: map[string]map[string]any{}, descriptions: map[string]string{}, classes: map[string]any{}, faults: map[string]any{}, deployments: map[string]*deployment{}}
}

// complete remembers what a request sets, and returns the answer's body with
// what is missing. It changes the exchange in the same way.
func (m *Memory) complete(e *Exchange, body []byte) ([]byte, error) {
	if told, ok, err := m.scaling(e); ok || err != nil {
		return told, err
	}
	if told, ok, err := m.tellDeployments(e); ok || err != nil {
		return told, err
	}
	if e.Status >= http.StatusMultipleChoices {
		return body, nil
	}
	switch e.Name() {
	case "application-autoscaling.RegisterScalableTarget":
		m.tags[text(e.Response, "ScalableTargetARN")] = at(e.Request, "Tags")
	case "ec2.AuthorizeSecurityGroupIngress", "ec2.AuthorizeSecurityGroupEgress":
		m.rememberRule(e)
	case "ec2.DescribeSecurityGroupRules":
		return m.restoreRules(body), nil
	case "ecs.CreateService", "ecs.UpdateService", "ecs.DescribeServices", "ecs.DeleteService":
		m.service(e)
		return json.Marshal(e.Response)
	case "ecs.RegisterTaskDefinition", "ecs.DescribeTaskDefinition":
		if m.task(e) {
			return json.Marshal(e.Response)
		}
	case "logs.CreateLogGroup":
		m.classes[text(e.Request, "logGroupName")] = at(e.Request, "logGroupClass")
	case "logs.DescribeLogGroups":
		for _, g := range list(e.Response, "logGroups") {
			if group, ok := g.(map[string]any); ok {
				group["logGroupClass"] = m.classes[text(group, "logGroupName")]
			}
		}
		return json.Marshal(e.Response)
	case "sqs.GetQueueAttributes":
		return compactPolicy(e, body)
	}
	return body, nil
}

// compactPolicy writes a redrive policy without spaces, as SQS does. Terraform
// compares it as text.
func compactPolicy(e *Exchange, body []byte) ([]byte, error) {
	attributes, ok := at(e.Response, "Attributes").(map[string]any)
	policy := text(attributes, "RedrivePolicy")
	if !ok || policy == "" {
		return body, nil
	}
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(policy)); err != nil {
		return nil, err
	}
	attributes["RedrivePolicy"] = b.String()
	return json.Marshal(e.Response)
}
