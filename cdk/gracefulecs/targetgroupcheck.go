package gracefulecs

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const (
	// What Elastic Load Balancing takes.
	maxCookieSeconds = 604800 // A week.
	minSlowStart     = 30
	maxSlowStart     = 900
	maxGroupName     = 32
)

var (
	groupName   = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)
	cookieName  = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	healthCodes = regexp.MustCompile(`^[0-9]{1,3}(-[0-9]{1,3})?(,[0-9]{1,3}(-[0-9]{1,3})?)*$`)
)

// groupProps checks what the caller says of the target group of one way in.
func (c *checker) groupProps(p *plan, w *way) {
	g, at := w.TargetGroup, w.at+"TargetGroup."
	if g == nil {
		return
	}
	if w.network {
		c.notBehind("a Network Load Balancer", at, map[string]bool{"EnableAnomalyMitigation": g.EnableAnomalyMitigation != nil, "HealthyGrpcCodes": g.HealthyGrpcCodes != nil,
			"LoadBalancingAlgorithmType": g.LoadBalancingAlgorithmType != "", "SlowStart": g.SlowStart != nil,
			"StickinessCookieDuration": g.StickinessCookieDuration != nil, "StickinessCookieName": g.StickinessCookieName != nil})
		c.networkGroup(w, g, at)
	} else {
		c.notBehind("an Application Load Balancer", at, map[string]bool{"PreserveClientIp": g.PreserveClientIp != nil, "ProxyProtocolV2": g.ProxyProtocolV2 != nil,
			"SourceIpStickiness": g.SourceIpStickiness != nil})
		c.applicationGroup(p, w, g, at)
	}
	if g.TargetGroupName != nil {
		c.groupName(p, at+"TargetGroupName", *g.TargetGroupName)
	}
}

// notBehind faults what the other kind of load balancer has.
func (c *checker) notBehind(kind, at string, set map[string]bool) {
	for _, name := range present(set) {
		c.misplaced(at+name, "a value", "A target group behind "+kind+" has no such thing.", "remove "+name)
	}
}

func (c *checker) applicationGroup(p *plan, w *way, g *TargetGroupProps, at string) {
	c.oneOf(at+"Protocol", string(g.Protocol), "HTTP", "HTTPS")
	c.oneOf(at+"HealthCheckProtocol", string(g.HealthCheckProtocol), "HTTP", "HTTPS")
	if w.ProtocolVersion == awselasticloadbalancingv2.ApplicationProtocolVersion_GRPC {
		c.codes(at+"HealthyGrpcCodes", g.HealthyGrpcCodes, 0, 99)
		if g.HealthyHttpCodes != nil {
			c.misplaced(at+"HealthyHttpCodes", "a value", "With ProtocolVersion GRPC a health check is answered with a gRPC code.", "set HealthyGrpcCodes instead")
		}
	} else {
		c.codes(at+"HealthyHttpCodes", g.HealthyHttpCodes, 200, 499)
		if g.HealthyGrpcCodes != nil {
			c.misplaced(at+"HealthyGrpcCodes", "a value", "Only with ProtocolVersion GRPC a health check is answered with a gRPC code.", "set HealthyHttpCodes instead")
		}
	}
	c.algorithm(g, at)
	c.stickiness(p, g, at)
}

func (c *checker) networkGroup(w *way, g *TargetGroupProps, at string) {
	if w.tls() {
		c.oneOf(at+"Protocol", string(g.Protocol), "TCP", "TLS")
	} else {
		c.oneOf(at+"Protocol", string(g.Protocol), "TCP")
	}
	if deref(g.SourceIpStickiness) && w.tls() {
		c.misplaced(at+"SourceIpStickiness", "true", "Behind a TLS listener no client is bound to a target.", "remove SourceIpStickiness", "or set NetworkListener.Protocol to TCP")
	}
	if w.HealthCheckPath != nil {
		c.oneOf(at+"HealthCheckProtocol", string(g.HealthCheckProtocol), "HTTP", "HTTPS")
		c.codes(at+"HealthyHttpCodes", g.HealthyHttpCodes, 200, 599)
		return
	}
	c.oneOf(at+"HealthCheckProtocol", string(g.HealthCheckProtocol), "TCP")
	if g.HealthyHttpCodes != nil {
		c.misplaced(at+"HealthyHttpCodes", "a value", "Without HealthCheckPath the health check is a connection, which has no code.", "set HealthCheckPath", "or remove HealthyHttpCodes")
	}
}

// algorithm checks how targets are picked. Slow start and mitigation go with one
// algorithm each.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
func (c *checker) algorithm(g *TargetGroupProps, at string) {
	const roundRobin, weighted = "ROUND_ROBIN", "WEIGHTED_RANDOM"
	algorithm := string(g.LoadBalancingAlgorithmType)
	c.oneOf(at+"LoadBalancingAlgorithmType", algorithm, roundRobin, "LEAST_OUTSTANDING_REQUESTS", weighted)
	if deref(g.EnableAnomalyMitigation) && algorithm != weighted {
		c.misplaced(at+"EnableAnomalyMitigation", "true", "Only the algorithm WEIGHTED_RANDOM mitigates anomalies.", "set LoadBalancingAlgorithmType to WEIGHTED_RANDOM")
	}
	if g.SlowStart == nil {
		return
	}
	seconds := c.seconds(at+"SlowStart", g.SlowStart, minSlowStart, maxSlowStart)
	if seconds != 0 && algorithm != "" && algorithm != roundRobin {
		c.misplaced(at+"SlowStart", strconv.Itoa(seconds), "Only the algorithm ROUND_ROBIN starts slowly.", "remove SlowStart", "or remove LoadBalancingAlgorithmType")
	}
}

func (c *checker) stickiness(p *plan, g *TargetGroupProps, at string) {
	if g.StickinessCookieDuration == nil && g.StickinessCookieName == nil {
		return
	}
	path := at + "StickinessCookieDuration"
	if g.StickinessCookieDuration != nil {
		c.seconds(path, g.StickinessCookieDuration, 1, maxCookieSeconds)
	}
	if name := deref(g.StickinessCookieName); g.StickinessCookieName != nil && !isTextToken(name) &&
		(!cookieName.MatchString(name) || slices.Contains([]string{"AWSALB", "AWSALBAPP", "AWSALBTG"}, name)) {
		c.add(shutdown.Fault{Path: at + "StickinessCookieName", Rule: "pattern", Given: quote(name), Allowed: "the name of the app's own cookie",
			Message: "StickinessCookieName is no name of a cookie, or one of the load balancer's own."})
	}
	if g.CrossZoneEnabled != nil && !*g.CrossZoneEnabled {
		c.misplaced(at+"CrossZoneEnabled", "false", "A target group that is sticky reaches across zones.", "remove CrossZoneEnabled", "or remove the stickiness")
	}
	c.unlessRolling(p, path, "stickiness", "the listener rule would have to bind a client to the old target group too.", "remove the stickiness")
}

func (c *checker) groupName(p *plan, path, name string) {
	most := maxGroupName
	if p.shifts() {
		most -= len(alternateSuffix)
	}
	if !isTextToken(name) && (!groupName.MatchString(name) || len(name) > most || strings.HasPrefix(name, "internal-")) {
		c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(name),
			Allowed: "at most " + strconv.Itoa(most) + " letters, digits and hyphens, with no hyphen at either end and no internal- at its start", Message: "TargetGroupName is not a valid name."})
	}
}

// oneOf checks a word that may be left out.
func (c *checker) oneOf(path, given string, allowed ...string) {
	if given != "" && !slices.Contains(allowed, given) {
		c.add(shutdown.Fault{Path: path, Rule: "enum", Given: quote(given), Allowed: "one of " + strings.Join(allowed, ", "), Message: path + " takes no other word."})
	}
}

// seconds reads a duration that must be known, or gives 0 with a fault.
func (c *checker) seconds(path string, d awscdk.Duration, least, most int) int {
	if *d.IsUnresolved() {
		c.add(tokenFault(path, "a duration"))
		return 0
	}
	return c.whole(path, d.ToSeconds(&awscdk.TimeConversionOptions{Integral: new(false)}), least, most)
}

// codes checks the codes of a healthy answer: numbers and ranges.
func (c *checker) codes(path string, v *string, least, most int) {
	if v == nil || isTextToken(*v) {
		return
	}
	right := healthCodes.MatchString(*v)
	for _, code := range strings.FieldsFunc(*v, func(r rune) bool { return r == ',' || r == '-' }) {
		n, err := strconv.Atoi(code)
		right = right && err == nil && n >= least && n <= most
	}
	if !right {
		c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(*v), Allowed: "codes and ranges of codes from " + strconv.Itoa(least) + " to " + strconv.Itoa(most),
			Message: path + " has something else than codes."})
	}
}
