package gracefulecs

import (
	"net/netip"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const (
	ipv4              = awselasticloadbalancingv2.IpAddressType_IPV4
	dualstack         = awselasticloadbalancingv2.IpAddressType_DUAL_STACK
	withoutPublicIPv4 = awselasticloadbalancingv2.IpAddressType_DUAL_STACK_WITHOUT_PUBLIC_IPV4
)

func (props *LoadBalancedServiceProps) public() bool {
	return props.PublicLoadBalancer == nil || *props.PublicLoadBalancer
}

// dualstack says whether the load balancer has IPv6 addresses.
func (props *LoadBalancedServiceProps) dualstack() bool {
	return props.IpAddressType == dualstack || props.IpAddressType == withoutPublicIPv4
}

// clients may reach the load balancer: everybody unless the props say who, by the
// addresses that it has; from outside, where it can be reached from there.
func (props *LoadBalancedServiceProps) clients() []awsec2.IPeer {
	if props.ListenerCidrs == nil {
		out := []awsec2.IPeer{awsec2.Peer_Ipv4(jsii.String(everywhere))}
		if props.dualstack() && props.public() {
			out = append(out, awsec2.Peer_Ipv6(jsii.String(everywhere6)))
		}
		return out
	}
	var out []awsec2.IPeer
	for _, cidr := range *props.ListenerCidrs {
		if !isTextToken(*cidr) && strings.Contains(*cidr, ":") {
			out = append(out, awsec2.Peer_Ipv6(cidr))
		} else {
			out = append(out, awsec2.Peer_Ipv4(cidr))
		}
	}
	return out
}

// addresses checks by which addresses clients come, and who. The API's page has IPv4
// alone inside a VPC; the guide, which is newer, makes one of both there.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html
func (c *checker) addresses(props *LoadBalancedServiceProps) {
	const path, cidrs = "IpAddressType", "ListenerCidrs"
	if t := props.IpAddressType; t != "" && t != ipv4 && !props.dualstack() {
		c.add(shutdown.Fault{Path: path, Rule: "enum", Given: quote(string(t)), Allowed: "IPV4, DUAL_STACK or DUAL_STACK_WITHOUT_PUBLIC_IPV4", Message: "A load balancer has no such addresses."})
	}
	if props.IpAddressType == withoutPublicIPv4 {
		if !props.public() {
			c.misplaced(path, string(withoutPublicIPv4), "A load balancer inside the VPC has no public address to leave out.", "set IpAddressType to DUAL_STACK", "or remove PublicLoadBalancer")
		}
		if props.AuthenticateCognito != nil || props.AuthenticateOidc != nil {
			c.misplaced(path, string(withoutPublicIPv4), "A load balancer asks the identity provider over IPv4, and without a public IPv4 address every login ends with status 500.",
				"set IpAddressType to DUAL_STACK", "or remove the login")
		}
	}
	for i, cidr := range c.texts(cidrs, props.ListenerCidrs) {
		if isTextToken(cidr) {
			continue // It is taken for one of IPv4.
		}
		switch p, err := netip.ParsePrefix(cidr); {
		case err != nil:
			c.add(shutdown.Fault{Path: index(cidrs, i), Rule: "pattern", Given: quote(cidr), Allowed: "a network such as 10.0.0.0/8 or 2001:db8::/32", Message: cidrs + " has something else than a network."})
		case !p.Addr().Is4() && !props.dualstack():
			c.misplaced(index(cidrs, i), quote(cidr), "The load balancer has IPv4 addresses alone.", "remove it", "or set IpAddressType to DUAL_STACK")
		}
	}
}
