package gracefulecs_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func oidc(set func(o *awselasticloadbalancingv2.AuthenticateOidcOptions)) *awselasticloadbalancingv2.AuthenticateOidcOptions {
	o := &awselasticloadbalancingv2.AuthenticateOidcOptions{
		AuthorizationEndpoint: jsii.String("https://login.example.com/authorize"), ClientId: jsii.String("client"), ClientSecret: awscdk.SecretValue_UnsafePlainText(jsii.String("secret")),
		Issuer: jsii.String("https://login.example.com"), TokenEndpoint: jsii.String("https://login.example.com/token"), UserInfoEndpoint: jsii.String("https://login.example.com/userinfo"),
	}
	set(o)
	return o
}

func oidcLogin(set func(o *awselasticloadbalancingv2.AuthenticateOidcOptions)) func(world, *props) {
	return func(_ world, p *props) { p.AuthenticateOidc = oidc(set) }
}

func cognito(w world) *awselasticloadbalancingv2actions.AuthenticateCognitoActionProps {
	return &awselasticloadbalancingv2actions.AuthenticateCognitoActionProps{
		UserPool:       awscognito.UserPool_FromUserPoolArn(w.stack, jsii.String("Users"), jsii.String("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_users")),
		UserPoolClient: awscognito.UserPoolClient_FromUserPoolClientId(w.stack, jsii.String("UsersClient"), jsii.String("pool-client")),
		UserPoolDomain: awscognito.UserPoolDomain_FromDomainName(w.stack, jsii.String("UsersDomain"), jsii.String("login")),
	}
}

func cognitoLogin(set func(o *awselasticloadbalancingv2actions.AuthenticateCognitoActionProps)) func(world, *props) {
	return func(w world, p *props) {
		p.AuthenticateCognito = cognito(w)
		set(p.AuthenticateCognito)
	}
}

// loginReaches are the rows of logins.
var loginReaches = map[string]reach{
	"AuthenticateOidc": {set: oidcLogin(func(o *awselasticloadbalancingv2.AuthenticateOidcOptions) {
		o.SessionTimeout = awscdk.Duration_Days(jsii.Number(1))
	}), want: `"SessionTimeout":86400,"TokenEndpoint":"https://login.example.com/token","UserInfoEndpoint":"https://login.example.com/userinfo"},"Order":1,"Type":"authenticate-oidc"},{"Order":2,"TargetGroupArn":`},
	"AuthenticateCognito": {set: func(w world, p *props) { p.AuthenticateCognito = cognito(w) },
		want: `"UserPoolClientId":"pool-client","UserPoolDomain":"login"},"Order":1,"Type":"authenticate-cognito"},{"Order":2,"TargetGroupArn":`},
	"Rules.AuthenticateOidc": {set: ruled(func(_ world, r *ruleProps) {
		r.AuthenticateOidc = oidc(func(*awselasticloadbalancingv2.AuthenticateOidcOptions) {})
	}), want: `"Type":"authenticate-oidc"`},
	"Rules.AuthenticateCognito": {set: ruled(func(w world, r *ruleProps) { r.AuthenticateCognito = cognito(w) }), want: `"Type":"authenticate-cognito"`},
	"Routes.Rules.AuthenticateOidc": {set: routedRule(func(_ world, r *ruleProps) {
		r.AuthenticateOidc = oidc(func(*awselasticloadbalancingv2.AuthenticateOidcOptions) {})
	}), want: `"Type":"authenticate-oidc"`},
	"Routes.Rules.AuthenticateCognito": {set: routedRule(func(w world, r *ruleProps) { r.AuthenticateCognito = cognito(w) }), want: `"Type":"authenticate-cognito"`},
	"Routes.AuthenticateOidc": {set: routed(func(_ world, r *routeProps) {
		r.AuthenticateOidc = oidc(func(*awselasticloadbalancingv2.AuthenticateOidcOptions) {})
	}), want: `"Type":"authenticate-oidc"`},
	"Routes.AuthenticateCognito": {set: routed(func(w world, r *routeProps) { r.AuthenticateCognito = cognito(w) }), want: `"Type":"authenticate-cognito"`},
}

func parameters(n int) *map[string]*string {
	out := map[string]*string{}
	for i := range n {
		out["p"+strconv.Itoa(i)] = jsii.String("x")
	}
	return &out
}

// badLogins are rows of faults, goodLogins those that just pass. They are made in
// functions, because secrets need the CDK.
func badLogins() map[string]bad {
	type oidcOptions = awselasticloadbalancingv2.AuthenticateOidcOptions
	type cognitoProps = awselasticloadbalancingv2actions.AuthenticateCognitoActionProps
	next := awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(200), nil)
	return map[string]bad{
		"both": {set: func(w world, p *props) {
			p.AuthenticateOidc, p.AuthenticateCognito = oidc(func(*oidcOptions) {}), cognito(w)
		}, want: one("AuthenticateOidc", "type", "AuthenticateCognito is set too, and a rule asks for one login.")},
		"next":         {set: oidcLogin(func(o *oidcOptions) { o.Next = next }), want: one("AuthenticateOidc.Next", "type", "What follows the login is the service's target group.")},
		"cognito next": {set: cognitoLogin(func(o *cognitoProps) { o.Next = next }), want: one("AuthenticateCognito.Next", "type", "remove Next")},
		"blue/green": {profile: blueGreen(), set: oidcLogin(func(*oidcOptions) {}),
			want: one("AuthenticateOidc", "type", "With strategy blue_green ECS fails a deployment at a rule that does more than forward.")},
		"cognito blue/green": {profile: blueGreen(), set: cognitoLogin(func(*cognitoProps) {}), want: one("AuthenticateCognito", "type", "or set the profile's strategy to rolling")},
		"no URLs": {set: oidcLogin(func(o *oidcOptions) {
			o.AuthorizationEndpoint, o.Issuer, o.TokenEndpoint, o.UserInfoEndpoint = jsii.String("http://a"), jsii.String("https://"), nil, jsii.String("")
		}), want: [][3]string{{"AuthenticateOidc.AuthorizationEndpoint", "pattern", `Given: "http://a". Allowed: a full URL, https://…`}, {"AuthenticateOidc.Issuer", "pattern", `Given: "https://".`},
			{"AuthenticateOidc.TokenEndpoint", "pattern", `Given: "".`}, {"AuthenticateOidc.UserInfoEndpoint", "pattern", `Given: "".`}}},
		"no client": {set: oidcLogin(func(o *oidcOptions) { o.ClientId, o.ClientSecret = jsii.String(""), nil }),
			want: [][3]string{{"AuthenticateOidc.ClientId", "required", "must not be empty"}, {"AuthenticateOidc.ClientSecret", "required", "what the identity provider gave the client"}}},
		"empty secret": {set: oidcLogin(func(o *oidcOptions) { o.ClientSecret = awscdk.SecretValue_UnsafePlainText(jsii.String("")) }), want: one("AuthenticateOidc.ClientSecret", "required", "must not be empty")},
		"no pool": {set: func(_ world, p *props) { p.AuthenticateCognito = &cognitoProps{} },
			want: [][3]string{{"AuthenticateCognito.UserPool", "required", "must not be empty"}, {"AuthenticateCognito.UserPoolClient", "required", ""}, {"AuthenticateCognito.UserPoolDomain", "required", ""}}},
		"0 s":           {set: oidcLogin(func(o *oidcOptions) { o.SessionTimeout = awscdk.Duration_Seconds(jsii.Number(0)) }), want: one("AuthenticateOidc.SessionTimeout", "range", "from 1 to 604800")},
		"longer":        {set: cognitoLogin(func(o *cognitoProps) { o.SessionTimeout = awscdk.Duration_Seconds(jsii.Number(604801)) }), want: one("AuthenticateCognito.SessionTimeout", "range", "Given: 604801.")},
		"other word":    {set: oidcLogin(func(o *oidcOptions) { o.OnUnauthenticatedRequest = "Deny" }), want: one("AuthenticateOidc.OnUnauthenticatedRequest", "enum", "one of ALLOW, AUTHENTICATE, DENY")},
		"empty words":   {set: cognitoLogin(func(o *cognitoProps) { o.Scope, o.SessionCookieName = jsii.String(""), jsii.String("") }), want: [][3]string{{"AuthenticateCognito.Scope", "required", "without it the scope is openid"}, {"AuthenticateCognito.SessionCookieName", "required", "AWSELBAuthSessionCookie"}}},
		"11 parameters": {set: oidcLogin(func(o *oidcOptions) { o.AuthenticationRequestExtraParams = parameters(11) }), want: one("AuthenticateOidc.AuthenticationRequestExtraParams", "range", "Given: 11. Allowed: at most 10.")},
		"empty value": {set: oidcLogin(func(o *oidcOptions) {
			o.AuthenticationRequestExtraParams = &map[string]*string{"prompt": jsii.String("")}
		}), want: one("AuthenticateOidc.AuthenticationRequestExtraParams", "required", `The parameter "prompt" has no name or no value.`)},
		"in a rule": {set: routedRule(func(_ world, r *ruleProps) { r.AuthenticateOidc = oidc(func(o *oidcOptions) { o.ClientId = nil }) }), want: one("Routes[0].Rules[0].AuthenticateOidc.ClientId", "required", "must not be empty")},
		"without a rule": {set: func(w world, p *props) {
			p.Priority, p.PathPatterns = nil, nil
			ruled(func(world, *ruleProps) {})(w, p)
			p.AuthenticateOidc = oidc(func(*oidcOptions) {})
		}, want: [][3]string{{"Priority", "required", ""}, {"PathPatterns", "required", ""}}},
		"no load balancer": {profile: unbalanced(), set: oidcLogin(func(*oidcOptions) {}), want: one("AuthenticateOidc", "type", "AuthenticateOidc needs load_balancer alb, but the profile gives none.")},
	}
}

func goodLogins() map[string]bad {
	return map[string]bad{
		"session of 1 s": {set: oidcLogin(func(o *awselasticloadbalancingv2.AuthenticateOidcOptions) {
			o.SessionTimeout, o.AuthenticationRequestExtraParams = awscdk.Duration_Seconds(jsii.Number(1)), parameters(10)
		})},
		"session of a week": {set: cognitoLogin(func(o *awselasticloadbalancingv2actions.AuthenticateCognitoActionProps) {
			o.SessionTimeout, o.OnUnauthenticatedRequest = awscdk.Duration_Days(jsii.Number(7)), awselasticloadbalancingv2.UnauthenticatedAction_DENY
		})},
		"login from tokens": {set: func(w world, p *props) {
			p.AuthenticateOidc = oidc(func(o *awselasticloadbalancingv2.AuthenticateOidcOptions) {
				o.Issuer = tokenText(w)
				o.ClientId, o.ClientSecret = o.Issuer, awscdk.SecretValue_SecretsManager(jsii.String("client"), nil)
			})
		}},
		"a login of each rule": {set: func(w world, p *props) {
			ruled(func(w world, r *ruleProps) { r.AuthenticateCognito = cognito(w) })(w, p)
			p.AuthenticateOidc = oidc(func(*awselasticloadbalancingv2.AuthenticateOidcOptions) {})
		}},
	}
}

// Who has logged in is asked of the identity provider, which the load balancer must
// reach, unless the caller wants otherwise.
func TestNewService_loginOutbound(t *testing.T) {
	for name, row := range map[string]struct {
		set  *bool
		want bool
	}{"as it is": {nil, true}, "wanted": {jsii.Bool(true), true}, "not wanted": {jsii.Bool(false), false}} {
		w := newWorld()
		p := w.props(web())
		closed := awsec2.SecurityGroup_FromSecurityGroupId(w.stack, jsii.String("Closed"), jsii.String("sg-55555555"), &awsec2.SecurityGroupImportOptions{AllowAllOutbound: jsii.Bool(false)})
		p.Listener = awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(w.stack, jsii.String("ClosedListener"),
			&awselasticloadbalancingv2.ApplicationListenerAttributes{ListenerArn: jsii.String(listenerARN), SecurityGroup: closed})
		p.AuthenticateOidc = oidc(func(o *awselasticloadbalancingv2.AuthenticateOidcOptions) { o.AllowHttpsOutbound = row.set })
		newService(t, w, p)
		if got := strings.Contains(text(t, w), `"CidrIp":"0.0.0.0/0","Description":"Allow to IdP endpoint","FromPort":443`); got != row.want {
			t.Errorf("%s: the load balancer reaches the identity provider: %t, want %t", name, got, row.want)
		}
	}
}

// A load balancer that is made here has HTTPS only with a certificate.
func TestValidateLoadBalanced_login(t *testing.T) {
	for name, set := range map[string]func(world, *gracefulecs.LoadBalancedServiceProps){
		"AuthenticateOidc": func(_ world, p *gracefulecs.LoadBalancedServiceProps) {
			p.AuthenticateOidc = oidc(func(*awselasticloadbalancingv2.AuthenticateOidcOptions) {})
		},
		"AuthenticateCognito": func(w world, p *gracefulecs.LoadBalancedServiceProps) { p.AuthenticateCognito = cognito(w) },
	} {
		w := newWorld()
		p := &gracefulecs.LoadBalancedServiceProps{ServiceProps: gracefulecs.ServiceProps{Image: image(), Profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)}, ServiceName: jsii.String("api")}}
		set(w, p)
		if err := gracefulecs.ValidateLoadBalanced(p); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "A login needs a listener with HTTPS.") {
			t.Errorf("%s over HTTP: %v", name, err)
		}
		if p.Certificate = certificate(w); gracefulecs.ValidateLoadBalanced(p) != nil {
			t.Errorf("%s over HTTPS: %v", name, gracefulecs.ValidateLoadBalanced(p))
		}
	}
}
