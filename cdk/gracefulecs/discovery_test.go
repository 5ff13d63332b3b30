package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsservicediscovery"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

type connect = gracefulecs.ServiceConnectServiceProps

// connecting lets others call the port that takes the requests as api.
func connecting(set func(s *connect)) func(world, *props) { return connectingAs("api", set) }

func connectingAs(name string, set func(s *connect)) func(world, *props) {
	return func(_ world, p *props) {
		service := &connect{}
		set(service)
		p.ContainerPort = n(8080)
		p.ServiceConnect = &gracefulecs.ServiceConnectProps{Namespace: jsii.String("internal"), Services: &map[string]*connect{name: service}}
	}
}

// calling only calls others.
func calling(_ world, p *props) {
	p.ServiceConnect = &gracefulecs.ServiceConnectProps{Namespace: jsii.String("internal")}
}

func proxied(set func(s *gracefulecs.ServiceConnectProps)) func(world, *props) {
	return func(w world, p *props) {
		connecting(func(*connect) {})(w, p)
		set(p.ServiceConnect)
	}
}

func cloudMap(set func(w world, m *gracefulecs.CloudMapProps)) func(world, *props) {
	return func(w world, p *props) {
		p.ContainerPort = n(8080)
		p.CloudMap = &gracefulecs.CloudMapProps{}
		set(w, p.CloudMap)
	}
}

// known has A records, as the callers of most tests find the tasks.
func known(w world, m *gracefulecs.CloudMapProps) { m.Service = discovery(w) }

// ownNames is a Cloud Map service of the app.
func ownNames(seconds float64) func(world, *gracefulecs.CloudMapProps) {
	return func(w world, m *gracefulecs.CloudMapProps) {
		namespace := awsservicediscovery.NewPrivateDnsNamespace(w.stack, jsii.String("Own"), &awsservicediscovery.PrivateDnsNamespaceProps{Name: jsii.String("own.internal"), Vpc: w.vpc})
		m.Service = namespace.CreateService(jsii.String("Api"), &awsservicediscovery.DnsServiceProps{DnsTtl: awscdk.Duration_Seconds(&seconds)})
	}
}

func pointed(w world, m *gracefulecs.CloudMapProps) {
	m.Service = awsservicediscovery.Service_FromServiceAttributes(w.stack, jsii.String("Pointed"), &awsservicediscovery.ServiceAttributes{
		DnsRecordType: awsservicediscovery.DnsRecordType_SRV, RoutingPolicy: awsservicediscovery.RoutingPolicy_MULTIVALUE,
		Namespace: awsservicediscovery.PrivateDnsNamespace_FromPrivateDnsNamespaceAttributes(w.stack, jsii.String("Namespace"),
			&awsservicediscovery.PrivateDnsNamespaceAttributes{NamespaceArn: jsii.String("arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1"),
				NamespaceId: jsii.String("ns-1"), NamespaceName: jsii.String("internal")}),
		ServiceArn: jsii.String("arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-2"), ServiceId: jsii.String("srv-2"), ServiceName: jsii.String("api"),
	})
}

// servingFor serves for so long after the signal, behind an Application Load Balancer.
func servingFor(propagation int) *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Propagation: &propagation}
}

// connectedShift moves traffic between tasks that others call by Service Connect.
func connectedShift() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), LoadBalancer: shutdown.NoLoadBalancer, Strategy: shutdown.BlueGreen}
}

// tested sends the calls with a header to the new tasks.
func tested(name, value string) func(world, *props) {
	return connecting(func(s *connect) {
		s.TestTrafficRules = &gracefulecs.ServiceConnectTestTrafficProps{HeaderName: &name, HeaderValue: &value}
	})
}

func socket() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(900), LoadBalancer: shutdown.NoLoadBalancer}
}

var discoveryReaches = map[string]reach{
	"CloudMap":         {profile: unbalanced(), set: cloudMap(known), want: `"ServiceRegistries":[{"RegistryArn":"arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1"}]`},
	"CloudMap.Service": {profile: unbalanced(), set: cloudMap(pointed), want: `{"ContainerName":"app","ContainerPort":8080,"RegistryArn":"arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-2"}`},
	"CloudMap.DnsTtl":  {profile: servingFor(61), set: cloudMap(func(w world, m *gracefulecs.CloudMapProps) { known(w, m); m.DnsTtl = awscdk.Duration_Seconds(n(61)) }), want: `"ServiceRegistries"`},
	"CloudMap.ContainerPort": {profile: unbalanced(), set: func(w world, p *props) {
		cloudMap(func(w world, m *gracefulecs.CloudMapProps) { pointed(w, m); m.ContainerPort = n(9090) })(w, p)
		p.AdditionalPorts = jsii.PtrSlice(9090.0)
	}, want: `"ContainerPort":9090,"RegistryArn"`},
	"ServiceConnect":           {profile: unbalanced(), set: calling, want: `"ServiceConnectConfiguration":{"Enabled":true,"LogConfiguration":{"LogDriver":"awslogs"`},
	"ServiceConnect.Namespace": {profile: unbalanced(), set: connecting(func(*connect) {}), want: `"Namespace":"internal"`},
	"ServiceConnect.LogDriver": {profile: unbalanced(), set: func(w world, p *props) {
		connecting(func(*connect) {})(w, p)
		p.ServiceConnect.LogDriver = awsecs.LogDrivers_Splunk(&awsecs.SplunkLogDriverProps{Url: jsii.String("https://splunk.example.com"), SecretToken: parameter(w)})
	}, want: `"LogConfiguration":{"LogDriver":"splunk"`},
	"ServiceConnect.AccessLogConfiguration": {profile: unbalanced(), set: proxied(func(s *gracefulecs.ServiceConnectProps) {
		s.AccessLogConfiguration = &awsecs.ServiceConnectAccessLogConfiguration{Format: awsecs.ServiceConnectAccessLogFormat_JSON, IncludeQueryParameters: jsii.Bool(true)}
	}), want: `"AccessLogConfiguration":{"Format":"JSON","IncludeQueryParameters":"ENABLED"}`},
	"ServiceConnect.Services": {profile: unbalanced(), set: connecting(func(*connect) {}),
		want: `"Services":[{"ClientAliases":[{"Port":8080}],"PortName":"api","Timeout":{"IdleTimeoutSeconds":300,"PerRequestTimeoutSeconds":15}}]`},
	"ServiceConnect.Services.AppProtocol": {profile: unbalanced(), set: connecting(func(s *connect) { s.AppProtocol = jsii.String("grpc") }), want: `{"AppProtocol":"grpc","ContainerPort":8080,"Name":"api","Protocol":"tcp"}`},
	"ServiceConnect.Services.ContainerPort": {profile: unbalanced(), set: func(w world, p *props) {
		connecting(func(s *connect) { s.ContainerPort = n(9090) })(w, p)
		p.AdditionalPorts = jsii.PtrSlice(9090.0)
	}, want: `{"AppProtocol":"http","ContainerPort":9090,"Name":"api","Protocol":"tcp"}`},
	"ServiceConnect.Services.DiscoveryName": {profile: unbalanced(), set: connecting(func(s *connect) { s.DiscoveryName = jsii.String("shop-api") }), want: `"DiscoveryName":"shop-api"`},
	"ServiceConnect.Services.DnsName":       {profile: unbalanced(), set: connecting(func(s *connect) { s.DnsName = jsii.String("shop") }), want: `"ClientAliases":[{"DnsName":"shop","Port":8080}]`},
	"ServiceConnect.Services.IngressPortOverride": {profile: unbalanced(), set: func(w world, p *props) {
		connecting(func(s *connect) { s.IngressPortOverride = n(15000) })(w, p)
		p.IngressSecurityGroups = &[]awsec2.ISecurityGroup{w.group("44444444")}
	}, want: `"FromPort":15000`},
	"ServiceConnect.Services.Port":                         {profile: unbalanced(), set: connecting(func(s *connect) { s.Port = n(80) }), want: `"ClientAliases":[{"Port":80}]`},
	"ServiceConnect.Services.TestTrafficRules":             {profile: connectedShift(), set: tested("X-Test", "1"), want: `"TestTrafficRules":{"Header":{"Name":"X-Test","Value":{"Exact":"1"}}}`},
	"ServiceConnect.Services.TestTrafficRules.HeaderName":  {profile: connectedShift(), set: tested("X-Other", "1"), want: `"Name":"X-Other"`},
	"ServiceConnect.Services.TestTrafficRules.HeaderValue": {profile: connectedShift(), set: tested("X-Test", "on"), want: `"Exact":"on"`},
	"ServiceConnect.Services.Tls": {profile: unbalanced(), set: connecting(func(s *connect) {
		s.Tls = &awsecs.ServiceConnectTlsConfiguration{AwsPcaAuthorityArn: jsii.String("arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/1")}
	}), want: `"Tls":{"IssuerCertificateAuthority":{"AwsPcaAuthorityArn":`},
}

const theService = `ServiceConnect.Services["api"]`

// connectingTwo lets others call two ports.
func connectingTwo(first, second connect) func(world, *props) {
	return func(w world, p *props) {
		p.AdditionalPorts = jsii.PtrSlice(9090.0)
		second.ContainerPort = n(9090)
		proxied(func(s *gracefulecs.ServiceConnectProps) {
			s.Services = &map[string]*connect{"api": &first, "second": &second}
		})(w, p)
	}
}

var badDiscovery = map[string]bad{
	"names outlive the service": {profile: servingFor(59), set: cloudMap(known), want: one("CloudMap", "range", "Given: 59 s of serving after the signal. Allowed: at least 60 s.")},
	"names of the app":          {profile: servingFor(60), set: cloudMap(ownNames(61)), want: one("CloudMap", "range", "at least 61 s")},
	"another age than the app's": {profile: servingFor(60), set: cloudMap(func(w world, m *gracefulecs.CloudMapProps) {
		ownNames(60)(w, m)
		m.DnsTtl = awscdk.Duration_Seconds(n(59))
	}),
		want: one("CloudMap.DnsTtl", "enum", "Given: 59. Allowed: 60.")},
	"a port that nobody names": {profile: unbalanced(), set: func(w world, p *props) { cloudMap(pointed)(w, p); p.ContainerPort = nil }, want: one("CloudMap.ContainerPort", "required", "SRV records name a port")},
	"empty namespace": {set: func(_ world, p *props) {
		p.ServiceConnect = &gracefulecs.ServiceConnectProps{Namespace: jsii.String("")}
	}, want: one("ServiceConnect.Namespace", "required", "")},
	"longer names":               {profile: servingFor(61), set: cloudMap(func(w world, m *gracefulecs.CloudMapProps) { known(w, m); m.DnsTtl = awscdk.Duration_Seconds(n(62)) }), want: one("CloudMap", "range", "at least 62 s")},
	"the proxy serves longer":    {profile: servingFor(19), set: connecting(func(*connect) {}), want: one("ServiceConnect.Services", "range", "at least 20 s")},
	"no Cloud Map service":       {profile: unbalanced(), set: cloudMap(func(world, *gracefulecs.CloudMapProps) {}), want: one("CloudMap.Service", "required", "")},
	"port of nothing":            {profile: unbalanced(), set: cloudMap(func(w world, m *gracefulecs.CloudMapProps) { pointed(w, m); m.ContainerPort = n(9999) }), want: one("CloudMap.ContainerPort", "enum", "Given: 9999.")},
	"names for six minutes":      {profile: unbalanced(), set: cloudMap(func(w world, m *gracefulecs.CloudMapProps) { known(w, m); m.DnsTtl = awscdk.Duration_Seconds(n(301)) }), want: one("CloudMap.DnsTtl", "range", "from 0 to 300")},
	"no namespace":               {set: func(_ world, p *props) { p.ServiceConnect = &gracefulecs.ServiceConnectProps{} }, want: one("ServiceConnect.Namespace", "required", "")},
	"called worker":              {profile: worker(), set: connecting(func(*connect) {}), want: one("ServiceConnect.Services", "type", "With workload queue")},
	"name in capitals":           {profile: unbalanced(), set: connectingAs("API", func(*connect) {}), want: one(`ServiceConnect.Services["API"]`, "pattern", "")},
	"discovery name in capitals": {profile: unbalanced(), set: connecting(func(s *connect) { s.DiscoveryName = jsii.String("-a") }), want: one(theService+".DiscoveryName", "pattern", "")},
	"empty name":                 {profile: unbalanced(), set: connecting(func(s *connect) { s.DnsName = jsii.String("") }), want: one(theService+".DnsName", "required", "")},
	"protocol":                   {profile: unbalanced(), set: connecting(func(s *connect) { s.AppProtocol = jsii.String("HTTP") }), want: one(theService+".AppProtocol", "enum", "")},
	"alias port 0":               {profile: unbalanced(), set: connecting(func(s *connect) { s.Port = n(0) }), want: one(theService+".Port", "range", "")},
	"unmapped port":              {profile: unbalanced(), set: connecting(func(s *connect) { s.ContainerPort = n(9999) }), want: one(theService+".ContainerPort", "enum", "")},
	"override is taken":          {profile: unbalanced(), set: connecting(func(s *connect) { s.IngressPortOverride = n(8080) }), want: one(theService+".IngressPortOverride", "duplicate", "")},
	"two names of one port": {profile: unbalanced(), set: proxied(func(s *gracefulecs.ServiceConnectProps) { (*s.Services)["second"] = &connect{} }),
		want: one(`ServiceConnect.Services["second"].ContainerPort`, "duplicate", `this one has "api"`)},
	"a discovery name twice": {profile: unbalanced(), set: connectingTwo(connect{DiscoveryName: jsii.String("x")}, connect{DiscoveryName: jsii.String("x")}),
		want: one(`ServiceConnect.Services["second"].DiscoveryName`, "duplicate", `["api"].DiscoveryName is the same already`)},
	"the other's own name": {profile: unbalanced(), set: connectingTwo(connect{}, connect{DiscoveryName: jsii.String("api")}),
		want: one(`ServiceConnect.Services["second"].DiscoveryName`, "duplicate", `["api"] is the same already`)},
	"override in a range": {profile: unbalanced(), set: func(w world, p *props) {
		p.ContainerPortRanges = jsii.Strings("15000-15010")
		connecting(func(s *connect) { s.IngressPortOverride = n(15010) })(w, p)
	}, want: one(theService+".IngressPortOverride", "duplicate", "listens on it already")},
	"an override twice": {profile: unbalanced(), set: connectingTwo(connect{IngressPortOverride: n(15000)}, connect{IngressPortOverride: n(15000)}),
		want: one(`ServiceConnect.Services["second"].IngressPortOverride`, "duplicate", "is the same already")},
	"no driver of Fargate": {profile: unbalanced(), set: proxied(func(s *gracefulecs.ServiceConnectProps) { s.LogDriver = awsecs.LogDrivers_JsonFile(nil) }),
		want: one("ServiceConnect.LogDriver", "enum", `Given: "jsonfile".`)},
	"no router": {profile: unbalanced(), set: proxied(func(s *gracefulecs.ServiceConnectProps) {
		s.LogDriver = awsecs.LogDrivers_Firelens(&awsecs.FireLensLogDriverProps{})
	}),
		want: one("ServiceConnect.LogDriver", "type", "there is no log router")},
	"test traffic while rolling": {profile: unbalanced(), set: tested("X-Test", "1"), want: one(theService+".TestTrafficRules", "type", "set the profile's strategy")},
	"test traffic of TCP": {profile: connectedShift(), set: connecting(func(s *connect) {
		s.AppProtocol, s.TestTrafficRules = jsii.String("tcp"), &gracefulecs.ServiceConnectTestTrafficProps{HeaderName: jsii.String("X-Test"), HeaderValue: jsii.String("1")}
	}), want: one(theService+".TestTrafficRules", "type", "sees no headers")},
	"test traffic by a sentence": {profile: connectedShift(), set: tested("X Test", "1"), want: one(theService+".TestTrafficRules.HeaderName", "pattern", `Given: "X Test".`)},
	"test traffic by nothing": {profile: connectedShift(), set: tested("", ""),
		want: [][3]string{{theService + ".TestTrafficRules.HeaderName", "required", ""}, {theService + ".TestTrafficRules.HeaderValue", "required", ""}}},
	"format": {profile: unbalanced(), set: proxied(func(s *gracefulecs.ServiceConnectProps) {
		s.AccessLogConfiguration = &awsecs.ServiceConnectAccessLogConfiguration{}
	}),
		want: one("ServiceConnect.AccessLogConfiguration.Format", "required", "")},
}

var goodDiscovery = map[string]bad{
	"names as long as the service": {profile: servingFor(60), set: cloudMap(known)},
	"names of the app":             {profile: servingFor(60), set: cloudMap(ownNames(60))},
	"short names of the app":       {profile: servingFor(15), set: cloudMap(ownNames(15))},
	"short names":                  {profile: servingFor(15), set: cloudMap(func(w world, m *gracefulecs.CloudMapProps) { known(w, m); m.DnsTtl = awscdk.Duration_Seconds(n(15)) })},
	"the proxy serves as long":     {profile: servingFor(20), set: connecting(func(*connect) {})},
	"test traffic by tokens":       {profile: connectedShift(), set: func(w world, p *props) { token := *tokenText(w); tested(token, token)(w, p) }},
	"override above a range": {profile: unbalanced(), set: func(w world, p *props) {
		p.ContainerPortRanges = jsii.Strings("15000-15010")
		connecting(func(s *connect) { s.IngressPortOverride = n(15011) })(w, p)
	}},
	"two services":                  {profile: unbalanced(), set: connectingTwo(connect{IngressPortOverride: n(15000)}, connect{IngressPortOverride: n(15001), DiscoveryName: jsii.String("x")})},
	"a worker calls":                {profile: worker(), set: calling},
	"callers beside a balancer too": {set: calling},
}

// The proxy never cuts what the profile lets finish: a request has 5 s more than
// the longest, and no less than AWS gives; a websocket has no limit.
func TestServiceConnect_timeouts(t *testing.T) {
	of := func(longest int) *shutdown.Profile {
		return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: &longest, LoadBalancer: shutdown.NoLoadBalancer, Require: []shutdown.Cause{}}
	}
	tcp := func(s *connect) { s.AppProtocol = jsii.String("tcp") }
	for name, row := range map[string]struct {
		profile *shutdown.Profile
		set     func(*connect)
		want    string
	}{
		"short":     {of(9), func(*connect) {}, `{"IdleTimeoutSeconds":300,"PerRequestTimeoutSeconds":15}`},
		"at 15":     {of(11), func(*connect) {}, `{"IdleTimeoutSeconds":300,"PerRequestTimeoutSeconds":16}`},
		"long":      {of(296), func(*connect) {}, `{"IdleTimeoutSeconds":301,"PerRequestTimeoutSeconds":301}`},
		"tcp":       {of(296), tcp, `{"IdleTimeoutSeconds":3600}`},
		"long tcp":  {of(3596), tcp, `{"IdleTimeoutSeconds":3601}`},
		"websocket": {socket(), func(*connect) {}, `{"IdleTimeoutSeconds":0,"PerRequestTimeoutSeconds":0}`},
		"sockets":   {socket(), tcp, `{"IdleTimeoutSeconds":0}`},
	} {
		w := newWorld()
		p := w.props(*row.profile)
		connecting(row.set)(w, p)
		newService(t, w, p)
		if got := text(t, w); !strings.Contains(got, `"Timeout":`+row.want) {
			t.Errorf("%s: %s is not in the template:\n%s", name, row.want, got)
		}
	}
}
