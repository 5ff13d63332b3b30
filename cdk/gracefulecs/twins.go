package gracefulecs

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// dropTwins removes rules that stand twice because one security group of a load
// balancer was imported twice: EC2 refuses the second one.
func (s *built) dropTwins(p *plan) {
	groups := map[string]constructs.IConstruct{"": s.securityGroup}
	for _, w := range p.ways {
		for _, r := range w.rules {
			for _, group := range *r.listener.Connections().SecurityGroups() {
				groups[*group.Node().Path()] = group
			}
		}
	}
	seen, twice := map[string]bool{}, false
	for _, path := range sortedKeys(groups) {
		node := groups[path].Node()
		for _, child := range *node.Children() {
			var key string
			switch r := child.(type) {
			case awsec2.CfnSecurityGroupIngress:
				key = ruleKey("in", r.GroupId(), r.IpProtocol(), r.FromPort(), r.ToPort(), r.SourceSecurityGroupId(), r.CidrIp(), r.CidrIpv6(), r.SourcePrefixListId())
			case awsec2.CfnSecurityGroupEgress:
				key = ruleKey("out", r.GroupId(), r.IpProtocol(), r.FromPort(), r.ToPort(), r.DestinationSecurityGroupId(), r.CidrIp(), r.CidrIpv6(), r.DestinationPrefixListId())
			default:
				continue
			}
			if seen[key] {
				node.TryRemoveChild(child.Node().Id())
				twice = true
			}
			seen[key] = true
		}
	}
	if twice {
		awscdk.Annotations_Of(s).AddWarningV2(jsii.String("graceful:security-group-twice"), jsii.String("graceful: a security group of a load balancer is imported twice. "+
			"Import it once for all its listeners: a change that leaves only the second import makes its rule while the first one stands, which EC2 refuses."))
	}
}

// ruleKey is what two rules may not both have.
func ruleKey(direction string, group, protocol *string, from, to *float64, peers ...*string) string {
	key := fmt.Sprintf("%s %q %q %v %v", direction, deref(group), deref(protocol), deref(from), deref(to))
	for _, peer := range peers {
		key += fmt.Sprintf(" %q", deref(peer))
	}
	return key
}
