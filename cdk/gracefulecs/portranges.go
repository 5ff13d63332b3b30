package gracefulecs

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// portRange is a range of ports, both ends in it.
type portRange struct {
	path, given string
	first, last int
}

// mostPortRanges is how many a container may have.
const mostPortRanges = 100

var rangePattern = regexp.MustCompile(`^([1-9][0-9]{0,4})-([1-9][0-9]{0,4})$`)

func holds(port int) func(portRange) bool {
	return func(r portRange) bool { return r.first <= port && port <= r.last }
}

// portRanges checks the ranges of all containers against each other and against
// the ports, by the path of each.
func (c *checker) portRanges(p *plan, ports map[int]string) {
	c.rangesOf(p, "", p.ContainerPortRanges)
	if p.Front != nil {
		c.rangesOf(p, "Front.", p.Front.ContainerPortRanges)
	}
	for i, s := range deref(p.Sidecars) {
		if s != nil {
			c.rangesOf(p, index("Sidecars", i)+".", s.ContainerPortRanges)
		}
	}
	for i, r := range p.portRanges {
		for _, other := range p.portRanges[:i] {
			if r.first <= other.last && other.first <= r.last {
				c.overlaps(r, other.path+" is "+other.given)
			}
		}
		for _, port := range slices.Sorted(maps.Keys(ports)) {
			if holds(port)(r) {
				c.overlaps(r, ports[port]+" is "+strconv.Itoa(port))
			}
		}
	}
}

// overlaps faults a range in which something else listens too.
func (c *checker) overlaps(r portRange, other string) {
	c.add(shutdown.Fault{Path: r.path, Rule: "duplicate", Given: quote(r.given), Allowed: "ports that no other container port has",
		Message: other + " already: the containers of a task share one network interface."})
}

// rangesOf reads the ranges of one container.
func (c *checker) rangesOf(p *plan, prefix string, given *[]*string) {
	const allowed = "two ports from 1 to 65535 with a hyphen between them, the first below the last, like 8000-8010"
	path := prefix + "ContainerPortRanges"
	list := c.texts(path, given)
	if len(list) > mostPortRanges {
		c.add(shutdown.Fault{Path: path, Rule: "range", Given: strconv.Itoa(len(list)) + " ranges", Allowed: "at most " + strconv.Itoa(mostPortRanges), Message: "A container has no more ranges of ports."})
		return
	}
	for i, text := range list {
		at := index(path, i)
		if isTextToken(text) {
			c.add(tokenFault(at, allowed))
			continue
		}
		ends := rangePattern.FindStringSubmatch(text)
		if ends == nil {
			c.add(shutdown.Fault{Path: at, Rule: "pattern", Given: quote(text), Allowed: allowed, Message: "This is not a range of ports."})
			continue
		}
		r := portRange{path: at, given: text}
		r.first, _ = strconv.Atoi(ends[1])
		r.last, _ = strconv.Atoi(ends[2])
		if r.first >= r.last || r.last > maxPort {
			c.add(shutdown.Fault{Path: at, Rule: "range", Given: quote(text), Allowed: allowed, Message: "The ports are out of order or out of range."})
			continue
		}
		p.portRanges = append(p.portRanges, r)
	}
}

// withRanges adds ranges to the ports of a container. They have no names, since
// Service Connect knows no ranges.
func withRanges(ports *[]*awsecs.PortMapping, ranges *[]*string) *[]*awsecs.PortMapping {
	if len(deref(ranges)) == 0 {
		return ports
	}
	out := deref(ports)
	for _, r := range *ranges {
		out = append(out, &awsecs.PortMapping{ContainerPort: awsecs.ContainerDefinition_CONTAINER_PORT_USE_RANGE(), ContainerPortRange: r, Protocol: awsecs.Protocol_TCP})
	}
	return &out
}
