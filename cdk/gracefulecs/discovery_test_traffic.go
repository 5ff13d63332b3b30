package gracefulecs

import (
	"regexp"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var connectHeader = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// testTraffic checks by what header the new tasks get their calls.
func (c *checker) testTraffic(p *plan, at connected, path string) {
	rules := at.TestTrafficRules
	if rules == nil {
		return
	}
	path += ".TestTrafficRules"
	if p.settings.Deployment.BakeTimeInMinutes == nil {
		c.misplaced(path, "a value", "Only a deployment with strategy blue_green, linear or canary has test traffic.", "remove TestTrafficRules", "or set the profile's strategy")
	}
	if at.tcp() {
		c.misplaced(path, "a value", "With AppProtocol tcp the proxy sees no headers.", "remove TestTrafficRules", "or set AppProtocol to http, http2 or grpc")
	}
	switch name := deref(rules.HeaderName); {
	case name == "":
		c.missing(path+".HeaderName", "the name of a header", "Test traffic is told by a header.")
	case !isTextToken(name) && !connectHeader.MatchString(name):
		c.add(shutdown.Fault{Path: path + ".HeaderName", Rule: "pattern", Given: quote(name), Allowed: "letters, digits and ! # $ % & ' * + . ^ _ ` | ~ -", Message: "HTTP has no header of this name."})
	}
	if deref(rules.HeaderValue) == "" {
		c.missing(path+".HeaderValue", "a value", "Test traffic is told by the header's value.")
	}
}

// addTestTraffic gives the services what CDK's own Service Connect has no props for.
func (s *built) addTestTraffic(p *plan) {
	resource, ok := s.fargateService.Node().DefaultChild().(awsecs.CfnService)
	for i, c := range p.connected {
		if rules := c.TestTrafficRules; ok && rules != nil {
			resource.AddPropertyOverride(jsii.String("ServiceConnectConfiguration.Services."+strconv.Itoa(i)+".ClientAliases.0.TestTrafficRules"),
				map[string]any{"Header": map[string]any{"Name": *rules.HeaderName, "Value": map[string]any{"Exact": *rules.HeaderValue}}})
		}
	}
}
