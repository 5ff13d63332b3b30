package gracefulecs

import (
	"slices"
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const maxPort = 65535

// ports checks the ports of the task: all its containers share one network
// interface, so no two may listen on the same one.
func (c *checker) ports(p *plan) {
	if p.groupPort = anyPort; p.TargetGroupPort != nil {
		p.groupPort = c.whole("TargetGroupPort", p.TargetGroupPort, 1, maxPort)
	}
	p.port = c.whole("ContainerPort", p.ContainerPort, 1, maxPort)
	seen := map[int]string{}
	c.distinct(seen, "ContainerPort", p.port)
	for i, v := range deref(p.AdditionalPorts) {
		path := index("AdditionalPorts", i)
		if v == nil {
			c.missing(path, "a port", "AdditionalPorts has an empty entry.", "remove it")
			continue
		}
		port := c.whole(path, v, 1, maxPort)
		c.distinct(seen, path, port)
		p.additionalPorts = append(p.additionalPorts, port)
	}
	mapped := append([]int{p.port}, p.additionalPorts...)
	allowed := "ContainerPort or one of AdditionalPorts"
	if f := p.Front; f != nil {
		p.frontPorts = append([]int{c.frontPort(f, seen)}, c.further(seen, "Front.", f.Ports)...)
		mapped = append(mapped, p.frontPorts...)
		allowed = "a port of Front or of the app"
	}
	for i, s := range deref(p.Sidecars) {
		if s != nil {
			c.further(seen, index("Sidecars", i)+".", s.Ports)
		}
	}
	c.portRanges(p, seen)
	p.mapped = mapped
	faults := len(c.faults)
	p.healthPort = c.whole("HealthCheckPort", p.HealthCheckPort, 1, maxPort)
	if p.HealthCheckPort != nil && len(c.faults) == faults && !slices.Contains(mapped, p.healthPort) {
		f := shutdown.Fault{Path: "HealthCheckPort", Rule: "enum", Given: strconv.Itoa(p.healthPort), Allowed: allowed,
			Message: "No container that takes requests maps this port, so every health check would fail.",
			WaysOut: []string{"add " + strconv.Itoa(p.healthPort) + " to AdditionalPorts"}}
		if p.port != 0 && p.Front == nil {
			f.WaysOut = append(f.WaysOut, "or remove HealthCheckPort: the load balancer then checks "+strconv.Itoa(p.port))
		}
		c.add(f)
	}
}

// frontPort is the port on which the front takes requests, 0 with a fault.
func (c *checker) frontPort(f *FrontProps, seen map[int]string) int {
	const path = "Front.Port"
	if f.Port == nil {
		c.missing(path, "the port that the front listens on", "The load balancer and the callers must know the front's port.", "set Front.Port")
	}
	port := c.whole(path, f.Port, 1, maxPort)
	c.distinct(seen, path, port)
	return port
}

// further reads the ports of a container that nothing else speaks of.
func (c *checker) further(seen map[int]string, prefix string, ports *[]*float64) []int {
	var out []int
	for i, v := range deref(ports) {
		path := index(prefix+"Ports", i)
		if v == nil {
			c.missing(path, "a port", "Ports has an empty entry.", "remove it")
			continue
		}
		port := c.whole(path, v, 1, maxPort)
		c.distinct(seen, path, port)
		out = append(out, port)
	}
	return out
}

func (c *checker) distinct(seen map[int]string, path string, port int) {
	if port == 0 { // Not set, or a fault already.
		return
	}
	if first, ok := seen[port]; ok {
		c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: strconv.Itoa(port), Allowed: "a port that no other container port has",
			Message: first + " is " + strconv.Itoa(port) + " already: the containers of a task share one network interface."})
		return
	}
	seen[port] = path
}

func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
