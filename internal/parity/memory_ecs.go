package parity

// forgotten are the fields that moto drops from CreateService and UpdateService.
var forgotten = []string{
	"availabilityZoneRebalancing",
	"capacityProviderStrategy",
	"deploymentConfiguration",
	"enableECSManagedTags",
	"enableExecuteCommand",
	"healthCheckGracePeriodSeconds",
	"networkConfiguration",
	"platformVersion",
	"propagateTags",
	"serviceConnectConfiguration",
	"volumeConfigurations",
}

// task remembers whether a task definition takes injected faults, and says whether
// the answer was completed.
func (m *Memory) task(e *Exchange) bool {
	task, ok := at(e.Response, "taskDefinition").(map[string]any)
	if !ok {
		return false
	}
	arn := text(task, "taskDefinitionArn")
	if e.Action == "RegisterTaskDefinition" {
		m.faults[arn] = e.Request["enableFaultInjection"]
	}
	if m.faults[arn] == nil {
		return false
	}
	task["enableFaultInjection"] = m.faults[arn]
	return true
}

// service remembers what a request sets of a service and completes every
// service in the answer.
func (m *Memory) service(e *Exchange) {
	m.deploy(e)
	services := append(list(e.Response, "services"), at(e.Response, "service"))
	if e.Action == "CreateService" || e.Action == "UpdateService" {
		arn := text(e.Response, "service", "serviceArn")
		if m.services[arn] == nil || e.Action == "CreateService" {
			m.services[arn] = map[string]any{}
		}
		for _, field := range forgotten {
			if v, ok := e.Request[field]; ok {
				m.services[arn][field] = merged(m.services[arn][field], v)
			}
		}
	}
	for _, s := range services {
		service, ok := s.(map[string]any)
		if !ok {
			continue
		}
		known := m.services[text(service, "serviceArn")]
		for field, v := range known {
			service[field] = v
		}
		if len(list(known, "capacityProviderStrategy")) > 0 {
			// A service has one or the other; moto puts EC2 there on its own.
			delete(service, "launchType")
		}
		m.rollout(service)
	}
}

// merged is an object with what an update says of it: ECS keeps the rest. Anything
// else is replaced.
func merged(old, update any) any {
	before, ok := old.(map[string]any)
	after, too := update.(map[string]any)
	if !ok || !too {
		return update
	}
	out := without(before)
	for k, v := range after {
		out[k] = v
	}
	return out
}
