package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
)

// login is what a rule asks of a user before it lets a request through.
type login struct {
	cognito *awselasticloadbalancingv2actions.AuthenticateCognitoActionProps
	oidc    *awselasticloadbalancingv2.AuthenticateOidcOptions
}

// before is the action of a rule that leads on to the next one once the user has
// logged in. With it the CDK lets the load balancer out to the identity provider.
func (l login) before(next awselasticloadbalancingv2.ListenerAction) awselasticloadbalancingv2.ListenerAction {
	switch {
	case l.oidc != nil:
		options := *l.oidc
		options.Next = next
		return awselasticloadbalancingv2.ListenerAction_AuthenticateOidc(&options)
	case l.cognito != nil:
		props := *l.cognito
		props.Next = next
		return awselasticloadbalancingv2actions.NewAuthenticateCognitoAction(&props)
	}
	return next
}
