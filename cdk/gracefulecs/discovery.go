package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The timeouts that AWS gives a request and an idle connection of Service
// Connect, in seconds, and how much longer than the longest request the proxy
// waits: one that waits exactly as long would race it.
const (
	connectRequest = 15
	connectIdle    = 300
	connectIdleTCP = 3600
	connectReserve = 5
)

// How long callers may go on calling a task after its signal, in seconds: a name
// in DNS lives for a minute unless the props say otherwise, and the proxy of
// Service Connect goes on serving for 20 s.
const (
	nameAge  = 60
	proxyAge = 20
)

// connected is a port that others call by Service Connect.
type connected struct {
	*ServiceConnectServiceProps
	name     string
	protocol string
	port     int
}

func (c connected) tcp() bool { return c.protocol == "tcp" }

// ingress is the port that callers reach.
func (c connected) ingress() *float64 {
	if c.IngressPortOverride != nil {
		return c.IngressPortOverride
	}
	return jsii.Number(c.port)
}

// named gives a port mapping the name under which others call it.
func (p *plan) named(mappings *[]*awsecs.PortMapping) *[]*awsecs.PortMapping {
	for _, m := range deref(mappings) {
		for _, c := range p.connected {
			if int(*m.ContainerPort) == c.port {
				m.Name, m.AppProtocol = &c.name, appProtocols[c.protocol]()
			}
		}
	}
	return mappings
}

var appProtocols = map[string]func() awsecs.AppProtocol{
	"http": awsecs.AppProtocol_Http, "http2": awsecs.AppProtocol_Http2, "grpc": awsecs.AppProtocol_Grpc, "tcp": func() awsecs.AppProtocol { return nil },
}

// serviceConnect is the service's configuration, with the proxy's timeouts from
// the profile: a websocket has no limit.
func (s *built) serviceConnect(p *plan) *awsecs.ServiceConnectProps {
	given := p.ServiceConnect
	if given == nil {
		return nil
	}
	out := &awsecs.ServiceConnectProps{AccessLogConfiguration: given.AccessLogConfiguration, LogDriver: given.LogDriver, Namespace: given.Namespace}
	if out.LogDriver == nil {
		out.LogDriver = awsecs.LogDriver_AwsLogs(&awsecs.AwsLogDriverProps{LogGroup: s.logGroup, StreamPrefix: &p.name})
	}
	var services []*awsecs.ServiceConnectService
	for _, c := range p.connected {
		request, idle := max(connectRequest, *p.profile.LongestWork+connectReserve), max(connectIdle, *p.profile.LongestWork+connectReserve)
		if c.tcp() {
			idle = max(connectIdleTCP, *p.profile.LongestWork+connectReserve)
		}
		if p.profile.Workload == shutdown.WebSocket {
			request, idle = 0, 0
		}
		service := &awsecs.ServiceConnectService{PortMappingName: &c.name, DiscoveryName: c.DiscoveryName, DnsName: c.DnsName, Port: c.Port,
			IngressPortOverride: c.IngressPortOverride, Tls: c.Tls, IdleTimeout: s.values.seconds(idle)}
		if !c.tcp() {
			service.PerRequestTimeout = s.values.seconds(request)
		}
		services = append(services, service)
	}
	out.Services = &services
	return out
}

// addDiscovery registers the tasks in Cloud Map, and opens the ports that callers
// reach by Service Connect beside the one that takes the requests.
func (s *built) addDiscovery(p *plan) {
	s.addTestTraffic(p)
	if m := p.CloudMap; m != nil {
		options := &awsecs.AssociateCloudMapServiceOptions{Service: m.Service}
		if p.reached.port != 0 || m.ContainerPort != nil {
			at := p.reachedAt(int(deref(m.ContainerPort)))
			options.Container, options.ContainerPort = s.taskDefinition.FindContainer(&at.container), jsii.Number(at.port)
		}
		s.fargateService.AssociateCloudMapService(options)
	}
	for _, group := range deref(p.IngressSecurityGroups) {
		for _, c := range p.connected {
			if port := c.ingress(); int(*port) != p.reached.port {
				s.fargateService.Connections().AllowFrom(group, awsec2.Port_Tcp(port), jsii.String("Callers of "+p.described()))
			}
		}
	}
}
