package parity

import (
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Group is what a caller says of the target group, in Terraform's words. The zero
// value of a field leaves it out.
type Group struct {
	Name, Protocol, HealthCheckProtocol, Matcher string
	Algorithm                                    string
	Mitigate                                     bool
	CrossZone                                    string
	SlowStart                                    int
	Cookie                                       string // The app's own.
	CookieSeconds                                int
	SourceIP, ClientIP, ProxyProtocol            bool
}

// application are the arguments of an alb.
func (g *Group) application(m arguments) {
	if g == nil {
		return
	}
	g.both(m)
	m.word("protocol", g.Protocol)
	m.word("load_balancing_algorithm_type", g.Algorithm)
	m.set("load_balancing_anomaly_mitigation", "on", g.Mitigate)
	m.number("slow_start", g.SlowStart)
	sticky := arguments{}
	sticky.number("cookie_duration", g.CookieSeconds)
	if g.Cookie != "" {
		sticky["type"], sticky["cookie_name"] = "app_cookie", g.Cookie
	}
	m.set("stickiness", sticky, len(sticky) > 0)
}

// network are the arguments of an nlb.
func (g *Group) network(m arguments) {
	if g == nil {
		return
	}
	g.both(m)
	m.word("target_protocol", g.Protocol)
	m.set("preserve_client_ip", true, g.ClientIP)
	m.set("proxy_protocol_v2", true, g.ProxyProtocol)
	m.set("stickiness", arguments{}, g.SourceIP)
}

func (g *Group) both(m arguments) {
	m.word("target_group_name", g.Name)
	m.word("health_check_protocol", g.HealthCheckProtocol)
	m.word("matcher", g.Matcher)
	m.word("load_balancing_cross_zone_enabled", g.CrossZone)
}

// props are those of the construct.
func (g *Group) props(c Case) *gracefulecs.TargetGroupProps {
	if g == nil {
		return nil
	}
	p := &gracefulecs.TargetGroupProps{
		TargetGroupName: word(g.Name), Protocol: awselasticloadbalancingv2.Protocol(g.Protocol), HealthCheckProtocol: awselasticloadbalancingv2.Protocol(g.HealthCheckProtocol),
		HealthyHttpCodes: word(g.Matcher), LoadBalancingAlgorithmType: awselasticloadbalancingv2.TargetGroupLoadBalancingAlgorithmType(strings.ToUpper(g.Algorithm)),
		EnableAnomalyMitigation: toggle(g.Mitigate), StickinessCookieName: word(g.Cookie),
		SourceIpStickiness: toggle(g.SourceIP), PreserveClientIp: toggle(g.ClientIP), ProxyProtocolV2: toggle(g.ProxyProtocol),
	}
	if c.ALB != nil && c.ALB.ProtocolVersion == "GRPC" {
		p.HealthyGrpcCodes, p.HealthyHttpCodes = p.HealthyHttpCodes, nil
	}
	if across, err := strconv.ParseBool(g.CrossZone); err == nil {
		p.CrossZoneEnabled = &across
	}
	p.SlowStart, p.StickinessCookieDuration = lasting(g.SlowStart), lasting(g.CookieSeconds)
	return p
}

func lasting(seconds int) awscdk.Duration {
	if seconds == 0 {
		return nil
	}
	return awscdk.Duration_Seconds(jsii.Number(seconds))
}

// targetGroupOf brings the attributes into a map, and leaves out a name that the
// provider has made up.
func targetGroupOf(group map[string]any) {
	attributesByKey(group, "targetGroupAttributes")
	if strings.HasPrefix(text(group, "name"), "tf-") {
		delete(group, "name")
	}
}

// TLS is what a Network Load Balancer's listener has with TLS.
type TLS struct{ ALPN, Policy string }

// certificate is one that nobody looks at.
const certificate = "arn:aws:iam::" + Account + ":server-certificate/parity"

func (t *TLS) arguments(m arguments) {
	if t != nil {
		m["protocol"], m["certificate_arn"] = "TLS", certificate
		m.word("alpn_policy", t.ALPN)
		m.word("ssl_policy", t.Policy)
	}
}

func (t *TLS) props() *gracefulecs.NetworkListenerProps {
	if t == nil {
		return nil
	}
	p := &gracefulecs.NetworkListenerProps{Protocol: awselasticloadbalancingv2.Protocol_TLS,
		Certificates: &[]awselasticloadbalancingv2.IListenerCertificate{awselasticloadbalancingv2.ListenerCertificate_FromArn(jsii.String(certificate))}}
	if t.ALPN != "" {
		p.AlpnPolicy = awselasticloadbalancingv2.AlpnPolicy_HTTP2_PREFERRED
	}
	if t.Policy != "" {
		p.SslPolicy = awselasticloadbalancingv2.SslPolicy_TLS13_13
	}
	return p
}
