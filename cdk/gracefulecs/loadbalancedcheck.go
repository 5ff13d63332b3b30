package gracefulecs

import (
	"net/netip"
	"regexp"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var domainName = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$`)

var balancerName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$`)

// maxCertificateName is what ACM takes as the first name of a certificate.
// https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
const maxCertificateName = 64

// domain checks the name of the service and that it stands in its zone.
func (c *checker) domain(props *LoadBalancedServiceProps) {
	if (props.DomainName == nil) != (props.DomainZone == nil) {
		path := map[bool]string{true: "DomainName", false: "DomainZone"}[props.DomainName == nil]
		c.missing(path, "both DomainName and DomainZone", "A name needs the zone that it stands in.", "set "+path)
		return
	}
	if props.DomainName == nil {
		return
	}
	name := *props.DomainName
	if isTextToken(name) {
		c.add(tokenFault("DomainName", "the whole name of the service"))
		return
	}
	if !domainName.MatchString(name) {
		c.add(shutdown.Fault{Path: "DomainName", Rule: "pattern", Given: quote(name), Allowed: "a whole name such as shop.example.com, without a dot at its end", Message: "DomainName is not a name."})
		return
	}
	if len(name) > maxCertificateName && props.Certificate == nil {
		c.add(shutdown.Fault{Path: "DomainName", Rule: "range", Given: quote(name), Allowed: "at most 64 characters", Message: "A certificate's first name has no more.", WaysOut: []string{"set Certificate to one that holds the name"}})
	}
	zone, known := zoneName(props.DomainZone)
	switch {
	case !known:
		c.missing("DomainZone", "a zone whose name is known", "The zone is imported without its name.", "import it with HostedZone_FromHostedZoneAttributes")
	case !isTextToken(zone) && name != zone && !strings.HasSuffix(name, "."+zone):
		c.add(shutdown.Fault{Path: "DomainName", Rule: "enum", Given: quote(name), Allowed: "a name in the zone " + quote(zone), Message: "The record would get another name than the certificate."})
	}
}

// zoneName is the name of a zone; one that is imported by its id alone has none.
func zoneName(zone awsroute53.IHostedZone) (name string, known bool) {
	defer func() { _ = recover() }()
	return strings.TrimSuffix(*zone.ZoneName(), "."), true
}

// networks reads a list of IPv4 networks.
func (c *checker) networks(path string, list *[]*string) []string {
	cidrs := c.texts(path, list)
	for i, cidr := range cidrs {
		if p, err := netip.ParsePrefix(cidr); !isTextToken(cidr) && (err != nil || !p.Addr().Is4()) {
			c.add(shutdown.Fault{Path: index(path, i), Rule: "pattern", Given: quote(cidr), Allowed: "an IPv4 network such as 10.0.0.0/8", Message: path + " has something else than a network."})
		}
	}
	return cidrs
}

// reach checks who can come to the load balancer, and how.
func (c *checker) reach(props *LoadBalancedServiceProps) {
	c.addresses(props)
	if name := deref(props.LoadBalancerName); props.LoadBalancerName != nil && !isTextToken(name) && (!balancerName.MatchString(name) || strings.HasPrefix(name, "internal-")) {
		c.add(shutdown.Fault{Path: "LoadBalancerName", Rule: "pattern", Given: quote(name), Allowed: "1 to 32 letters, digits and hyphens, none at either end, and not internal- at the start",
			Message: "A load balancer has no such name."})
	}
	if props.SslPolicy != "" && props.Certificate == nil && props.DomainName == nil {
		c.misplaced("SslPolicy", string(props.SslPolicy), "Only a listener with HTTPS has one.", "set Certificate", "or set DomainName and DomainZone")
	}
	if props.ProtocolVersion == awselasticloadbalancingv2.ApplicationProtocolVersion_GRPC && props.Certificate == nil && props.DomainName == nil {
		c.misplaced("ProtocolVersion", "GRPC", "gRPC needs a listener with HTTPS.", "set Certificate", "or set DomainName and DomainZone")
	}
	if props.Certificate == nil && props.DomainName == nil {
		for _, path := range present(map[string]bool{"AuthenticateCognito": props.AuthenticateCognito != nil, "AuthenticateOidc": props.AuthenticateOidc != nil}) {
			c.misplaced(path, "a value", "A login needs a listener with HTTPS.", "set Certificate", "or set DomainName and DomainZone")
		}
	}
	vpc := props.Vpc
	if vpc == nil && props.Cluster != nil {
		vpc = vpcOf(props.Cluster)
	}
	if props.public() && vpc != nil && props.LoadBalancerSubnets == nil && len(*vpc.PublicSubnets()) == 0 {
		c.missing("LoadBalancerSubnets", "subnets of the load balancer", "The VPC has no public subnets.", "set LoadBalancerSubnets", "or set PublicLoadBalancer to false")
	}
	c.selected("LoadBalancerSubnets", vpc, props.LoadBalancerSubnets)
}
