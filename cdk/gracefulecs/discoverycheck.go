package gracefulecs

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsservicediscovery"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var connectName = regexp.MustCompile(`^[a-z0-9_][a-z0-9_-]{0,63}$`)

const connectNames = "up to 64 lower-case letters, digits, hyphens and underscores, not beginning with a hyphen"

// discovery checks by what names others call the tasks, and that the container
// that takes the requests serves for as long as they are known.
func (c *checker) discovery(p *plan) {
	age := 0
	if m := p.CloudMap; m != nil {
		if m.Service == nil {
			c.missing("CloudMap.Service", "a Cloud Map service", "CloudMap.Service must be set.")
		} else {
			age = declaredAge(m.Service)
			if p.reached.port == 0 && m.ContainerPort == nil && m.Service.DnsRecordType() == awsservicediscovery.DnsRecordType_SRV {
				c.missing("CloudMap.ContainerPort", "a port of Front or of the app", "SRV records name a port, and the service maps none.", "set ContainerPort and CloudMap.ContainerPort")
			}
		}
		if m.DnsTtl != nil {
			known := age
			if age = c.duration("CloudMap.DnsTtl", m.DnsTtl, 0, 300); m.Service != nil && known != 0 && known != age {
				c.add(shutdown.Fault{Path: "CloudMap.DnsTtl", Rule: "enum", Given: strconv.Itoa(age), Allowed: strconv.Itoa(known), Message: "The Cloud Map service of this app has another one.",
					WaysOut: []string{"remove DnsTtl: the service's own is taken"}})
			}
		}
		if age == 0 && m.DnsTtl == nil {
			age = nameAge
		}
		c.requestPort(p, "CloudMap.ContainerPort", m.ContainerPort)
	}
	if p.ServiceConnect != nil {
		c.connect(p)
		if len(p.connected) > 0 {
			age = max(age, proxyAge)
		}
	}
	serves := p.settings.ShutdownDelay
	if f := p.settings.FrontSettings; f != nil {
		serves = f.ShutdownDelay
	}
	if p.balanced() && serves < age {
		prop := "ServiceConnect.Services"
		if p.CloudMap != nil {
			prop = "CloudMap"
		}
		c.add(shutdown.Fault{Path: prop, Rule: "range", Given: strconv.Itoa(serves) + " s of serving after the signal", Allowed: "at least " + strconv.Itoa(age) + " s",
			Message: "Who calls the tasks by name learns of a stop at the signal, and may go on calling for " + strconv.Itoa(age) + " s.",
			WaysOut: []string{"set the profile's propagation to at least " + strconv.Itoa(age) + ", with a longest_work that leaves it room", "or remove " + prop}})
	}
}

// declaredAge is for how many seconds callers keep a name of a Cloud Map service,
// 0 if it is not one of the app or has no names in DNS.
func declaredAge(service awsservicediscovery.IService) int {
	resource, ok := service.Node().DefaultChild().(awsservicediscovery.CfnService)
	if !ok {
		return 0
	}
	age := 0
	for _, record := range items(object(resolve(resource.Stack(), resource.DnsConfig()))["dnsRecords"]) {
		if ttl, ok := object(record)["ttl"].(float64); ok {
			age = max(age, int(ttl))
		}
	}
	return age
}

// connect reads the services of Service Connect by the names of their ports.
func (c *checker) connect(p *plan) {
	s := p.ServiceConnect
	if s.Namespace != nil && *s.Namespace == "" || s.Namespace == nil && (p.Cluster == nil || p.Cluster.DefaultCloudMapNamespace() == nil) {
		c.missing("ServiceConnect.Namespace", "the name or ARN of a Cloud Map namespace", "The cluster has no default namespace that the CDK knows.", "set Namespace", "or give the cluster a default namespace")
	}
	if a := s.AccessLogConfiguration; a != nil && a.Format == "" {
		c.missing("ServiceConnect.AccessLogConfiguration.Format", "TEXT or JSON", "An access log needs a format.")
	}
	if len(deref(s.Services)) > 0 && p.profile.Workload != shutdown.HTTP && p.profile.Workload != shutdown.WebSocket {
		c.misplaced("ServiceConnect.Services", "a value", "With workload "+string(p.profile.Workload)+" no request of others is the work that a stop waits for.",
			"remove them: the tasks can still call others")
		return
	}
	c.proxyLogging(p)
	taken, names, overrides := map[int]string{}, map[string]string{}, map[string]string{}
	for name, service := range byKey(deref(s.Services)) {
		path := "ServiceConnect.Services[" + quote(name) + "]"
		if service == nil {
			c.missing(path, "a service", "Services has an empty entry.", "remove it")
			continue
		}
		if !connectName.MatchString(name) {
			c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(name), Allowed: connectNames, Message: "This is not the name of a port mapping."})
		}
		if d := deref(service.DiscoveryName); service.DiscoveryName != nil && !isTextToken(d) && !connectName.MatchString(d) {
			c.add(shutdown.Fault{Path: path + ".DiscoveryName", Rule: "pattern", Given: quote(d), Allowed: connectNames, Message: "DiscoveryName is not a valid name."})
		}
		// ECS takes the service's own name unless another is given.
		known, at := name, path
		if service.DiscoveryName != nil {
			known, at = *service.DiscoveryName, path+".DiscoveryName"
		}
		if !isTextToken(known) {
			c.place(names, known, at, quote(known), "a name that no other service has")
		}
		if service.DnsName != nil && *service.DnsName == "" {
			c.missing(path+".DnsName", "a name", "DnsName is empty.", "remove it")
		}
		out := connected{service, name, "http", p.reached.port}
		if service.AppProtocol != nil {
			out.protocol = *service.AppProtocol
		}
		if appProtocols[out.protocol] == nil {
			c.add(shutdown.Fault{Path: path + ".AppProtocol", Rule: "enum", Given: quote(out.protocol), Allowed: "http, http2, grpc or tcp", Message: "Service Connect does not speak it."})
		}
		c.testTraffic(p, out, path)
		c.whole(path+".Port", service.Port, 1, maxPort)
		faults := len(c.faults)
		if service.ContainerPort != nil {
			out.port = c.requestPort(p, path+".ContainerPort", service.ContainerPort)
		} else if out.port == 0 {
			c.missing(path+".ContainerPort", "a port of Front or of the app", "The service maps no port that others could call.", "set ContainerPort")
		}
		if override := c.whole(path+".IngressPortOverride", service.IngressPortOverride, 1, maxPort); override != 0 && (slices.Contains(p.taskPorts(), override) || slices.ContainsFunc(p.portRanges, holds(override))) {
			c.add(shutdown.Fault{Path: path + ".IngressPortOverride", Rule: "duplicate", Given: strconv.Itoa(override), Allowed: "a port that no container listens on",
				Message: "It is a port of the proxy, and a container of the task listens on it already."})
		} else if override != 0 {
			c.place(overrides, strconv.Itoa(override), path+".IngressPortOverride", strconv.Itoa(override), "a port that no other service has")
		}
		if other := taken[out.port]; len(c.faults) == faults && other != "" {
			c.add(shutdown.Fault{Path: path + ".ContainerPort", Rule: "duplicate", Given: strconv.Itoa(out.port), Allowed: "a port that no other service has",
				Message: "A port mapping has one name, and this one has " + quote(other) + "."})
		}
		taken[out.port] = name
		p.connected = append(p.connected, out)
	}
}

// proxyLogging checks where the proxy of Service Connect writes its log.
func (c *checker) proxyLogging(p *plan) {
	const path = "ServiceConnect.LogDriver"
	driver := logDriver(p.ServiceConnect.LogDriver)
	switch {
	case driver == "":
	case !slices.Contains(fargateDrivers, driver):
		c.noDriver(path, driver)
	case driver == "awsfirelens" && !slices.ContainsFunc(deref(p.Sidecars), func(s *SidecarProps) bool { return s != nil && s.FirelensConfig != nil }):
		c.noRouter(path)
	}
}

// requestPort reads a port that the app or the front must map.
func (c *checker) requestPort(p *plan, path string, v *float64) int {
	faults := len(c.faults)
	port := c.whole(path, v, 1, maxPort)
	if v != nil && len(c.faults) == faults && !slices.Contains(p.mapped, port) {
		c.add(shutdown.Fault{Path: path, Rule: "enum", Given: strconv.Itoa(port), Allowed: "a port of Front or of the app",
			Message: "No container that takes requests maps this port.", WaysOut: []string{"add " + strconv.Itoa(port) + " to AdditionalPorts"}})
	}
	return port
}

// taskPorts are those of all containers.
func (p *plan) taskPorts() []int {
	ports := slices.Clone(p.mapped)
	for _, s := range deref(p.Sidecars) {
		if s != nil {
			ports = append(ports, known(deref(s.Ports))...)
		}
	}
	return ports
}

// known leaves out what is missing, which is a fault of its own.
func known(ports []*float64) []int {
	var out []int
	for _, port := range ports {
		if port != nil {
			out = append(out, int(*port))
		}
	}
	return out
}
