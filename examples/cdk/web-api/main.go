// Web-api is an HTTP API behind an Application Load Balancer: gunicorn, a log
// router beside it, autoscaling and a rollback on errors.
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
	const file = "../../profiles/web-api.yaml"
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	web, err := profile.Read(file, text)
	if err != nil {
		log.Fatal(err)
	}

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("WebApi"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2)})
	cluster := awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{
		Vpc:                            vpc,
		EnableFargateCapacityProviders: jsii.Bool(true),
	})
	balancer := awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Balancer"),
		&awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: vpc, InternetFacing: jsii.Bool(true)})
	listener := balancer.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port:          jsii.Number(80),
		DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(404), nil),
	})

	service := gracefulecs.NewService(stack, jsii.String("Api"), &gracefulecs.ServiceProps{
		Cluster:     cluster,
		Image:       awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/docker/library/python:3.13-slim"), nil),
		Profile:     web,
		ServiceName: jsii.String("web-api"),

		// The arguments that gunicorn needs for its drain and its keep-alive are appended.
		Command:       jsii.Strings("gunicorn", "--bind", "0.0.0.0:8080", "app:app"),
		ContainerPort: jsii.Number(8080),
		Listener:      listener,
		Priority:      jsii.Number(10),
		PathPatterns:  jsii.Strings("/api/*"),
		Sidecars: &[]*gracefulecs.SidecarProps{{
			Name:  jsii.String("log-router"),
			Image: awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/aws-observability/aws-for-fluent-bit:stable"), nil),

			FirelensConfig: &awsecs.FirelensConfig{Type: awsecs.FirelensLogRouterType_FLUENTBIT},
		}},
		// The app logs through the router, which sends on what it holds after the app
		// has ended. Its own words go to the service's log group by themselves.
		ContainerOptions: &awsecs.ContainerDefinitionOptions{
			Logging: awsecs.LogDrivers_Firelens(&awsecs.FireLensLogDriverProps{Options: &map[string]*string{
				"Name": jsii.String("cloudwatch_logs"), "region": stack.Region(), "log_group_name": jsii.String("/ecs/web-api"), "log_stream_prefix": jsii.String("routed-"),
			}}),
		},
		Autoscaling: &gracefulecs.AutoscalingProps{
			MinCapacity:       jsii.Number(3),
			MaxCapacity:       jsii.Number(12),
			CpuTarget:         jsii.Number(60),
			RequestsPerTarget: jsii.Number(1000),
		},
	})
	service.LogGroup().GrantWrite(service)
	awscdk.NewCfnOutput(stack, jsii.String("StopTimeout"), &awscdk.CfnOutputProps{Value: jsii.Sprintf("%d", service.Settings().StopTimeout)})

	app.Synth(nil)
}
