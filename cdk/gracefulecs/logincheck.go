package gracefulecs

import (
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const (
	// What Elastic Load Balancing takes.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html
	maxSessionSeconds = 604800 // A week.
	maxLoginParams    = 10
)

// login checks what a rule asks of a user.
func (c *checker) login(p *plan, at string, l login) {
	if l.oidc != nil && l.cognito != nil {
		c.misplaced(at+"AuthenticateOidc", "a value", "AuthenticateCognito is set too, and a rule asks for one login.", "remove one of them")
	}
	if o, path := l.oidc, at+"AuthenticateOidc"; o != nil {
		c.loginAllowed(p, path, o.Next)
		for _, f := range []struct {
			name  string
			given *string
		}{{"AuthorizationEndpoint", o.AuthorizationEndpoint}, {"Issuer", o.Issuer}, {"TokenEndpoint", o.TokenEndpoint}, {"UserInfoEndpoint", o.UserInfoEndpoint}} {
			if given := deref(f.given); !isTextToken(given) && (!strings.HasPrefix(given, "https://") || given == "https://") {
				c.add(shutdown.Fault{Path: path + "." + f.name, Rule: "pattern", Given: quote(given), Allowed: "a full URL, https://…", Message: path + "." + f.name + " is no URL that a load balancer calls."})
			}
		}
		if deref(o.ClientId) == "" {
			c.missing(path+".ClientId", "what the identity provider gave the client", path+".ClientId must not be empty.")
		}
		if o.ClientSecret == nil || deref(o.ClientSecret.UnsafeUnwrap()) == "" { // What is not known is a token here.
			c.missing(path+".ClientSecret", "what the identity provider gave the client", path+".ClientSecret must not be empty.", "set it with awscdk.SecretValue_SecretsManager")
		}
		c.session(path, o.AuthenticationRequestExtraParams, o.OnUnauthenticatedRequest, o.Scope, o.SessionCookieName, o.SessionTimeout)
	}
	if o, path := l.cognito, at+"AuthenticateCognito"; o != nil {
		c.loginAllowed(p, path, o.Next)
		for _, f := range []struct {
			name  string
			given bool
		}{{"UserPool", o.UserPool != nil}, {"UserPoolClient", o.UserPoolClient != nil}, {"UserPoolDomain", o.UserPoolDomain != nil && deref(o.UserPoolDomain.DomainName()) != ""}} {
			if !f.given {
				c.missing(path+"."+f.name, "that of the user pool", path+"."+f.name+" must not be empty.")
			}
		}
		c.session(path, o.AuthenticationRequestExtraParams, o.OnUnauthenticatedRequest, o.Scope, o.SessionCookieName, o.SessionTimeout)
	}
}

// loginAllowed checks where a login stands. That ECS fails a deployment at a rule
// that does more than forward says
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html
func (c *checker) loginAllowed(p *plan, path string, next awselasticloadbalancingv2.ListenerAction) {
	if next != nil {
		c.misplaced(path+".Next", "a value", "What follows the login is the service's target group.", "remove Next")
	}
	c.unlessRolling(p, path, "a value", "ECS fails a deployment at a rule that does more than forward.", "remove "+path)
}

// session checks what both kinds have.
func (c *checker) session(path string, params *map[string]*string, otherwise awselasticloadbalancingv2.UnauthenticatedAction, scope, cookie *string, timeout awscdk.Duration) {
	given := deref(params)
	if len(given) > maxLoginParams {
		c.add(shutdown.Fault{Path: path + ".AuthenticationRequestExtraParams", Rule: "range", Given: strconv.Itoa(len(given)), Allowed: "at most " + strconv.Itoa(maxLoginParams),
			Message: "The request to the identity provider takes no more parameters."})
	}
	for _, name := range sortedKeys(given) {
		if name == "" || deref(given[name]) == "" {
			c.missing(path+".AuthenticationRequestExtraParams", "parameters, none of them empty", "The parameter "+quote(name)+" has no name or no value.", "remove it")
		}
	}
	c.oneOf(path+".OnUnauthenticatedRequest", string(otherwise), "ALLOW", "AUTHENTICATE", "DENY")
	if scope != nil && *scope == "" {
		c.missing(path+".Scope", "a scope", path+".Scope must not be empty.", "remove it; without it the scope is openid")
	}
	if cookie != nil && *cookie == "" {
		c.missing(path+".SessionCookieName", "the name of a cookie", path+".SessionCookieName must not be empty.", "remove it; without it the cookie is AWSELBAuthSessionCookie")
	}
	if timeout != nil {
		c.seconds(path+".SessionTimeout", timeout, 1, maxSessionSeconds)
	}
}
