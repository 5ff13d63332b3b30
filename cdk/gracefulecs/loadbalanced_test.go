package gracefulecs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// least are the fewest props with which a service with a load balancer is built.
func least() *gracefulecs.LoadBalancedServiceProps {
	return &gracefulecs.LoadBalancedServiceProps{ServiceProps: gracefulecs.ServiceProps{
		Image:         awsecs.ContainerImage_FromRegistry(jsii.String("registry.example.com/app:1"), nil),
		Profile:       shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(90)},
		ServiceName:   jsii.String("shop"),
		ContainerPort: jsii.Number(8080),
	}}
}

func zone(w world) awsroute53.IHostedZone {
	return awsroute53.HostedZone_FromHostedZoneAttributes(w.stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{HostedZoneId: jsii.String("Z1"), ZoneName: jsii.String("example.com")})
}

func privateVpc(w world) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(w.stack, jsii.String("Private"), &awsec2.VpcAttributes{VpcId: jsii.String("vpc-1"),
		AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b"), PrivateSubnetIds: jsii.Strings("subnet-1", "subnet-2")})
}

func certificate(w world) awscertificatemanager.ICertificate {
	return awscertificatemanager.Certificate_FromCertificateArn(w.stack, jsii.String("Certificate"), jsii.String("arn:aws:acm:eu-west-1:123456789012:certificate/1"))
}

func TestNewLoadBalancedService(t *testing.T) {
	tests := map[string]struct {
		set       func(w world, p *gracefulecs.LoadBalancedServiceProps)
		listeners []string // PORT PROTOCOL ACTION
		url       string   // Its beginning.
		resources map[string]float64
	}{
		"plain": {func(world, *gracefulecs.LoadBalancedServiceProps) {}, []string{"80 HTTP fixed-response"}, "http://",
			map[string]float64{"AWS::EC2::VPC": 1, "AWS::ECS::Cluster": 1, "AWS::ECS::Service": 1, "AWS::CertificateManager::Certificate": 0, "AWS::Route53::RecordSet": 0}},
		"a certificate": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.Certificate, p.Cluster = certificate(w), w.cluster
		},
			[]string{"443 HTTPS fixed-response", "80 HTTP redirect"}, "https://", map[string]float64{"AWS::EC2::VPC": 0, "AWS::ECS::Cluster": 0, "AWS::CertificateManager::Certificate": 0}},
		"a domain": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone, p.Vpc = jsii.String("shop.example.com"), zone(w), w.vpc
		}, []string{"443 HTTPS fixed-response", "80 HTTP redirect"}, "https://shop.example.com",
			map[string]float64{"AWS::EC2::VPC": 0, "AWS::ECS::Cluster": 1, "AWS::CertificateManager::Certificate": 1, "AWS::Route53::RecordSet": 1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, p := newWorld(), least()
			tt.set(w, p)
			if err := gracefulecs.ValidateLoadBalanced(p); err != nil {
				t.Fatal(err)
			}
			s := gracefulecs.NewLoadBalancedService(w.stack, jsii.String("Shop"), p)
			if p.Listener != nil || p.HealthCheckPath != nil {
				t.Error("the caller's props are changed")
			}
			template := assertions.Template_FromStack(w.stack, nil)
			for kind, n := range tt.resources {
				template.ResourceCountIs(jsii.String(kind), jsii.Number(n))
			}
			var got []string
			for _, r := range w.template(t).all("AWS::ElasticLoadBalancingV2::Listener") {
				v := r.Properties
				actions, _ := v["DefaultActions"].([]any)
				action, _ := actions[0].(map[string]any)
				got = append(got, fmt.Sprint(v["Port"], " ", v["Protocol"], " ", action["Type"]))
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.listeners, got); diff != "" {
				t.Errorf("listeners mismatch (-want +got):\n%s", diff)
			}
			template.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::LoadBalancer"), map[string]any{
				"Scheme":                 "internet-facing",
				"LoadBalancerAttributes": assertions.Match_ArrayWith(&[]any{map[string]any{"Key": "idle_timeout.timeout_seconds", "Value": "95"}}),
			})
			template.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::TargetGroup"), map[string]any{"HealthCheckPath": "/health"})
			outputs, err := json.Marshal(template.FindOutputs(jsii.String("*"), nil))
			if err != nil || strings.Count(string(outputs), `"Value":`) != 1 || !strings.Contains(string(outputs), `"`+tt.url) {
				t.Errorf("the outputs are %s, error %v; want the address alone, which begins with %s", outputs, err, tt.url)
			}
			service := w.template(t).all("AWS::ECS::Service")
			for id := range w.template(t).all("AWS::ECS::ClusterCapacityProviderAssociations") {
				for _, r := range service {
					if !slices.Contains(r.DependsOn, id) {
						t.Errorf("the service does not wait for the cluster's capacity providers: %v", r.DependsOn)
					}
				}
			}
			if s.Cluster() == nil || s.Listener() == nil || s.LoadBalancer() == nil || s.Service().ListenerRule() == nil {
				t.Error("a getter gives nothing")
			}
		})
	}
}

func TestNewLoadBalancedService_clients(t *testing.T) {
	w, p := newWorld(), least()
	p.Cluster, p.ListenerCidrs, p.PublicLoadBalancer = w.cluster, jsii.Strings("10.0.0.0/8"), jsii.Bool(false)
	gracefulecs.NewLoadBalancedService(w.stack, jsii.String("Shop"), p)
	template := assertions.Template_FromStack(w.stack, nil)
	template.HasResourceProperties(jsii.String("AWS::EC2::SecurityGroup"), map[string]any{
		"SecurityGroupIngress": []any{map[string]any{"CidrIp": "10.0.0.0/8", "Description": "Clients", "FromPort": 80, "ToPort": 80, "IpProtocol": "tcp"}}})
	template.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::LoadBalancer"), map[string]any{"Scheme": "internal"})
}

// Clients of IPv6 have a way in and a name wherever the load balancer has addresses for
// them.
func TestNewLoadBalancedService_dualstack(t *testing.T) {
	w, p := newWorld(), least()
	p.Cluster, p.IpAddressType = w.cluster, awselasticloadbalancingv2.IpAddressType_DUAL_STACK
	p.DomainName, p.DomainZone, p.Certificate = jsii.String("shop.example.com"), zone(w), certificate(w)
	gracefulecs.NewLoadBalancedService(w.stack, jsii.String("Shop"), p)
	template := assertions.Template_FromStack(w.stack, nil)
	template.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::LoadBalancer"), map[string]any{"IpAddressType": "dualstack"})
	template.HasResourceProperties(jsii.String("AWS::Route53::RecordSet"), map[string]any{"Name": "shop.example.com.", "Type": "A"})
	template.HasResourceProperties(jsii.String("AWS::Route53::RecordSet"), map[string]any{"Name": "shop.example.com.", "Type": "AAAA"})
	template.HasResourceProperties(jsii.String("AWS::EC2::SecurityGroup"), map[string]any{"SecurityGroupIngress": []any{
		map[string]any{"CidrIp": "0.0.0.0/0", "Description": "Clients", "FromPort": 443, "ToPort": 443, "IpProtocol": "tcp"},
		map[string]any{"CidrIpv6": "::/0", "Description": "Clients", "FromPort": 443, "ToPort": 443, "IpProtocol": "tcp"},
		map[string]any{"CidrIp": "0.0.0.0/0", "Description": "Clients", "FromPort": 80, "ToPort": 80, "IpProtocol": "tcp"},
		map[string]any{"CidrIpv6": "::/0", "Description": "Clients", "FromPort": 80, "ToPort": 80, "IpProtocol": "tcp"}}})

	w, p = newWorld(), least()
	p.Cluster, p.IpAddressType, p.PublicLoadBalancer = w.cluster, awselasticloadbalancingv2.IpAddressType_DUAL_STACK, jsii.Bool(false)
	gracefulecs.NewLoadBalancedService(w.stack, jsii.String("Shop"), p)
	assertions.Template_FromStack(w.stack, nil).HasResourceProperties(jsii.String("AWS::EC2::SecurityGroup"), map[string]any{"SecurityGroupIngress": []any{
		map[string]any{"CidrIp": "0.0.0.0/0", "Description": "Clients", "FromPort": 80, "ToPort": 80, "IpProtocol": "tcp"}}})
}

// Who says no port gets CDK's own default, but not beside a front.
func TestNewLoadBalancedService_port(t *testing.T) {
	w, p := newWorld(), least()
	p.Cluster, p.ContainerPort = w.cluster, nil
	gracefulecs.NewLoadBalancedService(w.stack, jsii.String("Shop"), p)
	assertions.Template_FromStack(w.stack, nil).HasResourceProperties(jsii.String("AWS::ECS::Service"),
		map[string]any{"LoadBalancers": []any{map[string]any{"ContainerName": "app", "ContainerPort": 80, "TargetGroupArn": assertions.Match_AnyValue()}}})

	w, p = newWorld(), least()
	p.Cluster, p.ContainerPort = w.cluster, nil
	p.Profile.Front = &shutdown.Front{Name: "proxy"}
	p.Front = &gracefulecs.FrontProps{Image: p.Image, Port: jsii.Number(80)}
	gracefulecs.NewLoadBalancedService(w.stack, jsii.String("Shop"), p)
	assertions.Template_FromStack(w.stack, nil).HasResourceProperties(jsii.String("AWS::ECS::Service"),
		map[string]any{"LoadBalancers": []any{map[string]any{"ContainerName": "proxy", "ContainerPort": 80, "TargetGroupArn": assertions.Match_AnyValue()}}})
}

func TestNewLoadBalancedService_nameAndPolicy(t *testing.T) {
	w, p := newWorld(), least()
	p.Cluster, p.Certificate, p.LoadBalancerName, p.SslPolicy = w.cluster, certificate(w), jsii.String("shop"), awselasticloadbalancingv2.SslPolicy_TLS13_13
	gracefulecs.NewLoadBalancedService(w.stack, jsii.String("Shop"), p)
	template := assertions.Template_FromStack(w.stack, nil)
	template.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::LoadBalancer"), map[string]any{"Name": "shop"})
	template.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::Listener"), map[string]any{"Port": 443, "SslPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06"})
}

func TestValidateLoadBalanced(t *testing.T) {
	tests := map[string]struct {
		set  func(w world, p *gracefulecs.LoadBalancedServiceProps)
		want [][2]string
	}{
		"sound":      {func(world, *gracefulecs.LoadBalancedServiceProps) {}, nil},
		"a listener": {func(w world, p *gracefulecs.LoadBalancedServiceProps) { p.Listener = w.listener() }, [][2]string{{"Listener", "type"}}},
		"path and host": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.PathPatterns, p.HostHeaders = jsii.Strings("/a"), jsii.Strings("a.example.com")
		}, [][2]string{{"HostHeaders", "type"}, {"PathPatterns", "type"}}},
		"further rules and ways": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.Rules, p.Routes, p.Conditions = &[]*ruleProps{furtherRule()}, &[]*routeProps{route(w)}, everyCondition()
		}, [][2]string{{"Conditions", "type"}, {"Routes", "type"}, {"Rules", "type"}}},
		"a test listener": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.Profile.Strategy, p.TestListener = shutdown.BlueGreen, &gracefulecs.TestListenerProps{Listener: w.listener(), Priority: n(1), PathPatterns: jsii.Strings("/*")}
		}, [][2]string{{"TestListener", "type"}}},
		"names of a new cluster": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.ServiceConnect = &gracefulecs.ServiceConnectProps{}
		}, [][2]string{{"ServiceConnect.Namespace", "required"}}},
		"no such subnets": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.Vpc, p.LoadBalancerSubnets = w.vpc, &awsec2.SubnetSelection{SubnetGroupName: jsii.String("nope")}
		}, [][2]string{{"LoadBalancerSubnets", "enum"}}},
		"a domain without a zone": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) { p.DomainName = jsii.String("a.example.com") }, [][2]string{{"DomainZone", "required"}}},
		"a zone without a domain": {func(w world, p *gracefulecs.LoadBalancedServiceProps) { p.DomainZone = zone(w) }, [][2]string{{"DomainName", "required"}}},
		"no image":                {func(_ world, p *gracefulecs.LoadBalancedServiceProps) { p.Image = nil }, [][2]string{{"Image", "required"}}},
		"another load balancer":   {func(_ world, p *gracefulecs.LoadBalancedServiceProps) { p.Profile.LoadBalancer = shutdown.NLB }, [][2]string{{"load_balancer", "enum"}}},
		"a faulty profile":        {func(_ world, p *gracefulecs.LoadBalancedServiceProps) { p.Profile.LongestWork = new(0) }, [][2]string{{"longest_work", "range"}}},
		"another load balancer and no image": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.Profile.LoadBalancer, p.Image = shutdown.NLB, nil
		}, [][2]string{{"Image", "required"}, {"load_balancer", "enum"}}},
		"clients of IPv6": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.ListenerCidrs = jsii.Strings("10.0.0.0/8", "::/0")
		}, [][2]string{{"ListenerCidrs[1]", "type"}}},
		"clients of both": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.ListenerCidrs, p.IpAddressType = jsii.Strings("10.0.0.0/8", "2001:db8::/32"), awselasticloadbalancingv2.IpAddressType_DUAL_STACK
		}, nil},
		"no such addresses": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) { p.IpAddressType = "IPV6" }, [][2]string{{"IpAddressType", "enum"}}},
		"inside, with both": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.IpAddressType, p.PublicLoadBalancer = awselasticloadbalancingv2.IpAddressType_DUAL_STACK, jsii.Bool(false)
		}, nil},
		"inside, without a public one": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.IpAddressType, p.PublicLoadBalancer = awselasticloadbalancingv2.IpAddressType_DUAL_STACK_WITHOUT_PUBLIC_IPV4, jsii.Bool(false)
		}, [][2]string{{"IpAddressType", "type"}}},
		"a login without a public IPv4": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.IpAddressType, p.Certificate, p.AuthenticateOidc = awselasticloadbalancingv2.IpAddressType_DUAL_STACK_WITHOUT_PUBLIC_IPV4, certificate(w), oidc(func(*awselasticloadbalancingv2.AuthenticateOidcOptions) {})
		}, [][2]string{{"IpAddressType", "type"}}},
		"clients by a word": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.ListenerCidrs = jsii.Strings("10.0.0.0/8", "office")
		}, [][2]string{{"ListenerCidrs[1]", "pattern"}}},
		"an address": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) { p.ListenerCidrs = jsii.Strings("10.0.0.1") }, [][2]string{{"ListenerCidrs[0]", "pattern"}}},
		"the zone's own name": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = jsii.String("example.com"), zone(w)
		}, nil},
		"a name of 64": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = jsii.String(strings.Repeat("a", 52)+".example.com"), zone(w)
		}, nil},
		"a name of 65": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = jsii.String(strings.Repeat("a", 53)+".example.com"), zone(w)
		}, [][2]string{{"DomainName", "range"}}},
		"a word": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = jsii.String("shop"), zone(w)
		}, [][2]string{{"DomainName", "pattern"}}},
		"no name": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = jsii.String(""), zone(w)
		}, [][2]string{{"DomainName", "pattern"}}},
		"a dot at the end": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = jsii.String("shop.example.com."), zone(w)
		}, [][2]string{{"DomainName", "pattern"}}},
		"a name of another zone": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = jsii.String("shop.other.org"), zone(w)
		}, [][2]string{{"DomainName", "enum"}}},
		"a name known later": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = tokenText(w), zone(w)
		}, [][2]string{{"DomainName", "type"}}},
		"a zone without a name": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.DomainName, p.DomainZone = jsii.String("shop.example.com"), awsroute53.HostedZone_FromHostedZoneId(w.stack, jsii.String("ById"), jsii.String("Z1"))
		}, [][2]string{{"DomainZone", "required"}}},
		"gRPC without HTTPS": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.ProtocolVersion = awselasticloadbalancingv2.ApplicationProtocolVersion_GRPC
		}, [][2]string{{"ProtocolVersion", "type"}}},
		"gRPC": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.ProtocolVersion, p.Certificate = awselasticloadbalancingv2.ApplicationProtocolVersion_GRPC, certificate(w)
		}, nil},
		"a policy without HTTPS": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.SslPolicy = awselasticloadbalancingv2.SslPolicy_TLS13_13
		}, [][2]string{{"SslPolicy", "type"}}},
		"a policy": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.SslPolicy, p.Certificate = awselasticloadbalancingv2.SslPolicy_TLS13_13, certificate(w)
		}, nil},
		"a load balancer's name of 32": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.LoadBalancerName = jsii.String(strings.Repeat("a", 32))
		}, nil},
		"one of 33": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.LoadBalancerName = jsii.String(strings.Repeat("a", 33))
		}, [][2]string{{"LoadBalancerName", "pattern"}}},
		"one that ELB keeps": {func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.LoadBalancerName = jsii.String("internal-shop")
		}, [][2]string{{"LoadBalancerName", "pattern"}}},
		"one known later":   {func(w world, p *gracefulecs.LoadBalancedServiceProps) { p.LoadBalancerName = tokenText(w) }, nil},
		"no public subnets": {func(w world, p *gracefulecs.LoadBalancedServiceProps) { p.Vpc = privateVpc(w) }, [][2]string{{"LoadBalancerSubnets", "required"}}},
		"no public subnets and inside": {func(w world, p *gracefulecs.LoadBalancedServiceProps) {
			p.Vpc, p.PublicLoadBalancer = privateVpc(w), jsii.Bool(false)
		}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, p := newWorld(), least()
			tt.set(w, p)
			before := len(*w.stack.Node().FindAll(""))
			err := gracefulecs.ValidateLoadBalanced(p)
			var faults shutdown.Faults
			if tt.want != nil && !errors.As(err, &faults) {
				t.Fatalf("ValidateLoadBalanced() = %v, want faults", err)
			}
			var got [][2]string
			for _, f := range faults {
				got = append(got, [2]string{f.Path, f.Rule})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
			if built := caught(func() { gracefulecs.NewLoadBalancedService(w.stack, jsii.String("Shop"), p) }); (built == nil) != (err == nil) {
				t.Errorf("NewLoadBalancedService() panics with %v, ValidateLoadBalanced() = %v", built, err)
			}
			if after := len(*w.stack.Node().FindAll("")); err != nil && after != before {
				t.Error("something was added in spite of the faults")
			}
		})
	}
	if err := gracefulecs.ValidateLoadBalanced(nil); err == nil {
		t.Error("ValidateLoadBalanced(nil) = nil")
	}
}
