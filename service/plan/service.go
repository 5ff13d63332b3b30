package plan

import "github.com/graceful-ecs/terraform-provider-graceful/service"

// around are the properties of a service beside its tasks, its load balancers and its
// deployments: who else calls it, and how long Terraform waits.
func around(p *Plan, n node) map[string]any {
	var registries, lattices, connected []any
	for _, r := range n.at("service_registries").items() {
		registries = append(registries, object("RegistryArn", p.link(r.at("registry_arn"), service.TypeDiscovery)))
	}
	for _, l := range n.at("vpc_lattice_configurations").items() {
		lattices = append(lattices, object("PortName", l.at("port_name").value()))
	}
	connect := n.block("service_connect_configuration")
	for _, s := range connect.at("service").items() {
		connected = append(connected, object("PortName", s.at("port_name").value(),
			"Timeout", object("PerRequestTimeoutSeconds", s.block("timeout").at("per_request_timeout_seconds").value())))
	}
	return object("ServiceRegistries", listed(registries), "VpcLatticeConfigurations", listed(lattices),
		"ServiceConnectConfiguration", object("Enabled", connect.at("enabled").value(), "Services", listed(connected)),
		"PropagateTags", n.at("propagate_tags").value(),
		"Terraform", object("WaitForSteadyState", n.at("wait_for_steady_state").value(), "UpdateTimeout", n.only("timeouts").at("update").value()))
}

func express(_ *Plan, n node) map[string]any {
	main, scale := n.only("primary_container"), n.only("scaling_target")
	var variables []any
	for _, e := range main.at("environment").items() {
		variables = append(variables, object("Name", e.at("name").value(), "Value", e.at("value").value()))
	}
	command := main.at("command").each(func(c node) any { return c.after })
	return object("ServiceName", n.at("service_name").value(), "HealthCheckPath", n.at("health_check_path").value(), "Tags", tags(n.at("tags")),
		"PrimaryContainer", object("Image", main.at("image").value(), "ContainerPort", main.at("container_port").value(), "Command", command, "Environment", listed(variables)),
		"ScalingTarget", object("MinTaskCount", scale.at("min_task_count").value(), "MaxTaskCount", scale.at("max_task_count").value()))
}

// only is the only block of that name, which may be no list.
func (n node) only(name string) node {
	if below := n.at(name); len(below.items()) == 0 {
		return below
	}
	return n.block(name)
}
