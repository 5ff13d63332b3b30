// Files-and-logs is a service whose reports are kept on a file system; Fluent Bit
// sends its logs where you want them.
package main

import (
	"log"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

func main() {
	defer jsii.Close()
	log.SetFlags(0)
	// The Terraform example reads the same file.
	const file = "../../profiles/files-and-logs.yaml"
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	reports, err := profile.Read(file, text)
	if err != nil {
		log.Fatal(err)
	}

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("FilesAndLogs"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2)})
	cluster := awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{
		Vpc:                            vpc,
		EnableFargateCapacityProviders: jsii.Bool(true),
	})
	balancer := awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Balancer"),
		&awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: vpc, InternetFacing: jsii.Bool(true)})
	listener := balancer.AddListener(jsii.String("Https"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port: jsii.Number(443),
		Certificates: &[]awselasticloadbalancingv2.IListenerCertificate{awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"),
			jsii.String("arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"))},
		DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(404), nil),
	})
	// Who reads the secret needs the key too; CDK sees to it.
	database := awssecretsmanager.NewSecret(stack, jsii.String("Database"), &awssecretsmanager.SecretProps{
		EncryptionKey: awskms.NewKey(stack, jsii.String("Key"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)}),
	})
	logs := awslogs.NewLogGroup(stack, jsii.String("AppLogs"), &awslogs.LogGroupProps{Retention: awslogs.RetentionDays_ONE_MONTH})
	files := newFiles(stack, vpc)

	service := gracefulecs.NewService(stack, jsii.String("Reports"), &gracefulecs.ServiceProps{
		Cluster:       cluster,
		Image:         awsecs.ContainerImage_FromRegistry(jsii.String("registry.example.com/reports:1.4.2"), nil),
		Profile:       reports,
		ServiceName:   jsii.String("reports"),
		ContainerPort: jsii.Number(8080),
		Listener:      listener,
		Priority:      jsii.Number(10),
		PathPatterns:  jsii.Strings("/reports/*"),
		Secrets:       &map[string]awsecs.Secret{"DATABASE_PASSWORD": awsecs.Secret_FromSecretsManager(database, nil)},
		Volumes:       files.volumes(),
		MountPoints:   mountPoints(),
		ContainerOptions: &awsecs.ContainerDefinitionOptions{
			User: jsii.String("1000"),
			Logging: awsecs.LogDrivers_Firelens(&awsecs.FireLensLogDriverProps{Options: &map[string]*string{
				"Name":              jsii.String("cloudwatch_logs"),
				"region":            stack.Region(),
				"log_group_name":    logs.LogGroupName(),
				"log_stream_prefix": jsii.String("app-"),
			}}),
		},
		Sidecars: &[]*gracefulecs.SidecarProps{{
			Name:           jsii.String("log-router"),
			Image:          awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/aws-observability/aws-for-fluent-bit:stable"), nil),
			FirelensConfig: &awsecs.FirelensConfig{Type: awsecs.FirelensLogRouterType_FLUENTBIT},
		}},
	})
	logs.GrantWrite(service.TaskRole())
	files.letIn(service)

	app.Synth(nil)
}
