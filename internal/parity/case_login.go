package parity

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/jsii-runtime-go"
)

// Login is what a rule asks of a user: at an identity provider or, with Cognito, at
// a user pool. The zero value of a field leaves it out.
type Login struct {
	Cognito                  bool
	Params                   map[string]string
	Otherwise, Scope, Cookie string
	Seconds                  int
}

// The identity provider and the user pool, which nobody asks.
const (
	loginClient      = "login-client"
	loginSecret      = "login-secret"
	loginDomain      = "login-domain"
	loginPoolARN     = "arn:aws:cognito-idp:" + Region + ":" + Account + ":userpool/" + Region + "_login"
	identityProvider = "https://login.example.com"
)

// arguments are those of a rule of the module.
func (l *Login) arguments(m arguments) {
	if l == nil {
		return
	}
	login, kind := arguments{}, "authenticate_cognito"
	if l.Cognito {
		login["user_pool_arn"], login["user_pool_client_id"], login["user_pool_domain"] = loginPoolARN, loginClient, loginDomain
	} else {
		kind = "authenticate_oidc"
		login["authorization_endpoint"], login["token_endpoint"], login["user_info_endpoint"] = identityProvider+"/authorize", identityProvider+"/token", identityProvider+"/userinfo"
		login["issuer"], login["client_id"], login["client_secret"] = identityProvider, loginClient, loginSecret
	}
	login.set("authentication_request_extra_params", l.Params, len(l.Params) > 0)
	login.word("on_unauthenticated_request", l.Otherwise)
	login.word("scope", l.Scope)
	login.word("session_cookie_name", l.Cookie)
	login.number("session_timeout", l.Seconds)
	m[kind] = login
}

// oidc and cognito are the props of the construct.
func (l *Login) oidc() *awselasticloadbalancingv2.AuthenticateOidcOptions {
	if l == nil || l.Cognito {
		return nil
	}
	return &awselasticloadbalancingv2.AuthenticateOidcOptions{
		AuthorizationEndpoint: jsii.String(identityProvider + "/authorize"), TokenEndpoint: jsii.String(identityProvider + "/token"), UserInfoEndpoint: jsii.String(identityProvider + "/userinfo"),
		Issuer: jsii.String(identityProvider), ClientId: jsii.String(loginClient), ClientSecret: awscdk.SecretValue_UnsafePlainText(jsii.String(loginSecret)),
		AuthenticationRequestExtraParams: l.params(), OnUnauthenticatedRequest: awselasticloadbalancingv2.UnauthenticatedAction(strings.ToUpper(l.Otherwise)),
		Scope: word(l.Scope), SessionCookieName: word(l.Cookie), SessionTimeout: lasting(l.Seconds),
	}
}

func (l *Login) cognito(i *importer, id string) *awselasticloadbalancingv2actions.AuthenticateCognitoActionProps {
	if l == nil || !l.Cognito {
		return nil
	}
	return &awselasticloadbalancingv2actions.AuthenticateCognitoActionProps{
		UserPool:                         awscognito.UserPool_FromUserPoolArn(i.stack, jsii.String("Pool-"+id), jsii.String(loginPoolARN)),
		UserPoolClient:                   awscognito.UserPoolClient_FromUserPoolClientId(i.stack, jsii.String("PoolClient-"+id), jsii.String(loginClient)),
		UserPoolDomain:                   awscognito.UserPoolDomain_FromDomainName(i.stack, jsii.String("PoolDomain-"+id), jsii.String(loginDomain)),
		AuthenticationRequestExtraParams: l.params(), OnUnauthenticatedRequest: awselasticloadbalancingv2.UnauthenticatedAction(strings.ToUpper(l.Otherwise)),
		Scope: word(l.Scope), SessionCookieName: word(l.Cookie), SessionTimeout: lasting(l.Seconds),
	}
}

func (l *Login) params() *map[string]*string {
	if len(l.Params) == 0 {
		return nil
	}
	out := map[string]*string{}
	for name, value := range l.Params {
		out[name] = jsii.String(value)
	}
	return &out
}
