package parity

// Conditions are those of a rule that are no hosts or paths.
type Conditions struct {
	Headers map[string][]string
	Methods []string
	Queries []Query
	Sources []string
}

// Query is a parameter of a request; without Key it is any.
type Query struct{ Key, Value string }

// Rule is a further rule of an [ALB], on its listener or, with Second, on another
// one of the same load balancer.
type Rule struct {
	Name         string
	Priority     int
	Hosts, Paths []string
	Conditions
	Login  *Login
	Second bool
}

// Route is a further way in. With Existing it is the surroundings' target group.
type Route struct {
	Name                  string
	Port, HealthCheckPort int
	ALB                   *ALB
	NLB                   *NLB
	Existing              bool
}

// application gives an ALB as the arguments of the module, without the listener of
// a rule that it does not have.
func (a *ALB) application(s Surroundings, healthPort int) arguments {
	alb := arguments{}
	a.rule(alb, s.ALBListener, a.Priority, a.Hosts, a.Paths, a.Conditions)
	a.Login.arguments(alb)
	alb.word("health_check_path", a.HealthCheckPath)
	alb.word("protocol_version", a.ProtocolVersion)
	alb.number("health_check_port", healthPort)
	rules := map[string]any{}
	for _, r := range a.Rules {
		listener := s.ALBListener
		if r.Second {
			listener = s.SecondListener
		}
		rule := arguments{}
		a.rule(rule, listener, r.Priority, r.Hosts, r.Paths, r.Conditions)
		r.Login.arguments(rule)
		rules[r.Name] = rule
	}
	alb.set("rules", rules, len(rules) > 0)
	return alb
}

func (a *ALB) rule(m arguments, listener string, priority int, hosts, paths []string, c Conditions) {
	if priority == 0 {
		return
	}
	m["listener_arn"], m["priority"] = listener, priority
	m.set("host_headers", hosts, len(hosts) > 0)
	m.set("path_patterns", paths, len(paths) > 0)
	m.set("http_headers", c.Headers, len(c.Headers) > 0)
	m.set("http_methods", c.Methods, len(c.Methods) > 0)
	m.set("source_ips", c.Sources, len(c.Sources) > 0)
	var queries []any
	for _, q := range c.Queries {
		query := arguments{"value": q.Value}
		query.word("key", q.Key)
		queries = append(queries, query)
	}
	m.set("query_strings", queries, len(queries) > 0)
}

func (n *NLB) arguments(s Surroundings, healthPort int) arguments {
	nlb := arguments{}
	if n.Existing {
		nlb["create_listener"] = false
	} else {
		nlb["load_balancer_arn"], nlb["port"] = s.NLB, n.Port
	}
	nlb.set("client_cidrs", n.Clients, len(n.Clients) > 0)
	nlb.word("health_check_path", n.HealthCheckPath)
	nlb.number("health_check_port", healthPort)
	n.TLS.arguments(nlb)
	return nlb
}

func (c Case) routes(m arguments, s Surroundings) {
	routes := map[string]any{}
	for _, r := range c.Routes {
		route := arguments{}
		route.number("port", r.Port)
		if r.ALB != nil {
			alb := r.ALB.application(s, r.HealthCheckPort)
			alb.set("security_group", map[string]any{"id": s.ALBGroup}, c.ALB == nil)
			route["alb"] = alb
		}
		if r.NLB != nil {
			nlb := r.NLB.arguments(s, r.HealthCheckPort)
			nlb.set("security_group", map[string]any{"id": s.NLBGroup}, c.NLB == nil && len(r.NLB.Clients) == 0)
			route["nlb"] = nlb
		}
		if r.Existing {
			route["target_group"] = map[string]any{"arn": s.TargetGroup}
			route.set("security_group", map[string]any{"id": s.ALBGroup}, c.ALB == nil)
		}
		routes[r.Name] = route
	}
	m.set("routes", routes, len(routes) > 0)
}
