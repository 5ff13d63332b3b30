package parity

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Network is what the tasks' network interface is given.
type Network struct {
	// Given is a security group of the surroundings in place of the service's own,
	// Further one beside it.
	Given, Further bool
	// Name starts with ownName, so that it is compared.
	Name, Description string
	// Closed leaves out the rule that lets the tasks reach everybody.
	Closed          bool
	Ingress, Egress []GroupRule
}

// GroupRule is one of a security group, with one peer.
type GroupRule struct {
	Name                   string
	IPv4, IPv6, PrefixList string
	// Caller is the surroundings' group of callers.
	Caller   bool
	Protocol string // Empty is tcp; -1 is all.
	From, To int
}

func (n *Network) module(m arguments, s Surroundings) {
	if n == nil {
		return
	}
	m.set("security_group", map[string]any{"id": s.GivenGroup}, n.Given)
	m.set("security_group_ids", []string{s.FurtherGroup}, n.Further)
	m.word("security_group_name", n.Name)
	m.word("security_group_description", n.Description)
	m.set("ingress", ruleArguments(n.Ingress, s), len(n.Ingress) > 0)
	m.set("egress", ruleArguments(n.Egress, s), n.Closed)
}

func ruleArguments(rules []GroupRule, s Surroundings) map[string]any {
	out := map[string]any{}
	for _, r := range rules {
		m := arguments{"description": r.Name}
		m.word("cidr_ipv4", r.IPv4)
		m.word("cidr_ipv6", r.IPv6)
		m.word("prefix_list_id", r.PrefixList)
		m.set("referenced_security_group_id", s.CallerGroup, r.Caller)
		m.word("ip_protocol", r.Protocol)
		m.number("from_port", r.From)
		m.number("to_port", r.To)
		out[r.Name] = m
	}
	return out
}

func (n *Network) props(p *gracefulecs.ServiceProps, stack awscdk.Stack, s Surroundings) {
	if n == nil {
		return
	}
	if n.Given {
		p.SecurityGroup = awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Given"), &s.GivenGroup, &awsec2.SecurityGroupImportOptions{Mutable: jsii.Bool(false)})
	}
	if n.Further {
		p.AdditionalSecurityGroups = &[]awsec2.ISecurityGroup{group(stack, "Further", s.FurtherGroup)}
	}
	p.SecurityGroupName, p.SecurityGroupDescription = word(n.Name), word(n.Description)
	if n.Closed {
		p.AllowAllOutbound = jsii.Bool(false)
	}
}

// rules adds the rules as CDK's users do: to the group.
func (n *Network) rules(service gracefulecs.Service, stack awscdk.Stack, s Surroundings) {
	if n == nil {
		return
	}
	for _, r := range n.Ingress {
		service.SecurityGroup().AddIngressRule(r.peer(stack, s), r.port(), &r.Name, nil)
	}
	for _, r := range n.Egress {
		service.SecurityGroup().AddEgressRule(r.peer(stack, s), r.port(), &r.Name, nil)
	}
}

func (r GroupRule) peer(stack awscdk.Stack, s Surroundings) awsec2.IPeer {
	switch {
	case r.Caller:
		return group(stack, "Peer"+r.Name, s.CallerGroup)
	case r.PrefixList != "":
		return awsec2.Peer_PrefixList(&r.PrefixList)
	case r.IPv6 != "":
		return awsec2.Peer_Ipv6(&r.IPv6)
	default:
		return awsec2.Peer_Ipv4(&r.IPv4)
	}
}

func (r GroupRule) port() awsec2.Port {
	if r.Protocol == "-1" {
		return awsec2.Port_AllTraffic()
	}
	last := r.To
	if last == 0 {
		last = r.From
	}
	if r.Protocol == "udp" {
		return awsec2.Port_UdpRange(jsii.Number(r.From), jsii.Number(last))
	}
	return awsec2.Port_TcpRange(jsii.Number(r.From), jsii.Number(last))
}

// Logs are what the log group is made of, beside its name and retention.
type Logs struct {
	// Given is a log group of the surroundings.
	Given bool
	Class string
	// Key is that of the surroundings.
	Key bool
	// Forever keeps the logs.
	Forever bool
}

func (l *Logs) module(m arguments, s Surroundings) {
	if l == nil {
		return
	}
	m.set("create_log_group", false, l.Given)
	m.set("log_group_name", s.LogGroup, l.Given)
	m.word("log_group_class", l.Class)
	m.set("log_kms_key_arn", s.Key, l.Key)
	m.set("log_retention_days", 0, l.Forever)
}

func (l *Logs) props(p *gracefulecs.ServiceProps, stack awscdk.Stack, s Surroundings) {
	if l == nil {
		return
	}
	if l.Given {
		p.LogGroup = awslogs.LogGroup_FromLogGroupName(stack, jsii.String("LogGroup"), &s.LogGroup)
	}
	p.LogGroupClass = awslogs.LogGroupClass(l.Class)
	if l.Key {
		p.LogEncryptionKey = key(stack, "LogKey", s.Key)
	}
	if l.Forever {
		p.LogRetention = awslogs.RetentionDays_INFINITE
	}
}
