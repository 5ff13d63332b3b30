package plan

import (
	"encoding/json"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

func queue(p *Plan, n node) map[string]any {
	policy := n.at("redrive_policy")
	out := object("QueueName", n.at("name").value(), "QueueUrl", n.at("url").value(), "QueueArn", n.at("arn").value(),
		"VisibilityTimeout", n.at("visibility_timeout_seconds").value())
	text, ok := policy.plain().(string)
	_, read := policy.after.(map[string]any)
	switch {
	case read: // In code it is read with its places.
		out["RedrivePolicy"] = object("deadLetterTargetArn", p.link(policy.at("deadLetterTargetArn"), service.TypeQueue), "maxReceiveCount", policy.at("maxReceiveCount").value())
	case ok && json.Valid([]byte(text)):
		out["RedrivePolicy"] = service.Encoded{JSON: text}
	case policy.value() != nil:
		// One text of which the other queue's ARN is a part, which is made in this plan.
		unknown := service.Missing{Why: "known after apply"}
		out["RedrivePolicy"] = object("deadLetterTargetArn", p.link(policy, service.TypeQueue), "maxReceiveCount", unknown)
	}
	return out
}

// told puts the queues that variables of containers in code are taken from in their
// places.
func (n node) told(definitions any) {
	list, _ := definitions.([]any)
	for _, c := range list {
		container, _ := c.(map[string]any)
		environment, _ := container["Environment"].([]any)
		for _, e := range environment {
			if variable, is := e.(map[string]any); is && variable["Value"] != nil {
				variable["Value"] = node{of: n.of, after: variable["Value"]}.named([]string{service.TypeQueue})
			}
		}
	}
}

func discovery(_ *Plan, n node) map[string]any {
	var records []any
	for _, r := range n.block("dns_config").at("dns_records").items() {
		records = append(records, object("TTL", r.at("ttl").value(), "Type", r.at("type").value()))
	}
	return object("Name", n.at("name").value(), "DnsConfig", object("DnsRecords", listed(records)))
}

func deploymentGroup(p *Plan, n node) map[string]any {
	terminate := n.block("blue_green_deployment_config").block("terminate_blue_instances_on_deployment_success")
	var services []any
	for _, s := range n.at("ecs_service").items() {
		services = append(services, object("ServiceName", p.link(s.at("service_name"), service.TypeService)))
	}
	return object("ECSServices", listed(services), "BlueGreenDeploymentConfiguration", object("TerminateBlueInstancesOnDeploymentSuccess",
		object("Action", terminate.at("action").value(), "TerminationWaitTimeInMinutes", terminate.at("termination_wait_time_in_minutes").value())))
}
