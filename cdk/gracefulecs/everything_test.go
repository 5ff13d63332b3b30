package gracefulecs_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// everything sets about every prop that a service behind an Application Load
// Balancer may have.
func everything(w world) *gracefulecs.ServiceProps {
	p := w.props(shutdown.Profile{
		Workload: shutdown.HTTP, LongestWork: new(20), Capacity: shutdown.Mixed, DesiredCount: new(3), Framework: "gunicorn",
		Startup:  new(45),
		Sidecars: []shutdown.Sidecar{{Name: "log-router", Flush: new(10)}},
	})
	secret := awsecs.Secret_FromSecretsManager(awssecretsmanager.Secret_FromSecretCompleteArn(w.stack, jsii.String("Database"),
		jsii.String("arn:aws:secretsmanager:eu-west-1:123456789012:secret:database-AbCdEf")), nil)
	p.AdditionalPorts = jsii.PtrSlice(9090.0)
	p.Autoscaling = &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(2), MaxCapacity: jsii.Number(9),
		CpuTarget: jsii.Number(60), MemoryTarget: jsii.Number(70), RequestsPerTarget: jsii.Number(1000)}
	p.Command = jsii.Strings("gunicorn", "app:app")
	p.Cpu, p.MemoryLimitMiB = jsii.Number(512), jsii.Number(2048)
	p.DeploymentAlarms = jsii.Strings("too-many-5xx")
	p.EnableExecuteCommand = jsii.Bool(true)
	p.Environment = &map[string]*string{"LOG_LEVEL": jsii.String("info"), "ACCOUNT": jsii.String("blue")}
	p.HealthCheckCommand = jsii.Strings("CMD-SHELL", "curl -f http://localhost:8080/healthz")
	p.HealthCheckPort = jsii.Number(9090)
	p.HostHeaders = jsii.Strings("api.example.com")
	p.IngressSecurityGroups = &[]awsec2.ISecurityGroup{w.group("33333333")}
	p.ReadonlyRootFilesystem = jsii.Bool(true)
	p.Secrets = &map[string]awsecs.Secret{"DATABASE_URL": secret}
	return p
}
