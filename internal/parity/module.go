package parity

import "go.yaml.in/yaml/v3"

// Module gives the case as the arguments of the Terraform module, in the form
// of Terraform's JSON syntax.
func (c Case) Module(source string, s Surroundings) (map[string]any, error) {
	var document map[string]any
	if err := yaml.Unmarshal([]byte(c.Profile), &document); err != nil {
		return nil, err
	}
	m := arguments{
		"source":      source,
		"cluster_arn": s.ClusterARN,
		"image":       appImage,
		"name":        c.Name,
		"profile":     document,
		"subnet_ids":  s.Subnets,
		"vpc_id":      s.VPC,
	}
	m.number("container_port", c.ContainerPort)
	m.set("port_mappings", c.Ports, len(c.Ports) > 0)
	m.set("container_port_ranges", c.PortRanges, len(c.PortRanges) > 0)
	m.set("command", c.Command, len(c.Command) > 0)
	m.set("entry_point", c.EntryPoint, len(c.EntryPoint) > 0)
	m.set("framework_arguments", false, c.NoFrameworkArguments)
	m.set("environment", c.Environment, len(c.Environment) > 0)
	m.set("secrets", c.secrets(s), len(c.secrets(s)) > 0)
	m.number("cpu", c.CPU)
	m.number("memory", c.Memory)
	m.set("cpu_architecture", "ARM64", c.ARM)
	m.set("assign_public_ip", true, c.PublicIP)
	m.set("readonly_root_filesystem", true, c.ReadOnly)
	m.set("health_check_command", c.HealthCheckCommand, len(c.HealthCheckCommand) > 0)
	m.set("front", c.front(s), c.Front != nil)
	m.set("sidecars", c.sidecars(s), len(c.Sidecars) > 0)
	m.number("log_retention_days", c.LogRetentionDays)
	m.word("log_group_name", c.LogGroup)
	m.set("ingress_security_group_ids", []string{s.CallerGroup}, c.IngressGroup)
	m.set("deployment_alarms", c.Alarms, len(c.Alarms) > 0)
	m.set("enable_execute_command", true, c.ExecuteCommand)
	m.set("task_policy_statements", []any{map[string]any{"actions": c.TaskActions, "resources": []string{"*"}}}, len(c.TaskActions) > 0)
	c.Roles.module(m, s)
	c.Network.module(m, s)
	c.definitions(m, s)
	c.Logs.module(m, s)
	c.Attributes.module(m)
	c.balancer(m, s)
	c.scaling(m)
	c.discovery(m, s)
	c.progressive(m, s)
	c.queue(m, s)
	return m, nil
}

// arguments are those of a module; what is not given is left out.
type arguments map[string]any

func (a arguments) set(name string, v any, given bool) {
	if given {
		a[name] = v
	}
}

func (a arguments) number(name string, v int) { a.set(name, v, v != 0) }

func (a arguments) word(name, v string) { a.set(name, v, v != "") }

func (c Case) secrets(s Surroundings) map[string]string {
	out := map[string]string{}
	for name, arn := range map[string]string{c.Secret: s.SecretARN, c.SecretKey: s.SecretARN + ":password::", c.Parameter: s.ParameterARN} {
		if name != "" {
			out[name] = arn
		}
	}
	return out
}

func (c Case) front(s Surroundings) map[string]any {
	f := c.Front
	if f == nil {
		return nil
	}
	m := arguments{"image": frontImage, "port": f.Port}
	m.set("ports", f.Ports, len(f.Ports) > 0)
	m.set("container_port_ranges", f.PortRanges, len(f.PortRanges) > 0)
	m.set("command", f.Command, len(f.Command) > 0)
	m.set("framework_arguments", false, f.NoFrameworkArguments)
	m.set("environment", f.Environment, len(f.Environment) > 0)
	m.set("secrets", map[string]string{f.Secret: s.SecretARN}, f.Secret != "")
	m.number("cpu", f.CPU)
	m.number("memory_reservation", f.Reservation)
	return m
}

func (c Case) sidecars(s Surroundings) map[string]any {
	out := map[string]any{}
	for _, sidecar := range c.Sidecars {
		m := arguments{"image": sidecarImage}
		m.set("command", sidecar.Command, len(sidecar.Command) > 0)
		m.set("environment", sidecar.Environment, len(sidecar.Environment) > 0)
		m.set("secrets", map[string]string{sidecar.Secret: s.SecretARN}, sidecar.Secret != "")
		m.set("essential", false, sidecar.NotEssential)
		m.set("condition", "HEALTHY", sidecar.Healthy)
		m.number("cpu", sidecar.CPU)
		m.number("memory_reservation", sidecar.Reservation)
		m.set("ports", sidecar.Ports, len(sidecar.Ports) > 0)
		m.set("container_port_ranges", sidecar.PortRanges, len(sidecar.PortRanges) > 0)
		out[sidecar.Name] = m
	}
	return out
}

func (c Case) balancer(m arguments, s Surroundings) {
	if c.ALB != nil {
		alb := c.ALB.application(s, c.HealthCheckPort)
		alb["security_group_id"] = s.ALBGroup
		c.Group.application(alb)
		m["alb"] = alb
	}
	if c.NLB != nil {
		nlb := c.NLB.arguments(s, c.HealthCheckPort)
		nlb.set("security_group_id", s.NLBGroup, len(c.NLB.Clients) == 0)
		c.Group.network(nlb)
		m.set("listeners", map[string]any{"own": map[string]any{"arn": s.NLBListener}}, c.NLB.Existing)
		m["nlb"] = nlb
	}
	c.routes(m, s)
}

func (c Case) queue(m arguments, s Surroundings) {
	if c.Queue == nil {
		return
	}
	q := arguments{}
	if c.Queue.Existing {
		q["existing"] = map[string]any{"arn": s.ExistingQueueARN, "url": s.ExistingQueueURL, "visibility_timeout_seconds": existingVisibility}
	}
	q.number("max_receive_count", c.Queue.MaxReceiveCount)
	q.number("retention_seconds", c.Queue.RetentionDays*86400)
	m["queue"] = q
}
