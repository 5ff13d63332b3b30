package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"
)

// network is what the tasks' network interface has beside the service's own
// security group.
type network struct {
	further *[]awsec2.ISecurityGroup
	// open says that the groups are read when the app is synthesised.
	open bool
}

// addSecurityGroup adds the group that is opened to the callers, unless one is given.
func (s *built) addSecurityGroup(p *plan) {
	if s.securityGroup = p.SecurityGroup; s.securityGroup != nil {
		return
	}
	description, outbound := p.SecurityGroupDescription, p.AllowAllOutbound
	if description == nil {
		description = jsii.String(p.described() + ": traffic to the tasks")
	}
	if outbound == nil {
		outbound = jsii.Bool(true)
	}
	s.securityGroup = awsec2.NewSecurityGroup(s, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:                  p.vpc,
		AllowAllIpv6Outbound: p.AllowAllIpv6Outbound,
		AllowAllOutbound:     outbound,
		Description:          description,
		SecurityGroupName:    p.SecurityGroupName,
	})
}

// addFurtherGroups gives the tasks groups that no rule is added to. CDK would add
// the load balancer's rules to each group that it is given.
func (s *built) addFurtherGroups(p *plan) {
	s.network.further = p.AdditionalSecurityGroups
	if len(deref(p.AdditionalSecurityGroups)) > 0 {
		s.openNetwork()
	}
}

// openNetwork lets Connections().AddSecurityGroup take effect: CDK adds rules to
// the new group, but does not give it to the tasks. It costs a call from Node at
// synthesis, so only a service whose connections were asked for has it.
func (s *built) openNetwork() {
	if s.network.open {
		return
	}
	s.network.open = true
	if resource, ok := s.fargateService.Node().DefaultChild().(awsecs.CfnService); ok {
		resource.SetNetworkConfiguration(awscdk.Lazy_UncachedAny(&groups{s, resource.NetworkConfiguration()}, nil))
	}
}

// Connections of the tasks. A security group that is added to them is given to
// the tasks.
func (s *built) Connections() awsec2.Connections {
	s.openNetwork()
	return s.fargateService.Connections()
}

func (s *built) FargateService() awsecs.FargateService {
	s.openNetwork()
	s.handedOut = true
	return s.fargateService
}

// groups renders a service's network configuration with all groups of the tasks.
type groups struct {
	service  *built
	original any
}

// Produce is called by the CDK for each synthesis.
func (g *groups) Produce(awscdk.IResolveContext) any {
	out := object(resolve(awscdk.Stack_Of(g.service), g.original))
	inner := object(out["awsvpcConfiguration"])
	if inner == nil {
		return out
	}
	var ids []any
	for _, list := range []*[]awsec2.ISecurityGroup{g.service.fargateService.Connections().SecurityGroups(), g.service.network.further} {
		for _, group := range deref(list) {
			ids = append(ids, group.SecurityGroupId())
		}
	}
	inner["securityGroups"] = ids
	return out
}
