// Office-hours is a shop on its own domain, with more tasks in office hours.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("OfficeHours"), nil)
	zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"),
		&awsroute53.HostedZoneAttributes{HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("example.com")})

	gracefulecs.NewLoadBalancedService(stack, jsii.String("Shop"), &gracefulecs.LoadBalancedServiceProps{
		ServiceProps: gracefulecs.ServiceProps{
			Image:       awsecs.ContainerImage_FromRegistry(jsii.String("registry.example.com/shop:1.4.2"), nil),
			Profile:     shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)},
			ServiceName: jsii.String("shop"),
			Autoscaling: &gracefulecs.AutoscalingProps{
				MinCapacity: jsii.Number(2),
				MaxCapacity: jsii.Number(12),
				CpuTarget:   jsii.Number(60),
				Scheduled: &map[string]*gracefulecs.ScheduledScalingProps{
					"morning": at("45", "7", 6),
					"evening": at("0", "19", 2),
				},
			},
		},
		DomainName: jsii.String("shop.example.com"),
		DomainZone: zone,
	})
	app.Synth(nil)
}

// at is a time of each working day, from which there are at least so many tasks.
func at(minute, hour string, least float64) *gracefulecs.ScheduledScalingProps {
	return &gracefulecs.ScheduledScalingProps{
		Schedule:    awsapplicationautoscaling.Schedule_Cron(&awsapplicationautoscaling.CronOptions{Minute: &minute, Hour: &hour, WeekDay: jsii.String("MON-FRI")}),
		TimeZone:    awscdk.TimeZone_EUROPE_BERLIN(),
		MinCapacity: &least,
	}
}
