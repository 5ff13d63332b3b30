package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// addLogGroup adds what the containers print to, unless one is given.
func (s *built) addLogGroup(p *plan) {
	if s.logGroup = p.LogGroup; s.logGroup != nil {
		return
	}
	name, retention := p.LogGroupName, p.LogRetention
	if name == nil {
		name = jsii.String("/ecs/" + p.name)
	}
	if retention == "" {
		retention = awslogs.RetentionDays_ONE_MONTH
	}
	s.logGroup = awslogs.NewLogGroup(s, jsii.String("Logs"), &awslogs.LogGroupProps{
		EncryptionKey: p.LogEncryptionKey,
		LogGroupClass: p.LogGroupClass,
		LogGroupName:  name,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
		Retention:     retention,
	})
}

// logs checks the log group that is given, or what the new one is made of.
func (c *checker) logs(p *plan) {
	if g := deref(p.LogGroupName); p.LogGroupName != nil && !isTextToken(g) && !logGroupName.MatchString(g) {
		c.add(shutdown.Fault{Path: "LogGroupName", Rule: "pattern", Given: quote(g), Allowed: "up to 512 letters, digits and . _ - / #",
			Message: "LogGroupName is not a valid name."})
	}
	if class := p.LogGroupClass; class != "" && class != awslogs.LogGroupClass_STANDARD && class != awslogs.LogGroupClass_INFREQUENT_ACCESS {
		c.add(shutdown.Fault{Path: "LogGroupClass", Rule: "enum", Given: quote(string(class)), Allowed: "STANDARD or INFREQUENT_ACCESS",
			Message: "Containers can write to no other class of log group."})
	}
	if p.LogGroup == nil {
		return
	}
	for _, prop := range []struct {
		path  string
		given bool
	}{{"LogEncryptionKey", p.LogEncryptionKey != nil}, {"LogGroupClass", p.LogGroupClass != ""}, {"LogGroupName", p.LogGroupName != nil}, {"LogRetention", p.LogRetention != ""}} {
		if prop.given {
			c.misplaced(prop.path, "a value", "LogGroup is given, and what it is made of is its owner's.", "remove "+prop.path, "or remove LogGroup")
		}
	}
}
