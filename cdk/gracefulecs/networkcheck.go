package gracefulecs

import (
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// mostGroups is how many security groups awsvpcConfiguration takes.
const mostGroups = 5

// network checks the security groups of the tasks.
func (c *checker) network(p *plan) {
	further := deref(p.AdditionalSecurityGroups)
	for i, g := range further {
		if g == nil {
			c.missing(index("AdditionalSecurityGroups", i), "a security group", "AdditionalSecurityGroups has an empty entry.", "remove it")
		}
	}
	if len(further) >= mostGroups {
		c.add(shutdown.Fault{Path: "AdditionalSecurityGroups", Rule: "range", Given: strconv.Itoa(len(further)) + " groups", Allowed: "at most " + strconv.Itoa(mostGroups-1),
			Message: "With the service's own a task has at most " + strconv.Itoa(mostGroups) + " security groups."})
	}
}
