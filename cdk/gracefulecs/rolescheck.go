package gracefulecs

import (
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var (
	roleName = regexp.MustCompile(`^[A-Za-z0-9+=,.@_-]{1,64}$`)
	rolePath = regexp.MustCompile(`^/([!-~]+/)?$`)
)

const longestRolePath = 512

// identity checks the roles that are given, and the names of those that are new.
func (c *checker) identity(p *plan) {
	taken := map[string]string{}
	for _, r := range []struct {
		prop  string
		given awsiam.IRole
		name  *string
	}{{"ExecutionRole", p.ExecutionRole, p.ExecutionRoleName}, {"InfrastructureRole", p.InfrastructureRole, p.InfrastructureRoleName}, {"TaskRole", p.TaskRole, p.TaskRoleName}} {
		path, name := r.prop+"Name", deref(r.name)
		switch {
		case r.name == nil:
		case r.given != nil:
			c.misplaced(path, quote(name), r.prop+" is given, so there is no new role to name.", "remove "+path, "or remove "+r.prop)
		case isTextToken(name):
		case !roleName.MatchString(name):
			c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(name), Allowed: "1 to 64 letters, digits and + = , . @ _ -",
				Message: path + " is not a valid name."})
		case taken[name] != "":
			c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: quote(name), Allowed: "a name that " + taken[name] + " has not",
				Message: "Two roles cannot have one name."})
		default:
			taken[name] = path
		}
	}
	if v := deref(p.RolePath); p.RolePath != nil && !isTextToken(v) && (!rolePath.MatchString(v) || len(v) > longestRolePath) {
		c.add(shutdown.Fault{Path: "RolePath", Rule: "pattern", Given: quote(v), Allowed: "up to 512 characters that start and end with /",
			Message: "RolePath is not a valid path."})
	}
	for i, key := range deref(p.SecretKeys) {
		if key == nil {
			c.missing(index("SecretKeys", i), "a key", "SecretKeys has an empty entry.", "remove it")
		}
	}
	c.statements("ExecutionPolicyStatements", p.ExecutionPolicyStatements)
	c.statements("TaskPolicyStatements", p.TaskPolicyStatements)
}

func (c *checker) statements(path string, statements *[]awsiam.PolicyStatement) {
	for i, statement := range deref(statements) {
		if statement == nil {
			c.missing(index(path, i), "a policy statement", path+" has an empty entry.", "remove it")
		}
	}
}

// shifting checks what only a deployment that moves traffic has.
func (c *checker) shifting(p *plan) {
	if p.shifts() {
		return
	}
	const message = "Only a deployment that moves traffic between two target groups has an infrastructure role."
	const wayOut = "or set the profile's strategy to blue_green, linear or canary, behind a load balancer"
	if p.InfrastructureRole != nil {
		c.misplaced("InfrastructureRole", "a role", message, "remove InfrastructureRole", wayOut)
	}
	if p.InfrastructureRoleName != nil {
		c.misplaced("InfrastructureRoleName", quote(*p.InfrastructureRoleName), message, "remove InfrastructureRoleName", wayOut)
	}
}
