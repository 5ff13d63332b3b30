package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
)

// LoadBalancedServiceProps are the inputs of [NewLoadBalancedService]: those of a
// service, and what its own load balancer needs. The load balancer's part of
// ServiceProps (Listener, Priority, conditions, Rules, Routes and all of a Network
// Load Balancer) may not be set.
type LoadBalancedServiceProps struct {
	// ServiceProps describe the service. Without Cluster a new one is made in Vpc,
	// and without Vpc that is new too. HealthCheckPath is "/health" by default.
	ServiceProps

	// Certificate of the HTTPS listener.
	// Default: a new one for DomainName; with neither there is only HTTP.
	Certificate awscertificatemanager.ICertificate
	// DeletionProtection lets AWS refuse to delete the load balancer.
	// Default: false.
	DeletionProtection *bool
	// DomainName is the name of the service in DomainZone, which gets its record.
	// Default: the load balancer's own name.
	DomainName *string
	// DomainZone is the zone of DomainName.
	// Default: none; required with DomainName.
	DomainZone awsroute53.IHostedZone
	// ListenerCidrs are the networks that may reach the load balancer.
	// Default: everybody.
	ListenerCidrs *[]*string
	// LoadBalancerSubnets are the subnets of the load balancer.
	// Default: public ones, or private ones without PublicLoadBalancer.
	LoadBalancerSubnets *awsec2.SubnetSelection
	// PublicLoadBalancer can be reached from outside the VPC.
	// Default: true.
	PublicLoadBalancer *bool
}
