package parity

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Balanced is a service with a load balancer of its own: the module
// load-balanced-service beside NewLoadBalancedService.
type Balanced struct {
	Case
	Certificate, Internal, DeletionProtection bool
	Domain, BalancerName, Policy, Addresses   string
	Clients                                   []string
	Login                                     *Login
}

// Zone is where the domains of [BalancedCases] stand.
const Zone = "example.com"

// policies are the TLS policies that a case may give, as the CDK calls them.
var policies = map[string]awselasticloadbalancingv2.SslPolicy{"": "", "ELBSecurityPolicy-TLS13-1-3-2021-06": awselasticloadbalancingv2.SslPolicy_TLS13_13}

// addresses are the kinds that a case may give, as the CDK calls them.
var addresses = map[string]awselasticloadbalancingv2.IpAddressType{"": "", "dualstack": awselasticloadbalancingv2.IpAddressType_DUAL_STACK}

// BalancedCases have the load balancer with HTTPS, a redirect and a record in DNS,
// and with plain HTTP inside the VPC.
func BalancedCases() []Balanced {
	return []Balanced{
		{Case: Case{Name: "balanced-https", Profile: "workload: http\nlongest_work: 90\n", Inputs: Inputs{ContainerPort: 8080}},
			Certificate: true, Domain: "shop." + Zone, DeletionProtection: true, BalancerName: ownName + "balancer", Policy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
			Addresses: "dualstack", Login: &Login{Seconds: 3600}},
		{Case: Case{Name: "balanced-http", Profile: "workload: http\nlongest_work: 10\n", Inputs: Inputs{ContainerPort: 8080}},
			Internal: true, Clients: []string{"10.0.0.0/8", "192.168.0.0/16"}},
	}
}

// Module gives the case as the arguments of the Terraform module.
func (b Balanced) Module(source string, s Surroundings) (map[string]any, error) {
	m, err := b.Case.Module(source, s)
	if err != nil {
		return nil, err
	}
	a := arguments(m)
	a["public_subnet_ids"] = s.Subnets
	if b.Login != nil {
		alb := arguments{}
		b.Login.arguments(alb)
		a["alb"] = alb
	}
	a.set("certificate", map[string]any{"arn": s.Certificate}, b.Certificate)
	a["cluster"] = map[string]any{"arn": s.ClusterARN}
	delete(a, "cluster_arn")
	a.set("internal", true, b.Internal)
	a.set("deletion_protection", true, b.DeletionProtection)
	a.set("client_cidrs", b.Clients, len(b.Clients) > 0)
	a.word("load_balancer_name", b.BalancerName)
	a.word("ssl_policy", b.Policy)
	a.word("ip_address_type", b.Addresses)
	a.set("domain", map[string]any{"name": b.Domain, "zone_id": s.ZoneID}, b.Domain != "")
	return m, nil
}

// Synthesise gives the case to the CDK construct.
func (b Balanced) Synthesise(s Surroundings) (map[string]any, error) {
	p, err := b.profile()
	if err != nil {
		return nil, err
	}
	return synthesise(b.Name, func(stack awscdk.Stack) {
		props := &gracefulecs.LoadBalancedServiceProps{ServiceProps: *b.props(stack, s), DomainName: word(b.Domain), ListenerCidrs: words(b.Clients), DeletionProtection: toggle(b.DeletionProtection)}
		props.Profile = p
		props.LoadBalancerName, props.SslPolicy = word(b.BalancerName), policies[b.Policy]
		props.IpAddressType = addresses[b.Addresses]
		props.AuthenticateOidc = b.Login.oidc()
		if b.Internal {
			props.PublicLoadBalancer = jsii.Bool(false)
		}
		if b.Certificate {
			props.Certificate = awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), &s.Certificate)
		}
		if b.Domain != "" {
			props.DomainZone = awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{HostedZoneId: &s.ZoneID, ZoneName: jsii.String(Zone)})
		}
		gracefulecs.NewLoadBalancedService(stack, jsii.String("Service"), props)
	})
}
