// Existing-service puts the settings of a profile onto a service that is there
// already, a plain ApplicationLoadBalancedFargateService, and lets "cdk synth"
// fail when any service of the app contradicts its profile.
package main

import (
	"log"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecspatterns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

func main() {
	defer jsii.Close()
	log.SetFlags(0)
	const file = "../../profiles/long-requests.yaml"
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	reports, err := profile.Read(file, text)
	if err != nil {
		log.Fatal(err)
	}

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("ExistingService"), nil)

	// What people have: nothing in here says how a task stops.
	web := awsecspatterns.NewApplicationLoadBalancedFargateService(stack, jsii.String("Web"),
		&awsecspatterns.ApplicationLoadBalancedFargateServiceProps{
			DesiredCount: jsii.Number(3),
			TaskImageOptions: &awsecspatterns.ApplicationLoadBalancedTaskImageOptions{
				Image:         awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/docker/library/nginx:1.29"), nil),
				ContainerPort: jsii.Number(8080),
			},
		})
	web.TargetGroup().ConfigureHealthCheck(&awselasticloadbalancingv2.HealthCheck{Path: jsii.String("/healthz")})

	// What is new: one line.
	gracefulecs.Apply(web, reports, nil)

	// And a check that keeps it so.
	gracefulecs.CheckServices(app, gracefulecs.EveryService(reports), nil)

	app.Synth(nil)
}
