// Back-office is a service on a listener, in roles and in a security group that exist.
package main

import (
	"log"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

func main() {
	defer jsii.Close()
	log.SetFlags(0)
	// The Terraform example reads the same file.
	const file = "../../profiles/back-office.yaml"
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	backOffice, err := profile.Read(file, text)
	if err != nil {
		log.Fatal(err)
	}

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("BackOffice"), nil)
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId:             jsii.String("vpc-0a1b2c3d4e5f60718"),
		AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b"),
		PrivateSubnetIds:  jsii.Strings("subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"),
	})
	listener := awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(stack, jsii.String("Listener"),
		&awselasticloadbalancingv2.ApplicationListenerAttributes{
			ListenerArn:   jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/0123456789abcdef/fedcba9876543210"),
			SecurityGroup: group(stack, "Balancer", "sg-0a1b2c3d4e5f60718"),
		})

	gracefulecs.NewService(stack, jsii.String("Service"), &gracefulecs.ServiceProps{
		Cluster: awsecs.Cluster_FromClusterAttributes(stack, jsii.String("Cluster"), &awsecs.ClusterAttributes{ClusterName: jsii.String("main"), Vpc: vpc}),
		// A pipeline changes the image here and deploys the stack.
		Image:                    awsecs.ContainerImage_FromRegistry(jsii.String("registry.example.com/backoffice:first"), nil),
		Profile:                  backOffice,
		ServiceName:              jsii.String("backoffice"),
		ContainerPort:            jsii.Number(8080),
		ExecutionRole:            role(stack, "Start"),
		TaskRole:                 role(stack, "Work"),
		AdditionalSecurityGroups: &[]awsec2.ISecurityGroup{group(stack, "Database", "sg-0b1c2d3e4f5061728")},

		// Staff come by the host and log in, machines by a path of another one and do
		// not: each rule has its own login, or none.
		Listener:    listener,
		Priority:    jsii.Number(30),
		HostHeaders: jsii.Strings("backoffice.example.com"),
		AuthenticateCognito: &awselasticloadbalancingv2actions.AuthenticateCognitoActionProps{
			UserPool:       awscognito.UserPool_FromUserPoolArn(stack, jsii.String("Staff"), jsii.String("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_staff")),
			UserPoolClient: awscognito.UserPoolClient_FromUserPoolClientId(stack, jsii.String("StaffClient"), jsii.String("0a1b2c3d4e5f60718293a4b5c6")),
			UserPoolDomain: awscognito.UserPoolDomain_FromDomainName(stack, jsii.String("StaffDomain"), jsii.String("staff-example")),
			SessionTimeout: awscdk.Duration_Hours(jsii.Number(8)),
		},
		Rules: &[]*gracefulecs.RuleProps{{
			Name:         jsii.String("hooks"),
			Priority:     jsii.Number(20),
			HostHeaders:  jsii.Strings("hooks.example.com"),
			PathPatterns: jsii.Strings("/backoffice/*"),
		}},
	})
	app.Synth(nil)
}

func group(stack awscdk.Stack, name, id string) awsec2.ISecurityGroup {
	return awsec2.SecurityGroup_FromSecurityGroupId(stack, &name, &id, nil)
}

// role is one that the stack must not change: its owner allows what the service needs.
func role(stack awscdk.Stack, name string) awsiam.IRole {
	return awsiam.Role_FromRoleArn(stack, &name, jsii.String("arn:aws:iam::123456789012:role/backoffice-"+name), &awsiam.FromRoleArnOptions{Mutable: jsii.Bool(false)})
}
