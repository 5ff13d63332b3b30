// Websocket-gateway holds long connections behind an Application Load Balancer
// that another team owns: this stack knows its listener and security group only.
package main

import (
	"log"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

func main() {
	defer jsii.Close()
	log.SetFlags(0)
	// The Terraform example reads the same file.
	const file = "../../profiles/websocket-gateway.yaml"
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	gateway, err := profile.Read(file, text)
	if err != nil {
		log.Fatal(err)
	}

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("WebsocketGateway"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2)})
	cluster := awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{
		Vpc:                            vpc,
		EnableFargateCapacityProviders: jsii.Bool(true),
	})
	listener := awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(stack, jsii.String("Shared"),
		&awselasticloadbalancingv2.ApplicationListenerAttributes{
			ListenerArn:   jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2"),
			SecurityGroup: awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("SharedGroup"), jsii.String("sg-0123456789abcdef0"), nil),
		})

	gracefulecs.NewService(stack, jsii.String("Gateway"), &gracefulecs.ServiceProps{
		Cluster:     cluster,
		Image:       awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/docker/library/node:24-slim"), nil),
		Profile:     gateway,
		ServiceName: jsii.String("websocket-gateway"),

		ContainerPort: jsii.Number(8080),
		Cpu:           jsii.Number(512),
		HostHeaders:   jsii.Strings("live.example.com"),
		Listener:      listener,
		// The app's own container check, beside that of the load balancer.
		HealthCheckCommand: jsii.Strings("CMD", "node", "healthcheck.js"),
		MemoryLimitMiB:     jsii.Number(1024),
		Priority:           jsii.Number(20),
	})

	app.Synth(nil)
}
