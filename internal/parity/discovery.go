package parity

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsservicediscovery"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Registry is the surroundings' Cloud Map service; one with a Port has SRV records.
type Registry struct{ Port, TTL int }

// Connect is Service Connect: what others call, or nothing.
type Connect struct {
	Namespace string
	AccessLog string // Its format, with query parameters.
	Splunk    string // Where the proxy logs instead.
	Services  map[string]Connected
}

// Connected is a port that others call.
type Connected struct {
	Protocol, Discovery, DNS  string
	Container, Port, Override int
	Authority, Key, Role      string
	Test                      *TestHeader
}

// TestHeader is what the calls of test traffic have.
type TestHeader struct{ Name, Value string }

func (c Case) discovery(m arguments, s Surroundings) {
	if r := c.Registry; r != nil {
		registry := arguments{"arn": s.Registry}
		registry.number("container_port", r.Port)
		registry.number("dns_ttl", r.TTL)
		m["service_registry"] = registry
	}
	if c.Connect == nil {
		return
	}
	connect := arguments{}
	connect.word("namespace", c.Connect.Namespace)
	connect.set("access_log_configuration", map[string]any{"format": c.Connect.AccessLog, "include_query_parameters": true}, c.Connect.AccessLog != "")
	connect.set("log_configuration", map[string]any{"log_driver": "splunk", "options": map[string]string{"splunk-url": c.Connect.Splunk}, "secret_options": map[string]string{"splunk-token": s.SecretARN}}, c.Connect.Splunk != "")
	services := map[string]any{}
	for name, given := range c.Connect.Services {
		v, alias := arguments{}, arguments{}
		v.word("app_protocol", given.Protocol)
		v.word("discovery_name", given.Discovery)
		v.number("container_port", given.Container)
		v.number("ingress_port_override", given.Override)
		alias.word("dns_name", given.DNS)
		alias.number("port", given.Port)
		if h := given.Test; h != nil {
			alias["test_traffic_rules"] = map[string]any{"header": map[string]any{"name": h.Name, "value": map[string]any{"exact": h.Value}}}
		}
		v.set("client_alias", alias, len(alias) > 0)
		if given.Authority != "" {
			tls := arguments{"aws_pca_authority_arn": given.Authority}
			tls.word("kms_key", given.Key)
			tls.word("role_arn", given.Role)
			v["tls"] = tls
		}
		services[name] = v
	}
	connect.set("services", services, len(services) > 0)
	m["service_connect"] = connect
}

func (c Case) discoveryProps(p *gracefulecs.ServiceProps, stack awscdk.Stack, s Surroundings) {
	if r := c.Registry; r != nil {
		kind := awsservicediscovery.DnsRecordType_A
		if r.Port != 0 {
			kind = awsservicediscovery.DnsRecordType_SRV
		}
		p.CloudMap = &gracefulecs.CloudMapProps{ContainerPort: number(r.Port), Service: awsservicediscovery.Service_FromServiceAttributes(stack, jsii.String("Registry"), &awsservicediscovery.ServiceAttributes{
			ServiceArn: &s.Registry, ServiceId: jsii.String("srv-0123456789abcdef"), ServiceName: jsii.String("parity"),
			DnsRecordType: kind, RoutingPolicy: awsservicediscovery.RoutingPolicy_MULTIVALUE,
			Namespace: awsservicediscovery.PrivateDnsNamespace_FromPrivateDnsNamespaceAttributes(stack, jsii.String("Namespace"),
				&awsservicediscovery.PrivateDnsNamespaceAttributes{NamespaceArn: jsii.String("arn:aws:servicediscovery:" + Region + ":" + Account + ":namespace/ns-1"),
					NamespaceId: jsii.String("ns-1"), NamespaceName: jsii.String("internal")}),
		})}
		if r.TTL != 0 {
			p.CloudMap.DnsTtl = awscdk.Duration_Seconds(jsii.Number(r.TTL))
		}
	}
	if c.Connect == nil {
		return
	}
	connect := &gracefulecs.ServiceConnectProps{Namespace: word(c.Connect.Namespace)}
	if format := c.Connect.AccessLog; format != "" {
		connect.AccessLogConfiguration = &awsecs.ServiceConnectAccessLogConfiguration{Format: awsecs.ServiceConnectAccessLogFormat(format), IncludeQueryParameters: jsii.Bool(true)}
	}
	if url := c.Connect.Splunk; url != "" {
		token := awssecretsmanager.Secret_FromSecretCompleteArn(stack, jsii.String("Token"), &s.SecretARN)
		connect.LogDriver = awsecs.LogDrivers_Splunk(&awsecs.SplunkLogDriverProps{Url: &url, SecretToken: awsecs.Secret_FromSecretsManager(token, nil)})
	}
	services := map[string]*gracefulecs.ServiceConnectServiceProps{}
	for name, given := range c.Connect.Services {
		v := &gracefulecs.ServiceConnectServiceProps{AppProtocol: word(given.Protocol), ContainerPort: number(given.Container), DiscoveryName: word(given.Discovery),
			DnsName: word(given.DNS), IngressPortOverride: number(given.Override), Port: number(given.Port)}
		if given.Authority != "" {
			v.Tls = &awsecs.ServiceConnectTlsConfiguration{AwsPcaAuthorityArn: word(given.Authority),
				KmsKey: awskms.Key_FromKeyArn(stack, jsii.String("Key"), &given.Key), Role: awsiam.Role_FromRoleArn(stack, jsii.String("Tls"), &given.Role, nil)}
		}
		if h := given.Test; h != nil {
			v.TestTrafficRules = &gracefulecs.ServiceConnectTestTrafficProps{HeaderName: &h.Name, HeaderValue: &h.Value}
		}
		services[name] = v
	}
	if len(services) > 0 {
		connect.Services = &services
	}
	p.ServiceConnect = connect
}
