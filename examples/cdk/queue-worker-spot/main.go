// Queue-worker-spot works through an SQS queue on Fargate Spot. The queue, its
// dead-letter queue and the permission to consume it come with the service.
package main

import (
	"log"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

func main() {
	defer jsii.Close()
	log.SetFlags(0)
	// The Terraform example reads the same file.
	const file = "../../profiles/queue-worker-spot.yaml"
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	worker, err := profile.Read(file, text)
	if err != nil {
		log.Fatal(err)
	}

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("QueueWorker"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2)})
	cluster := awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{
		Vpc:                            vpc,
		EnableFargateCapacityProviders: jsii.Bool(true),
	})
	results := awss3.NewBucket(stack, jsii.String("Results"), nil)

	service := gracefulecs.NewService(stack, jsii.String("Worker"), &gracefulecs.ServiceProps{
		Cluster:     cluster,
		Image:       awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/docker/library/python:3.13-slim"), nil),
		Profile:     worker,
		ServiceName: jsii.String("queue-worker"),

		// The app also gets QUEUE_URL.
		Command:     jsii.Strings("python", "worker.py"),
		Environment: &map[string]*string{"BUCKET": results.BucketName()},
		Autoscaling: &gracefulecs.AutoscalingProps{
			MinCapacity:    jsii.Number(1),
			MaxCapacity:    jsii.Number(20),
			BacklogPerTask: jsii.Number(5),
		},
	})
	recordInterruptions(stack, cluster, service.FargateService().ServiceName())
	results.GrantWrite(service.TaskRole(), nil, nil)
	awscdk.NewCfnOutput(stack, jsii.String("QueueUrl"), &awscdk.CfnOutputProps{Value: service.Queue().QueueUrl()})

	app.Synth(nil)
}
