package service

// ownedByECS is why values of what ECS makes for a service are not known.
const ownedByECS = "ECS makes what has it and documents no value; look it up in the account"

// What an Express service has where nothing else is said.
const (
	expressInterval, expressTimeout    = 30, 5
	expressHealthy, expressUnhealthy   = 5, 2
	expressGrace, expressStop          = 300, 30
	expressLeast, expressMost          = 1, 20
	expressPercent, expressMinutes     = 5, 3
	expressContainer, expressCodes     = "Main", "200"
	expressStrategy, expressHealthPath = "CANARY", "/"
)

// express reads an Express service, for which ECS makes everything else: what is
// documented of that are defaults, and what is not is unknown.
func express(r *Resource) *Service {
	at := r.Where
	c, scale := r.of("PrimaryContainer"), r.of("ScalingTarget")
	main := container(c)
	main.Strange = nil // Its definition is of another shape.
	main.Name, main.StopTimeout, main.Essential = ByDefault(expressContainer, at), ByDefault(expressStop, at), ByDefault(true, at)
	group := &TargetGroup{Resource: r, Protocol: ByDefault("HTTP", at), DeregistrationDelay: NotKnown[int](ownedByECS, at),
		Interval: ByDefault(expressInterval, at), Timeout: ByDefault(expressTimeout, at), HealthyThreshold: ByDefault(expressHealthy, at), UnhealthyThreshold: ByDefault(expressUnhealthy, at),
		Matcher: ByDefault(expressCodes, at), HealthPath: r.of("HealthCheckPath").text().Otherwise(expressHealthPath)}
	least := scale.at("MinTaskCount").number().Otherwise(expressLeast)
	return &Service{Resource: r, Name: r.of("ServiceName").text(), Tags: tagged(r), Managed: "Express", DesiredCount: least, LaunchType: ByDefault("FARGATE", at), Providers: []Provider{{Name: ByDefault("FARGATE", at), Weight: ByDefault(1, at)}},
		Task:    &Task{Resource: r, Containers: []Container{main}, Compatible: ByDefault([]string{"FARGATE"}, at)},
		Routes:  []Route{{Container: main.Name, Port: c.at("ContainerPort").number(), Group: group}},
		Scaling: []Scaling{{Resource: r, Minimum: least, Maximum: scale.at("MaxTaskCount").number().Otherwise(expressMost)}},
		Rolling: Rolling{Strategy: ByDefault(expressStrategy, at), CanaryPercent: ByDefault(expressPercent, at), CanaryMinutes: ByDefault(expressMinutes, at), BakeMinutes: ByDefault(expressMinutes, at), BreakerEnable: NotKnown[bool](ownedByECS, at), HealthCheckGraceSeconds: ByDefault(expressGrace, at)}}
}

// connectors are the ways into a service through a Service Gateway, for which ECS
// makes the target groups too.
func connectors(r *Resource, task *Task) []Route {
	var out []Route
	for _, c := range r.of("GatewayConnectors").items() {
		check := c.at("HealthCheck")
		group := &TargetGroup{Resource: r, Protocol: ByDefault("HTTP", r.Where), DeregistrationDelay: c.at("DeregistrationDelay").at("TimeoutSeconds").number(),
			Interval: check.at("HealthCheckIntervalSeconds").number(), Timeout: check.at("HealthCheckTimeoutSeconds").number(),
			HealthyThreshold: check.at("HealthyThresholdCount").number(), UnhealthyThreshold: check.at("UnhealthyThresholdCount").number(),
			Matcher: matching(check), HealthPath: check.at("HealthCheckPath").text()}
		for _, v := range []*Value[int]{&group.DeregistrationDelay, &group.Interval, &group.Timeout, &group.HealthyThreshold, &group.UnhealthyThreshold} {
			if v.State == "" {
				*v = NotKnown[int](ownedByECS, c.where())
			}
		}
		out = append(out, Route{Container: task.serving(c.at("PortName").text()), Group: group})
	}
	return out
}

// serving is the container that has the port of that name.
func (t *Task) serving(port Value[string]) Value[string] {
	if t != nil {
		for i := range t.Containers {
			if _, ok := t.Containers[i].Ports[port.Or("")]; ok {
				return t.Containers[i].Name
			}
		}
	}
	return NotKnown[string]("the port's name is of no container that was read", port.Where)
}
