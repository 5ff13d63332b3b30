package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

const (
	alternateID     = "AlternateTargetGroup"
	alternateSuffix = "-alternate"
)

// application puts what the caller says of the target group into the CDK's props.
func (g *TargetGroupProps) application(id string, props *awselasticloadbalancingv2.ApplicationTargetGroupProps) {
	if g == nil {
		return
	}
	if g.Protocol != "" {
		props.Protocol = awselasticloadbalancingv2.ApplicationProtocol(g.Protocol)
		props.HealthCheck.Protocol = g.Protocol
	}
	g.healthCheck(props.HealthCheck)
	props.CrossZoneEnabled = g.CrossZoneEnabled
	props.EnableAnomalyMitigation = g.EnableAnomalyMitigation
	props.LoadBalancingAlgorithmType = g.LoadBalancingAlgorithmType
	props.SlowStart = g.SlowStart
	props.StickinessCookieDuration, props.StickinessCookieName = g.StickinessCookieDuration, g.StickinessCookieName
	if g.StickinessCookieName != nil && g.StickinessCookieDuration == nil {
		props.StickinessCookieDuration = awscdk.Duration_Days(jsii.Number(1))
	}
	props.TargetGroupName = g.name(id)
}

// network does the same behind a Network Load Balancer.
func (g *TargetGroupProps) network(id string, props *awselasticloadbalancingv2.NetworkTargetGroupProps) {
	if g == nil {
		return
	}
	if g.Protocol != "" {
		props.Protocol = g.Protocol
	}
	if g.Protocol == awselasticloadbalancingv2.Protocol_TLS && props.HealthCheck.Path != nil {
		props.HealthCheck.Protocol = awselasticloadbalancingv2.Protocol_HTTPS
	}
	g.healthCheck(props.HealthCheck)
	props.CrossZoneEnabled = g.CrossZoneEnabled
	props.PreserveClientIp, props.ProxyProtocolV2 = g.PreserveClientIp, g.ProxyProtocolV2
	props.TargetGroupName = g.name(id)
}

// sticky adds what the CDK has no prop for.
func (g *TargetGroupProps) sticky(group awselasticloadbalancingv2.NetworkTargetGroup) {
	if g != nil && deref(g.SourceIpStickiness) {
		group.SetAttribute(jsii.String("stickiness.enabled"), jsii.String("true"))
		group.SetAttribute(jsii.String("stickiness.type"), jsii.String("source_ip"))
	}
}

func (g *TargetGroupProps) healthCheck(check *awselasticloadbalancingv2.HealthCheck) {
	if g.HealthCheckProtocol != "" {
		check.Protocol = g.HealthCheckProtocol
	}
	if g.HealthyHttpCodes != nil {
		check.HealthyHttpCodes = g.HealthyHttpCodes
	}
	if g.HealthyGrpcCodes != nil {
		check.HealthyGrpcCodes = g.HealthyGrpcCodes
	}
}

// name is that of the target group, or of the one that takes turns with it.
func (g *TargetGroupProps) name(id string) *string {
	if g.TargetGroupName != nil && id == alternateID {
		return jsii.String(*g.TargetGroupName + alternateSuffix)
	}
	return g.TargetGroupName
}
