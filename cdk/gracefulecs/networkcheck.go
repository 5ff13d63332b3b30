package gracefulecs

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// mostGroups is how many security groups awsvpcConfiguration takes.
const mostGroups = 5

var groupText = regexp.MustCompile(`^[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]{1,255}$`)

// selected checks that a VPC has the subnets that are selected from it.
func (c *checker) selected(path string, vpc awsec2.IVpc, selection *awsec2.SubnetSelection) {
	if vpc == nil || selection == nil {
		return
	}
	defer func() {
		if problem := recover(); problem != nil {
			c.add(shutdown.Fault{Path: path, Rule: "enum", Given: "a selection", Allowed: "subnets of the VPC", Message: fmt.Sprintf("The VPC has no such subnets: %v.", problem)})
		}
	}()
	vpc.SelectSubnets(selection)
}

// network checks the security groups and the subnets of the tasks.
func (c *checker) network(p *plan) {
	c.selected("VpcSubnets", p.vpc, p.VpcSubnets)
	further := deref(p.AdditionalSecurityGroups)
	for i, g := range further {
		if g == nil {
			c.missing(index("AdditionalSecurityGroups", i), "a security group", "AdditionalSecurityGroups has an empty entry.", "remove it")
		}
	}
	if len(further) >= mostGroups {
		c.add(shutdown.Fault{Path: "AdditionalSecurityGroups", Rule: "range", Given: strconv.Itoa(len(further)) + " groups", Allowed: "at most " + strconv.Itoa(mostGroups-1),
			Message: "With the first one a task has at most " + strconv.Itoa(mostGroups) + " security groups."})
	}
	const allowed = "1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"
	for _, prop := range []struct {
		path  string
		value *string
	}{{"SecurityGroupDescription", p.SecurityGroupDescription}, {"SecurityGroupName", p.SecurityGroupName}} {
		path, v := prop.path, deref(prop.value)
		switch {
		case prop.value == nil:
		case p.SecurityGroup != nil:
			c.misplaced(path, quote(v), "SecurityGroup is given, so there is no new group to describe.", "remove "+path, "or remove SecurityGroup")
		case isTextToken(v):
		case !groupText.MatchString(v):
			c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(v), Allowed: allowed, Message: path + " is not a valid text."})
		case path == "SecurityGroupName" && strings.HasPrefix(v, "sg-"):
			c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(v), Allowed: "a name that does not start with sg-", Message: "Only ids of security groups start with sg-."})
		}
	}
	if p.SecurityGroup == nil {
		return
	}
	if p.AllowAllOutbound != nil {
		c.misplaced("AllowAllOutbound", strconv.FormatBool(*p.AllowAllOutbound), "SecurityGroup is given, and whom it lets the tasks reach is its owner's.", "say it when you make or import the group", "or remove SecurityGroup")
	}
	if p.AllowAllIpv6Outbound != nil {
		c.misplaced("AllowAllIpv6Outbound", strconv.FormatBool(*p.AllowAllIpv6Outbound), "SecurityGroup is given, and whom it lets the tasks reach is its owner's.", "say it when you make or import the group", "or remove SecurityGroup")
	}
}
