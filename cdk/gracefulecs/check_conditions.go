package gracefulecs

import (
	"net/netip"
	"regexp"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// kind is what Elastic Load Balancing takes as the values of one kind of condition.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
type kind struct {
	once    bool // A rule takes one condition of it.
	allowed string
	fits    func(string) bool
}

const maxConditionText = 128

var (
	headerName    = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$")
	requestMethod = regexp.MustCompile(`^[A-Z_-]{1,40}$`)
	shortText     = func(s string) bool { return len(s) >= 1 && len(s) <= maxConditionText }

	kinds = map[string]kind{
		"host-header":         {true, "up to 128 characters", shortText},
		"path-pattern":        {true, "up to 128 characters", shortText},
		"http-header":         {false, "up to 128 characters", shortText},
		"query-string":        {false, "up to 128 characters", shortText},
		"http-request-method": {true, "up to 40 capital letters, hyphens and underscores", requestMethod.MatchString},
		"source-ip": {true, "a network such as 10.0.0.0/8", func(s string) bool {
			_, err := netip.ParsePrefix(s)
			return err == nil
		}},
	}
)

// condition checks one of the CDK's conditions by what it renders, and gives the
// number of its values.
func (c *checker) condition(path string, condition awselasticloadbalancingv2.ListenerCondition, seen map[string]string) int {
	raw := object(condition.RenderRawCondition())
	field, _ := raw["field"].(string)
	of, known := kinds[field]
	if first, twice := seen[field]; twice && of.once {
		c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: field, Allowed: "one condition of this kind in a rule", Message: first + " is a condition of this kind already.",
			WaysOut: []string{"put all values into one condition", "or into two of Rules"}})
	}
	seen[field] = path
	config := object(raw[camel(field)+"Config"])
	if name, ok := config["httpHeaderName"].(string); ok && !isTextToken(name) && !headerName.MatchString(name) {
		c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(name), Allowed: "a header's name of up to 40 characters", Message: "The condition's header has no valid name."})
	}
	values := append(items(config["values"]), items(raw["values"])...)
	if known && len(values) == 0 {
		c.missing(path, "at least one value", "The condition has no value, so no request would meet it.", "remove it")
	}
	for _, v := range values {
		for _, text := range words(v) {
			if known && !isTextToken(text) && !of.fits(text) {
				c.add(shutdown.Fault{Path: path, Rule: "pattern", Given: quote(text), Allowed: of.allowed, Message: "Elastic Load Balancing takes no such value in a condition on " + field + "."})
			}
		}
	}
	return len(values)
}

// words are the texts of a condition's value, which for query strings has a key too.
func words(v any) []string {
	if text, ok := v.(string); ok {
		return []string{text}
	}
	var out []string
	for _, name := range []string{"key", "value"} {
		if text, ok := object(v)[name].(string); ok {
			out = append(out, text)
		}
	}
	return out
}

// camel turns the name of a kind into that of its part, http-header into httpHeader.
func camel(name string) string {
	parts := strings.Split(name, "-")
	for i, p := range parts[1:] {
		if p != "" {
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}
