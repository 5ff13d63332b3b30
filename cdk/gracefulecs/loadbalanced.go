package gracefulecs

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53targets"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// LoadBalancedService is a service with a load balancer of its own.
type LoadBalancedService interface {
	constructs.Construct
	awsec2.IConnectable
	awsiam.IGrantable

	// Cluster runs the service.
	Cluster() awsecs.ICluster
	// Listener is the one that the service has its rule on.
	Listener() awselasticloadbalancingv2.ApplicationListener
	// LoadBalancer takes the requests.
	LoadBalancer() awselasticloadbalancingv2.ApplicationLoadBalancer
	// Service has every construct of the service itself.
	Service() Service
	// Url is where the service is reached. It is an output of the stack too.
	Url() *string
}

type loadBalancedService struct {
	constructs.Construct

	cluster      awsecs.ICluster
	listener     awselasticloadbalancingv2.ApplicationListener
	loadBalancer awselasticloadbalancingv2.ApplicationLoadBalancer
	service      Service
	url          *string
}

const (
	loadBalancedHealthCheckPath = "/health"
	everywhere, everywhere6     = "0.0.0.0/0", "::/0"
)

// NewLoadBalancedService adds a service to scope together with an Application Load
// Balancer: HTTPS with a certificate or a domain, and a redirect from HTTP. The
// load balancer's idle timeout is that of the profile. It panics with every fault
// of the props at once before anything is added; use [ValidateLoadBalanced] to get
// them as an error.
func NewLoadBalancedService(scope constructs.Construct, id *string, props *LoadBalancedServiceProps) LoadBalancedService {
	settings, err := checkLoadBalanced(props)
	if err != nil {
		panic(fmt.Errorf("gracefulecs: service %q cannot be built:\n\n%w", deref(id), err))
	}
	s := &loadBalancedService{}
	constructs.NewConstruct_Override(s, scope, id)
	p := props.ServiceProps
	s.addCluster(&p)
	s.addLoadBalancer(props, &p, settings)
	p.Listener, p.Priority, p.PathPatterns = s.listener, jsii.Number(1), jsii.Strings("/*")
	p.ContainerPort = loadBalancedPort(&p)
	if p.HealthCheckPath == nil {
		p.HealthCheckPath = jsii.String(loadBalancedHealthCheckPath)
	}
	s.service = NewService(s, jsii.String("Service"), &p)
	if props.Cluster == nil {
		// The cluster's capacity providers come before the service, and go after it.
		s.service.FargateService().Node().AddDependency(s.cluster)
	}
	awscdk.NewCfnOutput(s, jsii.String("Url"), &awscdk.CfnOutputProps{Value: s.url})
	return s
}

// ValidateLoadBalanced returns every fault of the props, or nil. The error is a
// [shutdown.Faults]. It adds nothing to the app.
func ValidateLoadBalanced(props *LoadBalancedServiceProps) error {
	_, err := checkLoadBalanced(props)
	return err
}

// checkLoadBalanced checks the props as far as they are the caller's, and computes
// the settings.
func checkLoadBalanced(props *LoadBalancedServiceProps) (shutdown.Settings, error) {
	if props == nil {
		return shutdown.Settings{}, shutdown.Faults{{Path: "props", Rule: "required", Allowed: "*LoadBalancedServiceProps", Message: "The props must not be nil."}}
	}
	p := props.ServiceProps
	var c checker
	given := map[string]bool{"Listener": p.Listener != nil, "Priority": p.Priority != nil, "PathPatterns": p.PathPatterns != nil, "HostHeaders": p.HostHeaders != nil,
		"Conditions": p.Conditions != nil, "Routes": p.Routes != nil, "Rules": p.Rules != nil, "TestListener": p.TestListener != nil}
	for _, path := range present(given) {
		c.misplaced(path, "a value", path+" belongs to a service on a listener of yours; this one has its own load balancer.", "remove "+path, "or use NewService")
	}
	c.domain(props)
	c.reach(props)
	proven, err := shutdown.Prove(scaledTo(p.Profile, p.Autoscaling))
	settings := shutdown.Settings{}
	if err == nil {
		settings = proven.Explained()
	}
	balancer := map[string]bool{"Cluster": true, "Listener": true} // The listener is made here, and the cluster may be.
	if err == nil && settings.LoadBalancer != shutdown.ALB {
		c.add(shutdown.Fault{Path: "load_balancer", Rule: "enum", Given: quote(string(settings.LoadBalancer)), Allowed: "alb",
			Message: "This construct makes an Application Load Balancer.", WaysOut: []string{"set the profile's load_balancer to alb", "or use NewService"}})
		for _, path := range []string{"Priority", "PathPatterns", "NetworkLoadBalancer", "ListenerPort", "ClientCidrs"} {
			balancer[path] = true
		}
	}
	p.Listener, p.Priority, p.PathPatterns, p.HostHeaders = nil, jsii.Number(1), jsii.Strings("/*"), nil
	p.ContainerPort = loadBalancedPort(&p)
	p.Conditions, p.Routes, p.Rules, p.TestListener = nil, nil, nil, nil
	_, others := newPlan(&p)
	var faults shutdown.Faults
	if errors.As(others, &faults) {
		faults = slices.DeleteFunc(faults, func(f shutdown.Fault) bool { return balancer[f.Path] && (f.Rule == "required" || f.Rule == "type") })
		c.faults = append(faults, c.faults...)
	}
	if len(c.faults) > 0 {
		return shutdown.Settings{}, c.faults
	}
	return settings, nil
}

// loadBalancedPort is the app's port: 80 where nothing is said, as in CDK's own
// pattern. Behind a front nobody from outside comes to the app.
func loadBalancedPort(p *ServiceProps) *float64 {
	if p.ContainerPort == nil && p.Front == nil {
		return jsii.Number(80)
	}
	return p.ContainerPort
}

// addCluster adds what the caller has not brought.
func (s *loadBalancedService) addCluster(p *ServiceProps) {
	if p.Cluster == nil {
		if p.Vpc == nil {
			p.Vpc = awsec2.NewVpc(s, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2)})
		}
		p.Cluster = awsecs.NewCluster(s, jsii.String("Cluster"), &awsecs.ClusterProps{Vpc: p.Vpc, EnableFargateCapacityProviders: jsii.Bool(true)})
	}
	s.cluster = p.Cluster
}

func (s *loadBalancedService) addLoadBalancer(props *LoadBalancedServiceProps, p *ServiceProps, settings shutdown.Settings) {
	vpc := p.Vpc
	if vpc == nil {
		vpc = p.Cluster.Vpc()
	}
	clients := awsec2.NewSecurityGroup(s, jsii.String("Clients"), &awsec2.SecurityGroupProps{
		Vpc: vpc, AllowAllOutbound: jsii.Bool(false), Description: jsii.String((&plan{name: *p.ServiceName}).described() + ": clients of the load balancer"),
	})
	s.loadBalancer = awselasticloadbalancingv2.NewApplicationLoadBalancer(s, jsii.String("LoadBalancer"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{
		Vpc:                     vpc,
		InternetFacing:          jsii.Bool(props.public()),
		IpAddressType:           props.IpAddressType,
		IdleTimeout:             awscdk.Duration_Seconds(jsii.Number(*settings.IdleTimeout)),
		DeletionProtection:      jsii.Bool(deref(props.DeletionProtection)),
		DropInvalidHeaderFields: jsii.Bool(true),
		LoadBalancerName:        props.LoadBalancerName,
		SecurityGroup:           clients,
		VpcSubnets:              props.LoadBalancerSubnets,
	})
	certificate := props.Certificate
	if certificate == nil && props.DomainName != nil {
		certificate = awscertificatemanager.NewCertificate(s, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
			DomainName: props.DomainName, Validation: awscertificatemanager.CertificateValidation_FromDns(props.DomainZone)})
	}
	nothing := awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(404), &awselasticloadbalancingv2.FixedResponseOptions{ContentType: jsii.String("text/plain")})
	scheme, host := "http", s.loadBalancer.LoadBalancerDnsName()
	if certificate == nil {
		s.listener = s.addListener(props, "Http", 80, awselasticloadbalancingv2.ApplicationProtocol_HTTP, nil, nothing)
	} else {
		scheme = "https"
		s.listener = s.addListener(props, "Https", 443, awselasticloadbalancingv2.ApplicationProtocol_HTTPS, certificate, nothing)
		s.addListener(props, "Http", 80, awselasticloadbalancingv2.ApplicationProtocol_HTTP, nil, awselasticloadbalancingv2.ListenerAction_Redirect(
			&awselasticloadbalancingv2.RedirectOptions{Port: jsii.String("443"), Protocol: jsii.String("HTTPS"), Permanent: jsii.Bool(true)}))
	}
	if props.DomainName != nil {
		host = props.DomainName
		awsroute53.NewARecord(s, jsii.String("Record"), &awsroute53.ARecordProps{Zone: props.DomainZone, RecordName: props.DomainName,
			Target: awsroute53.RecordTarget_FromAlias(awsroute53targets.NewLoadBalancerTarget(s.loadBalancer, &healthyAlias{}))})
		if props.dualstack() {
			awsroute53.NewAaaaRecord(s, jsii.String("Ipv6Record"), &awsroute53.AaaaRecordProps{Zone: props.DomainZone, RecordName: props.DomainName,
				Target: awsroute53.RecordTarget_FromAlias(awsroute53targets.NewLoadBalancerTarget(s.loadBalancer, &healthyAlias{}))})
		}
	}
	s.url = jsii.String(scheme + "://" + *host)
}

// healthyAlias lets DNS leave out a load balancer that has no healthy target.
type healthyAlias struct{}

func (*healthyAlias) EvaluateTargetHealth() *bool { return jsii.Bool(true) }

func (*healthyAlias) HostedZoneId() *string { return nil }

func (s *loadBalancedService) addListener(props *LoadBalancedServiceProps, id string, port int, protocol awselasticloadbalancingv2.ApplicationProtocol,
	certificate awscertificatemanager.ICertificate, action awselasticloadbalancingv2.ListenerAction,
) awselasticloadbalancingv2.ApplicationListener {
	listener := &awselasticloadbalancingv2.BaseApplicationListenerProps{Port: jsii.Number(port), Protocol: protocol, DefaultAction: action, Open: jsii.Bool(false)}
	if certificate != nil {
		listener.Certificates = &[]awselasticloadbalancingv2.IListenerCertificate{certificate}
		listener.SslPolicy = awselasticloadbalancingv2.SslPolicy_RECOMMENDED_TLS
		if props.SslPolicy != "" {
			listener.SslPolicy = props.SslPolicy
		}
	}
	for _, client := range props.clients() {
		s.loadBalancer.Connections().AllowFrom(client, awsec2.Port_Tcp(jsii.Number(port)), jsii.String("Clients"))
	}
	return s.loadBalancer.AddListener(&id, listener)
}

func (s *loadBalancedService) Cluster() awsecs.ICluster { return s.cluster }

func (s *loadBalancedService) Connections() awsec2.Connections { return s.service.Connections() }

func (s *loadBalancedService) GrantPrincipal() awsiam.IPrincipal { return s.service.GrantPrincipal() }

func (s *loadBalancedService) Listener() awselasticloadbalancingv2.ApplicationListener {
	return s.listener
}

func (s *loadBalancedService) LoadBalancer() awselasticloadbalancingv2.ApplicationLoadBalancer {
	return s.loadBalancer
}

func (s *loadBalancedService) Service() Service { return s.service }

func (s *loadBalancedService) Url() *string { return s.url }
