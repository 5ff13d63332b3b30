package gracefulecs_test

import (
	"maps"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func init() {
	maps.Copy(reaches, balancingReaches)
	for path, row := range balancingReaches {
		reaches["Routes."+path] = inRoute(row)
	}
	maps.Copy(badBalancers, badTargetGroups)
}

// inRoute says of a route's target group what a row says of the service's own.
func inRoute(row reach) reach {
	into := routed
	if row.profile != nil && row.profile.LoadBalancer == shutdown.NLB {
		into = routedNetwork
	} else if row.profile != nil { // Only one target group can have another beside it.
		row.profile, row.want = nil, `"Name":"shop"`
	}
	return reach{profile: row.profile, want: row.want, set: func(w world, p *props) {
		own := &props{}
		row.set(w, own)
		into(func(_ world, r *routeProps) {
			r.TargetGroup, r.ProtocolVersion, r.NetworkListener = own.TargetGroup, own.ProtocolVersion, own.NetworkListener
		})(w, p)
	}}
}

type group = gracefulecs.TargetGroupProps

func grouped(g group) func(world, *props) {
	return func(_ world, p *props) { p.TargetGroup = &g }
}

func attribute(key, value string) string { return `{"Key":"` + key + `","Value":"` + value + `"}` }

func lasting(n float64) awscdk.Duration { return awscdk.Duration_Seconds(&n) }

func gradual() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.BlueGreen}
}

var balancingReaches = map[string]reach{
	"NetworkListener":              {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS"}), want: `"SslPolicy":"ELBSecurityPolicy-TLS13-1-2-2021-06"`},
	"NetworkListener.AlpnPolicy":   {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS", AlpnPolicy: "HTTP2_PREFERRED"}), want: `"AlpnPolicy":["HTTP2Preferred"]`},
	"NetworkListener.Certificates": {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS"}), want: `"CertificateArn":"arn:aws:acm:eu-west-1:123456789012:certificate/0123"`},
	"NetworkListener.Protocol":     {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS"}), want: `"Protocol":"TLS"`},
	"NetworkListener.SslPolicy":    {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS", SslPolicy: "TLS13_13"}), want: `"SslPolicy":"ELBSecurityPolicy-TLS13-1-3-2021-06"`},
	"TargetGroup":                  {set: grouped(group{Protocol: awselasticloadbalancingv2.Protocol_HTTPS}), want: `"Port":80,"Protocol":"HTTPS"`},
	"TargetGroup.CrossZoneEnabled": {set: grouped(group{CrossZoneEnabled: jsii.Bool(false)}), want: attribute("load_balancing.cross_zone.enabled", "false")},
	"TargetGroup.EnableAnomalyMitigation": {set: grouped(group{EnableAnomalyMitigation: jsii.Bool(true), LoadBalancingAlgorithmType: awselasticloadbalancingv2.TargetGroupLoadBalancingAlgorithmType_WEIGHTED_RANDOM}),
		want: attribute("load_balancing.algorithm.anomaly_mitigation", "on")},
	"TargetGroup.HealthCheckProtocol": {set: grouped(group{HealthCheckProtocol: awselasticloadbalancingv2.Protocol_HTTPS}), want: `"HealthCheckProtocol":"HTTPS"`},
	"TargetGroup.HealthyGrpcCodes": {set: func(_ world, p *props) {
		p.ProtocolVersion, p.TargetGroup = awselasticloadbalancingv2.ApplicationProtocolVersion_GRPC, &group{HealthyGrpcCodes: jsii.String("0,12")}
	}, want: `"GrpcCode":"0,12"`},
	"TargetGroup.HealthyHttpCodes": {set: grouped(group{HealthyHttpCodes: jsii.String("200-299")}), want: `"HttpCode":"200-299"`},
	"TargetGroup.LoadBalancingAlgorithmType": {set: grouped(group{LoadBalancingAlgorithmType: awselasticloadbalancingv2.TargetGroupLoadBalancingAlgorithmType_LEAST_OUTSTANDING_REQUESTS}),
		want: attribute("load_balancing.algorithm.type", "least_outstanding_requests")},
	"TargetGroup.PreserveClientIp":         {profile: network(), set: grouped(group{PreserveClientIp: jsii.Bool(true)}), want: attribute("preserve_client_ip.enabled", "true")},
	"TargetGroup.Protocol":                 {set: grouped(group{Protocol: awselasticloadbalancingv2.Protocol_HTTPS}), want: `"HealthCheckProtocol":"HTTPS"`},
	"TargetGroup.ProxyProtocolV2":          {profile: network(), set: grouped(group{ProxyProtocolV2: jsii.Bool(true)}), want: attribute("proxy_protocol_v2.enabled", "true")},
	"TargetGroup.SlowStart":                {set: grouped(group{SlowStart: lasting(30)}), want: attribute("slow_start.duration_seconds", "30")},
	"TargetGroup.SourceIpStickiness":       {profile: network(), set: grouped(group{SourceIpStickiness: jsii.Bool(true)}), want: attribute("stickiness.type", "source_ip")},
	"TargetGroup.StickinessCookieDuration": {set: grouped(group{StickinessCookieDuration: lasting(7200)}), want: attribute("stickiness.lb_cookie.duration_seconds", "7200")},
	"TargetGroup.StickinessCookieName":     {set: grouped(group{StickinessCookieName: jsii.String("SESSION")}), want: attribute("stickiness.app_cookie.cookie_name", "SESSION")},
	"TargetGroup.TargetGroupName":          {profile: gradual(), set: grouped(group{TargetGroupName: jsii.String("shop")}), want: `"Name":"shop-alternate"`},
}

func listening(l gracefulecs.NetworkListenerProps) func(world, *props) {
	return func(_ world, p *props) {
		if l.Protocol == "TLS" && l.Certificates == nil {
			l.Certificates = certificates()
		}
		p.NetworkListener = &l
	}
}

func certificates() *[]awselasticloadbalancingv2.IListenerCertificate {
	return &[]awselasticloadbalancingv2.IListenerCertificate{awselasticloadbalancingv2.ListenerCertificate_FromArn(jsii.String("arn:aws:acm:eu-west-1:123456789012:certificate/0123"))}
}

// quiet needs so long an idle timeout, and a little more.
func quiet(seconds int) *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: &seconds, LoadBalancer: shutdown.NLB, Require: []shutdown.Cause{}}
}

var badTargetGroups = map[string]bad{
	"udp":                   {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "UDP"}), want: one("NetworkListener.Protocol", "enum", "not with its task")},
	"tcp and udp":           {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TCP_UDP"}), want: one("NetworkListener.Protocol", "enum", "one of TCP, TLS")},
	"tls without a cert":    {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS", Certificates: &[]awselasticloadbalancingv2.IListenerCertificate{}}), want: one("NetworkListener.Certificates", "required", "needs a certificate")},
	"tls with an empty one": {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS", Certificates: &[]awselasticloadbalancingv2.IListenerCertificate{nil}}), want: one("NetworkListener.Certificates[0]", "required", "empty entry")},
	"policy of tcp":         {profile: network(), set: listening(gracefulecs.NetworkListenerProps{SslPolicy: "TLS12", AlpnPolicy: "NONE"}), want: [][3]string{{"NetworkListener.AlpnPolicy", "type", "Only a listener with TLS"}, {"NetworkListener.SslPolicy", "type", ""}}},
	"unknown alpn":          {profile: network(), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS", AlpnPolicy: "HTTP3_ONLY"}), want: one("NetworkListener.AlpnPolicy", "enum", `Given: "HTTP3_ONLY".`)},
	"tls and a silence":     {profile: quiet(346), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS"}), want: one("NetworkListener.Protocol", "range", "Allowed: at most 350.")},
	"listener of an alb":    {set: listening(gracefulecs.NetworkListenerProps{}), want: one("NetworkListener", "type", "NetworkListener needs load_balancer nlb")},
	"tls to targets of tcp": {profile: network(), set: grouped(group{Protocol: "TLS"}), want: one("TargetGroup.Protocol", "enum", "Allowed: one of TCP.")},
	"sticky behind tls": {profile: network(), set: func(w world, p *props) {
		listening(gracefulecs.NetworkListenerProps{Protocol: "TLS"})(w, p)
		p.TargetGroup = &group{SourceIpStickiness: jsii.Bool(true)}
	}, want: one("TargetGroup.SourceIpStickiness", "type", "Behind a TLS listener")},
	"target group without a load balancer": {profile: worker(), set: grouped(group{}), want: one("TargetGroup", "type", "TargetGroup needs load_balancer alb or nlb")},
	"protocol of another load balancer":    {set: grouped(group{Protocol: "TCP"}), want: one("TargetGroup.Protocol", "enum", `Given: "TCP". Allowed: one of HTTP, HTTPS.`)},
	"https behind nlb":                     {profile: network(), set: grouped(group{Protocol: "HTTPS"}), want: one("TargetGroup.Protocol", "enum", `Given: "HTTPS".`)},
	"check protocol of another":            {set: grouped(group{HealthCheckProtocol: "TLS"}), want: one("TargetGroup.HealthCheckProtocol", "enum", "Allowed: one of HTTP, HTTPS.")},
	"http check without a path":            {profile: network(), set: grouped(group{HealthCheckProtocol: "HTTP"}), want: one("TargetGroup.HealthCheckProtocol", "enum", "Allowed: one of TCP.")},
	"code 199":                             {set: grouped(group{HealthyHttpCodes: jsii.String("199")}), want: one("TargetGroup.HealthyHttpCodes", "pattern", "from 200 to 499")},
	"code 500":                             {set: grouped(group{HealthyHttpCodes: jsii.String("200-500")}), want: one("TargetGroup.HealthyHttpCodes", "pattern", `Given: "200-500".`)},
	"code 600 behind nlb": {profile: network(), set: func(_ world, p *props) {
		p.HealthCheckPath, p.TargetGroup = jsii.String("/up"), &group{HealthyHttpCodes: jsii.String("600")}
	}, want: one("TargetGroup.HealthyHttpCodes", "pattern", "from 200 to 599")},
	"code in words":        {set: grouped(group{HealthyHttpCodes: jsii.String("OK")}), want: one("TargetGroup.HealthyHttpCodes", "pattern", `Given: "OK".`)},
	"codes without a path": {profile: network(), set: grouped(group{HealthyHttpCodes: jsii.String("200")}), want: one("TargetGroup.HealthyHttpCodes", "type", "set HealthCheckPath")},
	"grpc code for http":   {set: grouped(group{HealthyGrpcCodes: jsii.String("0")}), want: one("TargetGroup.HealthyGrpcCodes", "type", "Only with ProtocolVersion GRPC")},
	"grpc code 100": {set: func(_ world, p *props) {
		p.ProtocolVersion, p.TargetGroup = "GRPC", &group{HealthyGrpcCodes: jsii.String("100")}
	}, want: one("TargetGroup.HealthyGrpcCodes", "pattern", "from 0 to 99")},
	"http code for grpc": {set: func(_ world, p *props) {
		p.ProtocolVersion, p.TargetGroup = "GRPC", &group{HealthyHttpCodes: jsii.String("200")}
	}, want: one("TargetGroup.HealthyHttpCodes", "type", "set HealthyGrpcCodes instead")},
	"unknown algorithm":          {set: grouped(group{LoadBalancingAlgorithmType: "RANDOM"}), want: one("TargetGroup.LoadBalancingAlgorithmType", "enum", `Given: "RANDOM".`)},
	"mitigation of round robin":  {set: grouped(group{EnableAnomalyMitigation: jsii.Bool(true)}), want: one("TargetGroup.EnableAnomalyMitigation", "type", "Only the algorithm WEIGHTED_RANDOM")},
	"slow start 29":              {set: grouped(group{SlowStart: lasting(29)}), want: one("TargetGroup.SlowStart", "range", "from 30 to 900")},
	"slow start 901":             {set: grouped(group{SlowStart: lasting(901)}), want: one("TargetGroup.SlowStart", "range", "from 30 to 900")},
	"slow start in milliseconds": {set: grouped(group{SlowStart: awscdk.Duration_Millis(jsii.Number(30500))}), want: one("TargetGroup.SlowStart", "type", "Given: 30.5.")},
	"slow start token":           {set: func(w world, p *props) { p.TargetGroup = &group{SlowStart: lasting(*tokenNumber(w))} }, want: one("TargetGroup.SlowStart", "type", "known at synthesis")},
	"slow start of another algorithm": {set: grouped(group{SlowStart: lasting(30), LoadBalancingAlgorithmType: "WEIGHTED_RANDOM"}),
		want: one("TargetGroup.SlowStart", "type", "Only the algorithm ROUND_ROBIN")},
	"slow start of the idlest": {set: grouped(group{SlowStart: lasting(30), LoadBalancingAlgorithmType: "LEAST_OUTSTANDING_REQUESTS"}),
		want: one("TargetGroup.SlowStart", "type", "Only the algorithm ROUND_ROBIN")},
	"sticky for 0 s":              {set: grouped(group{StickinessCookieDuration: lasting(0)}), want: one("TargetGroup.StickinessCookieDuration", "range", "from 1 to 604800")},
	"sticky for more than a week": {set: grouped(group{StickinessCookieDuration: lasting(604801)}), want: one("TargetGroup.StickinessCookieDuration", "range", "from 1 to 604800")},
	"cookie of the load balancer": {set: grouped(group{StickinessCookieName: jsii.String("AWSALBAPP")}), want: one("TargetGroup.StickinessCookieName", "pattern", `Given: "AWSALBAPP".`)},
	"cookie with a space":         {set: grouped(group{StickinessCookieName: jsii.String("my session")}), want: one("TargetGroup.StickinessCookieName", "pattern", `Given: "my session".`)},
	"sticky within zones":         {set: grouped(group{StickinessCookieDuration: lasting(60), CrossZoneEnabled: jsii.Bool(false)}), want: one("TargetGroup.CrossZoneEnabled", "type", "reaches across zones")},
	"sticky with two groups":      {profile: gradual(), set: grouped(group{StickinessCookieDuration: lasting(60)}), want: one("TargetGroup.StickinessCookieDuration", "type", "With strategy blue_green")},
	"cookie behind nlb":           {profile: network(), set: grouped(group{StickinessCookieDuration: lasting(60)}), want: one("TargetGroup.StickinessCookieDuration", "type", "behind a Network Load Balancer has no such thing")},
	"address behind alb":          {set: grouped(group{PreserveClientIp: jsii.Bool(true)}), want: one("TargetGroup.PreserveClientIp", "type", "behind an Application Load Balancer has no such thing")},
	"group name too long":         {set: grouped(group{TargetGroupName: jsii.String("a-name-of-the-most-characters-and")}), want: one("TargetGroup.TargetGroupName", "pattern", "at most 32")},
	"group name too long for two": {profile: gradual(), set: grouped(group{TargetGroupName: jsii.String("a-name-of-23-characters")}), want: one("TargetGroup.TargetGroupName", "pattern", "at most 22")},
	"group name with a last -":    {set: grouped(group{TargetGroupName: jsii.String("a-")}), want: one("TargetGroup.TargetGroupName", "pattern", `Given: "a-".`)},
	"group name with internal-":   {set: grouped(group{TargetGroupName: jsii.String("internal-a")}), want: one("TargetGroup.TargetGroupName", "pattern", `Given: "internal-a".`)},
	"group name twice": {set: func(w world, p *props) {
		routed(func(_ world, r *routeProps) { r.TargetGroup = &group{TargetGroupName: jsii.String("shop")} })(w, p)
		p.TargetGroup = &group{TargetGroupName: jsii.String("shop")}
	}, want: one("Routes[0].TargetGroup.TargetGroupName", "duplicate", "TargetGroup.TargetGroupName is the same already.")},
	"slow start of a route":        {set: routed(func(_ world, r *routeProps) { r.TargetGroup = &group{SlowStart: lasting(29)} }), want: one("Routes[0].TargetGroup.SlowStart", "range", "from 30 to 900")},
	"group name with an underline": {set: grouped(group{TargetGroupName: jsii.String("a_b")}), want: one("TargetGroup.TargetGroupName", "pattern", `Given: "a_b".`)},
}

var nearTargetGroups = map[string]bad{
	"tls and a silence of 345 s": {profile: quiet(345), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TLS", AlpnPolicy: "NONE"})},
	"tcp by name":                {profile: quiet(346), set: listening(gracefulecs.NetworkListenerProps{Protocol: "TCP"})},
	"slow start 30 s":            {set: grouped(group{SlowStart: lasting(30), LoadBalancingAlgorithmType: "ROUND_ROBIN"})},
	"slow start 15 min":          {set: grouped(group{SlowStart: lasting(900)})},
	"sticky for 1 s":             {set: grouped(group{StickinessCookieDuration: lasting(1), CrossZoneEnabled: jsii.Bool(true)})},
	"sticky for a week":          {set: grouped(group{StickinessCookieDuration: lasting(604800), StickinessCookieName: jsii.String("SESSION")})},
	"codes 200 and 499":          {set: grouped(group{HealthyHttpCodes: jsii.String("200,300-499"), Protocol: "HTTPS", HealthCheckProtocol: "HTTP"})},
	"group name of 32":           {set: grouped(group{TargetGroupName: jsii.String("a-name-of-the-most-characters-32")})},
	"group name of 22":           {profile: gradual(), set: grouped(group{TargetGroupName: jsii.String("a-name-of-22-character"), SlowStart: lasting(60)})},
	"group name of a token":      {set: func(w world, p *props) { p.TargetGroup = &group{TargetGroupName: tokenText(w)} }},
	"everything behind nlb":      {profile: network(), set: grouped(group{Protocol: "TCP", HealthCheckProtocol: "TCP", PreserveClientIp: jsii.Bool(false), ProxyProtocolV2: jsii.Bool(false), SourceIpStickiness: jsii.Bool(false), CrossZoneEnabled: jsii.Bool(false)})},
	"mitigation off":             {set: grouped(group{EnableAnomalyMitigation: jsii.Bool(false)})},
	"nothing of the group's":     {set: grouped(group{})},
}
